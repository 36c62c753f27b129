/**
 * Products of matrices in WebAssembly. Both factors are packed first, the left one in panels of 4 rows and the right
 * one in panels of 8 columns, so that the innermost loop reads two streams from start to end and keeps 4 × 8 sums in
 * registers: of the shapes measured the one that V8 makes the best code of.
 *
 * Every sum begins with the bias and goes on in the order of the inner dimension, each product rounded before it is
 * added: a row's result is the same to the last bit however many rows are multiplied with it, and on every processor.
 *
 * @see Goto & van de Geijn (2008), Anatomy of high-performance matrix multiplication, https://doi.org/10.1145/1356052.1356053
 */
import {
  f32,
  f32x4,
  get,
  i32,
  repeat,
  set,
  wasmFunction,
  when,
  type Code,
  type Local,
  type WasmFunction,
} from './assembler';

export const PANEL_ROWS = 4;
export const PANEL_COLUMNS = 8;
/** Bytes at the start of the memory, for a tile that sticks out of its matrix. */
export const SCRATCH_BYTES = PANEL_ROWS * PANEL_COLUMNS * 4;
const SCRATCH = i32.constant(0);
const VECTOR = 16;

const constant = i32.constant;
const times4 = (x: Code): Code => i32.multiply(x, constant(4));
const advance = (pointer: Local, bytes: Code): Code => set(pointer, i32.add(get(pointer), bytes));
const smaller = (target: Local, x: Code, y: Code): Code => [
  set(target, x),
  when(i32.less(y, get(target)), set(target, y)),
];

/** Zeros in one step of a panel. */
function clear(target: Local, width: number): Code {
  return Array.from({ length: width / 4 }, (_, i) => f32x4.store(get(target), f32x4.constant(0), i * VECTOR));
}

/** One panel whose lines lie side by side: row k of the source, from `from` on. */
function packSideBySide(width: number): WasmFunction {
  return wasmFunction(
    `packSideBySide${width}`,
    ['i32', 'i32', 'i32', 'i32', 'i32'] as const,
    ([source, stride, lines, depth, target], local) => {
      const [k, line, first, held, row] = [
        local('i32'),
        local('i32'),
        local('i32'),
        local('i32'),
        local('i32'),
      ];
      const copyPanel = repeat(k, constant(0), get(depth), 1, [
        Array.from({ length: width / 4 }, (_, i) =>
          f32x4.store(get(target), f32x4.load(get(row), i * VECTOR), i * VECTOR),
        ),
        advance(row, get(stride)),
        advance(target, constant(width * 4)),
      ]);
      const copyPart = repeat(k, constant(0), get(depth), 1, [
        clear(target, width),
        repeat(
          line,
          constant(0),
          times4(get(held)),
          4,
          f32.store(i32.add(get(target), get(line)), f32.load(i32.add(get(row), get(line)))),
        ),
        advance(row, get(stride)),
        advance(target, constant(width * 4)),
      ]);
      return repeat(first, constant(0), get(lines), width, [
        set(held, i32.subtract(get(lines), get(first))),
        set(row, i32.add(get(source), times4(get(first)))),
        when(i32.less(get(held), constant(width)), copyPart, copyPanel),
      ]);
    },
  );
}

/** Four rows of four, turned: rows become columns. */
function turned(rows: readonly Local[]): readonly Code[] {
  const [a, b, c, d] = rows.map(get) as [Code, Code, Code, Code];
  const low = [f32x4.shuffle([0, 4, 1, 5], a, b), f32x4.shuffle([0, 4, 1, 5], c, d)] as const;
  const high = [f32x4.shuffle([2, 6, 3, 7], a, b), f32x4.shuffle([2, 6, 3, 7], c, d)] as const;
  return [
    f32x4.shuffle([0, 1, 4, 5], ...low),
    f32x4.shuffle([2, 3, 6, 7], ...low),
    f32x4.shuffle([0, 1, 4, 5], ...high),
    f32x4.shuffle([2, 3, 6, 7], ...high),
  ];
}

/** Panels whose lines lie one below the other: the source is turned on the way. */
function packOneBelowTheOther(width: number): WasmFunction {
  return wasmFunction(
    `packOneBelowTheOther${width}`,
    ['i32', 'i32', 'i32', 'i32', 'i32'] as const,
    ([source, stride, lines, depth, target], local) => {
      const [k, line, group, held, at, whole] = [
        local('i32'), local('i32'), local('i32'), local('i32'), local('i32'), local('i32'),
      ]; // prettier-ignore
      const [first, row] = [local('i32'), local('i32')];
      const rows = Array.from({ length: 4 }, () => local('v128'));
      const turnFour: Code = [
        set(line, get(row)),
        rows.map((values): Code => [set(values, f32x4.load(get(line))), advance(line, get(stride))]),
        turned(rows).map((values, i) => f32x4.store(get(at), values, i * width * 4)),
        advance(row, constant(VECTOR)),
        advance(at, constant(4 * width * 4)),
      ];
      const turnOne: Code = [
        f32x4.store(get(at), f32x4.constant(0)),
        set(line, constant(0)),
        when(
          i32.less(constant(0), get(held)),
          repeat(
            line,
            constant(0),
            get(held),
            1,
            f32.store(
              i32.add(get(at), times4(get(line))),
              f32.load(i32.add(get(row), i32.multiply(get(line), get(stride)))),
            ),
          ),
        ),
        advance(row, constant(4)),
        advance(at, constant(width * 4)),
      ];
      // At least four rows and four columns are turned four at a time, and the rest one at a time.
      const packGroup: Code = [
        set(row, i32.add(get(source), i32.multiply(i32.add(get(first), get(group)), get(stride)))),
        set(at, i32.add(get(target), times4(get(group)))),
        smaller(held, i32.subtract(i32.subtract(get(lines), get(first)), get(group)), constant(4)),
        set(whole, constant(0)),
        when(i32.equal(get(held), constant(4)), [
          when(i32.notLess(get(depth), constant(4)), [
            repeat(k, constant(0), i32.subtract(get(depth), constant(3)), 4, turnFour),
            set(whole, get(k)),
          ]),
        ]),
        when(i32.less(get(whole), get(depth)), repeat(k, get(whole), get(depth), 1, turnOne)),
      ];
      return repeat(first, constant(0), get(lines), width, [
        repeat(group, constant(0), constant(width), 4, packGroup),
        advance(target, i32.multiply(get(depth), constant(width * 4))),
      ]);
    },
  );
}

