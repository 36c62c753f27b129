/** Modules are run, not read: what their instructions leave in memory is what was written. */
import {
  copyMemory,
  encodeModule,
  f32,
  f32x4,
  FUNCTIONS,
  get,
  i32,
  MEMORY,
  repeat,
  select,
  set,
  wasmFunction,
  when,
  type Code,
  type WasmFunction,
} from '../../../src/tensor/wasm/assembler';

const zero = i32.constant(0);

/** The memory after the last of some functions was run. */
function memoryAfter(...functions: readonly WasmFunction[]): DataView {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const module = new WebAssembly.Module(encodeModule({ imports: [], functions }));
  const instance = new WebAssembly.Instance(module, {
    [MEMORY.module]: { [MEMORY.name]: memory },
    [FUNCTIONS]: {},
  });
  (instance.exports[functions.at(-1)!.name] as () => void)();
  return new DataView(memory.buffer);
}

const does = (name: string, body: Code) => wasmFunction(name, [], () => body);
const integersAfter = (count: number, body: Code) => {
  const memory = memoryAfter(does('run', body));
  return Array.from({ length: count }, (_, i) => memory.getInt32(4 * i, true));
};
const floatsAfter = (count: number, body: Code) => {
  const memory = memoryAfter(does('run', body));
  return Array.from({ length: count }, (_, i) => memory.getFloat32(4 * i, true));
};

it.each([
  ...[0, 1, 63, 64, 127, 128, 8191, 8192, 16_383, 16_384, 2 ** 20, 2 ** 27 - 1, 2 ** 27, 2 ** 31 - 1],
  ...[-1, -63, -64, -65, -127, -128, -129, -8192, -8193, -(2 ** 20), -(2 ** 27), -(2 ** 31)],
])('the whole number %i is the one that is stored', (value) => {
  expect(integersAfter(1, i32.store(zero, i32.constant(value)))).toEqual([value]);
});

it.each([0, -0, 1, -1.5, 0.1, 1e-42, 3.4e38, Infinity, -Infinity, NaN])(
  'the number %p is stored, alone and in four lanes',
  (value) => {
    const stored = floatsAfter(5, [
      f32.store(zero, f32.constant(value)),
      f32x4.store(i32.constant(4), f32x4.constant(value)),
    ]);
    expect(stored).toEqual(Array(5).fill(Math.fround(value)));
  },
);

it.each([0, 4, 63, 64, 127, 128, 255, 16_383, 16_384, 65_535, 65_536, 131_068])(
  'the offset %i is that of the place that is written and read',
  (offset) => {
    const memory = memoryAfter(
      does('run', [
        i32.store(zero, i32.constant(77), offset),
        i32.store(i32.constant(8), i32.load(zero, offset)),
      ]),
    );
    expect(memory.getInt32(offset, true)).toBe(77);
    expect(memory.getInt32(8, true)).toBe(77);
  },
);

it.each([1, 63, 64, 127, 128, 129, 300])('%i functions of a module are told apart', (count) => {
  const functions = Array.from({ length: count }, (_, i) =>
    does(`f${i}`, i32.store(zero, i32.constant(i + 1))),
  );
  expect(memoryAfter(...functions).getInt32(0, true)).toBe(count);
});

it.each([1, 127, 128, 129, 500])('%i variables of a function are told apart', (count) => {
  const run = wasmFunction('run', [], (_parameters, local) => {
    const variables = Array.from({ length: count }, () => local('i32'));
    return [
      variables.map((variable, i) => set(variable, i32.constant(3 * i))),
      variables.map((variable, i) => i32.store(i32.constant(4 * i), get(variable))),
    ];
  });
  const memory = memoryAfter(run);
  expect(Array.from({ length: count }, (_, i) => memory.getInt32(4 * i, true))).toEqual(
    Array.from({ length: count }, (_, i) => 3 * i),
  );
});

it.each([
  [0, 10, 3, [0, 3, 6, 9]],
  [0, 9, 3, [0, 3, 6]],
  [4, 5, 100, [4]],
  [5, 0, 1, [5]], // at least once
])('a loop from %i to %i by %i runs for %p', (from, to, step, expected) => {
  const run = wasmFunction('run', [], (_parameters, local) => {
    const [counter, at] = [local('i32'), local('i32')];
    const note: Code = [
      i32.store(get(at), i32.add(get(counter), i32.constant(1))),
      set(at, i32.add(get(at), i32.constant(4))),
    ];
    return repeat(counter, i32.constant(from), i32.constant(to), step, note);
  });
  const memory = memoryAfter(run);
  const noted = Array.from({ length: expected.length + 1 }, (_, i) => memory.getInt32(4 * i, true));
  expect(noted).toEqual([...expected.map((value) => value + 1), 0]);
});

it('chooses by conditions', () => {
  const store = (at: number, value: number) => i32.store(i32.constant(4 * at), i32.constant(value));
  const chosen = (condition: number) => select(i32.constant(10), i32.constant(20), i32.constant(condition));
  const body: Code = [
    when(i32.less(i32.constant(-1), zero), store(0, 1), store(0, 2)),
    when(i32.less(zero, i32.constant(-1)), store(1, 1), store(1, 2)),
    when(i32.notLess(zero, zero), store(2, 3)),
    when(i32.equal(zero, i32.constant(1)), store(3, 4)),
    i32.store(i32.constant(16), chosen(1)),
    i32.store(i32.constant(20), chosen(0)),
  ];
  expect(integersAfter(6, body)).toEqual([1, 2, 3, 0, 10, 20]);
});

it('takes lanes and puts them in another order', () => {
  const four = (at: number) => f32x4.load(zero, 16 * at);
  const body: Code = [
    Array.from({ length: 8 }, (_, i) => f32.store(zero, f32.constant(i), 4 * i)),
    f32x4.store(zero, f32x4.shuffle([7, 0, 5, 2], four(0), four(1)), 32),
    f32x4.store(zero, f32x4.loadSplat(zero, 12), 48),
    f32x4.store(zero, f32x4.splat(f32x4.lane(2, four(1))), 64),
  ];
  expect(floatsAfter(20, body).slice(8)).toEqual([7, 0, 5, 2, 3, 3, 3, 3, 6, 6, 6, 6]);
});

it('copies bytes that overlap as they were', () => {
  const body: Code = [
    Array.from({ length: 4 }, (_, i) => i32.store(zero, i32.constant(i), 4 * i)),
    copyMemory(i32.constant(4), zero, i32.constant(16)),
  ];
  expect(integersAfter(5, body)).toEqual([0, 0, 1, 2, 3]);
});
