/** A plan as a WebAssembly module with one function, which does all tasks in turn. */
import {
  call,
  copyMemory,
  encodeModule,
  get,
  i32,
  repeat,
  wasmFunction,
  type Code,
  type FunctionType,
  type Local,
  type NumberType,
} from './assembler';
import type { Layout } from './layout';
import { matrixFunctions, PANEL_COLUMNS, PANEL_ROWS } from './matrix-functions';
import { passCode } from './passes';
import type { Copy, Packing, Place, Plan, Task } from './plan';
import { NUMBER_BYTES } from '../recorded/shapes';

/** Name of the function. */
export const RUN = 'run';
const imports: readonly FunctionType[] = matrixFunctions.map(({ name, parameters }) => ({
  name,
  parameters,
}));

type MakeLocal = (type: NumberType) => Local;
/** The address of number `number` from a place on, where that is the same every time or moves on. */
type AddressOf = (place: Place, stride: number) => Code;

function callTo(name: string, ...parameters: readonly (number | Code)[]): Code {
  const index = imports.findIndex((one) => one.name === name);
  if (index < 0) throw new RangeError(`program: there is no function ${name}`);
  return call(index, ...parameters.map((one) => (typeof one === 'number' ? i32.constant(one) : one)));
}

/** Does something `times` times, each with addresses that many strides further. */
function repeated(
  times: number,
  { address }: Layout,
  local: MakeLocal,
  work: (addressOf: AddressOf) => Code,
): Code {
  if (times === 1) return work((place) => i32.constant(address(place)));
  const counter = local('i32');
  const moved = (stride: number): Code => i32.multiply(get(counter), i32.constant(stride * NUMBER_BYTES));
  return repeat(
    counter,
    i32.constant(0),
    i32.constant(times),
    1,
    work((place, stride) => i32.add(i32.constant(address(place)), moved(stride))),
  );
}

function packCode({ places }: Plan, layout: Layout, packing: Packing, local: MakeLocal): Code {
  const { source, side, matrices, lines, depth, linesAreRows, target, size } = packing;
  const width = side === 'left' ? PANEL_ROWS : PANEL_COLUMNS;
  const name = `${linesAreRows ? 'packOneBelowTheOther' : 'packSideBySide'}${width}`;
  const stride = (linesAreRows ? depth : lines) * NUMBER_BYTES;
  return repeated(matrices, layout, local, (addressOf) =>
    callTo(
      name,
      addressOf(places.get(source)!, lines * depth),
      stride,
      lines,
      depth,
      addressOf(target, size),
    ),
  );
}

function productCode(
  { places }: Plan,
  layout: Layout,
  { node, left, right, bias, operation }: Task & { readonly kind: 'product' },
  local: MakeLocal,
): Code {
  const { batches, rows, columns, depth, relu } = operation;
  const strideOf = ({ matrices, size }: Packing) => (matrices > 1 ? size : 0);
  return repeated(batches, layout, local, (addressOf) =>
    callTo(
      'packedProduct',
      addressOf(left.target, strideOf(left)),
      addressOf(right.target, strideOf(right)),
      addressOf(places.get(node)!, rows * columns),
      ...[rows, columns, depth],
      bias === null ? 0 : layout.address(places.get(bias)!),
      relu ? 1 : 0,
    ),
  );
}

function copyCode(layout: Layout, copy: Copy, local: MakeLocal): Code {
  const bytes = i32.constant(copy.size * NUMBER_BYTES);
  return repeated(copy.stretches, layout, local, (addressOf) =>
    copyMemory(addressOf(copy.to, copy.toStride), addressOf(copy.from, copy.fromStride), bytes),
  );
}

function taskCode(plan: Plan, layout: Layout, task: Task, local: MakeLocal): Code {
  switch (task.kind) {
    case 'map':
    case 'reduce':
      return passCode(plan, layout, task, local);
    case 'pack':
      return packCode(plan, layout, task, local);
    case 'product':
      return productCode(plan, layout, task, local);
    case 'copy':
      return copyCode(layout, task, local);
  }
}

/** The module's bytes; it imports the functions of `matrixFunctions`. */
export function compile(plan: Plan, layout: Layout): Uint8Array<ArrayBuffer> {
  const run = wasmFunction(RUN, [], (_parameters, local) =>
    plan.tasks.map((task) => taskCode(plan, layout, task, local)),
  );
  return encodeModule({ imports, functions: [run] });
}