/** Sums of a tile: 4 rows of 2 vectors. */
type Tile = readonly (readonly Local[])[];

/** Copies a tile that sticks out of the matrix, by way of the scratch. */
function storePart(
  tile: Tile,
  target: Local,
  rows: Local,
  columns: Local,
  stride: Local,
  [row, column, from, to]: readonly [Local, Local, Local, Local],
): Code {
  return [
    tile.map((vectors, i) =>
      vectors.map((sums, j) => f32x4.store(SCRATCH, get(sums), (i * PANEL_COLUMNS + j * 4) * 4)),
    ),
    set(from, SCRATCH),
    set(to, get(target)),
    repeat(row, constant(0), get(rows), 1, [
      repeat(
        column,
        constant(0),
        times4(get(columns)),
        4,
        f32.store(i32.add(get(to), get(column)), f32.load(i32.add(get(from), get(column)))),
      ),
      advance(from, constant(PANEL_COLUMNS * 4)),
      advance(to, get(stride)),
    ]),
  ];
}

function storeWhole(tile: Tile, target: Local, stride: Local, to: Local): Code {
  return [
    set(to, get(target)),
    tile.map((vectors): Code => [
      vectors.map((sums, j) => f32x4.store(get(to), get(sums), j * VECTOR)),
      advance(to, get(stride)),
    ]),
  ];
}

/** product[rows, columns] = activation(left · right + bias), of packed factors; a bias at address 0 is none. */
function packedProduct(): WasmFunction {
  return wasmFunction(
    'packedProduct',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const,
    ([left, right, product, rows, columns, depth, bias, relu], local) => {
      const [row, column, k, a, b, target] = [
        local('i32'), local('i32'), local('i32'), local('i32'), local('i32'), local('i32'),
      ]; // prettier-ignore
      const [heldRows, heldColumns, stride, panel] = [local('i32'), local('i32'), local('i32'), local('i32')];
      const counters = [local('i32'), local('i32'), local('i32'), local('i32')] as const;
      const tile: Tile = Array.from({ length: PANEL_ROWS }, () => [local('v128'), local('v128')]);
      const start = [local('v128'), local('v128')];
      const [x, y] = [local('v128'), [local('v128'), local('v128')]];
      const sumUp = repeat(k, constant(0), get(depth), 1, [
        y.map((values, j) => set(values, f32x4.load(get(b), j * VECTOR))),
        tile.map((sums, i): Code => [
          set(x, f32x4.loadSplat(get(a), i * 4)),
          sums.map((sum, j) => set(sum, f32x4.add(get(sum), f32x4.multiply(get(x), get(y[j]!))))),
        ]),
        advance(a, constant(PANEL_ROWS * 4)),
        advance(b, constant(PANEL_COLUMNS * 4)),
      ]);
      const tileOf: Code = [
        tile.map((sums) => sums.map((sum, j) => set(sum, get(start[j]!)))),
        set(b, get(panel)),
        sumUp,
        when(
          get(relu),
          tile.map((sums) => sums.map((sum) => set(sum, f32x4.max(get(sum), f32x4.constant(0))))),
        ),
        smaller(heldRows, i32.subtract(get(rows), get(row)), constant(PANEL_ROWS)),
        when(
          i32.equal(i32.add(get(heldRows), get(heldColumns)), constant(PANEL_ROWS + PANEL_COLUMNS)),
          storeWhole(tile, target, stride, counters[0]),
          storePart(tile, target, heldRows, heldColumns, stride, counters),
        ),
        advance(target, i32.multiply(get(stride), constant(PANEL_ROWS))),
      ];
      return [
        set(stride, times4(get(columns))),
        set(panel, get(right)),
        repeat(column, constant(0), get(columns), PANEL_COLUMNS, [
          smaller(heldColumns, i32.subtract(get(columns), get(column)), constant(PANEL_COLUMNS)),
          start.map((values) => set(values, f32x4.constant(0))),
          when(
            get(bias),
            start.map((values, j) =>
              set(values, f32x4.load(i32.add(get(bias), times4(get(column))), j * VECTOR)),
            ),
          ),
          set(target, i32.add(get(product), times4(get(column)))),
          set(a, get(left)),
          repeat(row, constant(0), get(rows), PANEL_ROWS, tileOf),
          set(panel, get(b)),
        ]),
      ];
    },
  );
}

/** The functions, over float32 matrices by their addresses; strides in bytes. */
export const matrixFunctions: readonly WasmFunction[] = [
  packSideBySide(PANEL_ROWS),
  packSideBySide(PANEL_COLUMNS),
  packOneBelowTheOther(PANEL_ROWS),
  packOneBelowTheOther(PANEL_COLUMNS),
  packedProduct(),
];
