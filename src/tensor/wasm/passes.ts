/** Passes over memory: what is computed number by number, and stored or summed up. */
import {
  f32,
  f32x4,
  get,
  i32,
  repeat,
  select,
  set,
  when,
  type Code,
  type Local,
  type NumberType,
} from './assembler';
import { applied, fourLanes, oneLane, type Lanes } from './lanes';
import type { Layout } from './layout';
import { passOf, uniformValue, type Plan, type Task } from './plan';
import { matrixOf, NUMBER_BYTES, sizeOf, spreadOf, type Spread } from './shapes';

type Pass = Task & { readonly kind: 'map' | 'reduce' };

/** Of numbers that are summed up on their own. */
const BLOCK_BYTES = 256 * NUMBER_BYTES;
const zero = i32.constant(0);
const increase = (local: Local, bytes: number): Code => set(local, i32.add(get(local), i32.constant(bytes)));

/** One pass of a plan, as code. */
class PassCode {
  readonly #plan: Plan;
  readonly #layout: Layout;
  readonly #local: (type: NumberType) => Local;
  readonly #computed: readonly number[];
  readonly #spreads: ReadonlyMap<number, Spread>;
  readonly #rows: number;
  readonly #columns: number;
  /** Byte offsets of the number, of its row among rows and of its column among columns. */
  readonly #flat: Local;
  readonly #row: Local;
  readonly #column: Local;

  constructor(plan: Plan, layout: Layout, task: Pass, local: (type: NumberType) => Local) {
    this.#plan = plan;
    this.#layout = layout;
    this.#local = local;
    const { computed, found } = passOf(plan, task);
    const { shape } = plan.nodes[task.kind === 'map' ? task.nodes[0]! : task.input]!;
    this.#rows = matrixOf(shape).rows;
    this.#columns = matrixOf(shape).columns;
    this.#computed = computed;
    this.#spreads = new Map(
      found
        .filter((at) => plan.nodes[at]!.dtype === 'float32')
        .map((at) => [at, spreadOf(plan.nodes[at]!.shape, shape)!]),
    );
    [this.#flat, this.#row, this.#column] = [local('i32'), local('i32'), local('i32')];
  }

  /** Stores all of some nodes. */
  map(stored: readonly number[]): Code {
    const lanes = this.#isFlat || this.#columns % 4 === 0 ? this.#widest : oneLane;
    const { before, body, value } = this.#loadAndCompute(lanes);
    const work: Code = [
      body,
      stored.map((at) => lanes.store(get(this.#flat), value(at), this.#addressOf(at))),
    ];
    if (!this.#isFlat) return [before, this.#everyRow(this.#everyColumn(lanes, work))];
    // Memory goes on for a whole vector after the last number.
    const size = Math.ceil((this.#rows * this.#columns) / lanes.width) * lanes.width;
    return [
      before,
      repeat(this.#flat, zero, i32.constant(size * NUMBER_BYTES), lanes.width * NUMBER_BYTES, work),
    ];
  }

  /** [] the sum of all numbers of a node, times a factor. */
  sumAll(node: number, target: number, factor: number): Code {
    const sum = this.#local('f32');
    const size = this.#rows * this.#columns;
    const lanes = this.#isFlat && size >= 4 ? this.#widest : oneLane;
    const whole = lanes.width === 4 ? size - (size % 4) : 0;
    const one = this.#loadAndCompute(oneLane);
    const add: Code = [one.body, set(sum, f32.add(get(sum), one.value(node)))];
    const rest = !this.#isFlat
      ? this.#everyRow(this.#everyColumn(oneLane, add))
      : whole === size
        ? []
        : repeat(
            this.#flat,
            i32.constant(whole * NUMBER_BYTES),
            i32.constant(size * NUMBER_BYTES),
            NUMBER_BYTES,
            add,
          );
    return [
      [set(sum, f32.constant(0)), one.before],
      whole === 0 ? [] : this.#sumVectors(node, whole, sum),
      rest,
      f32.store(zero, f32.multiply(get(sum), f32.constant(factor)), target),
    ];
  }

  /** [columns] the sum of each column, times a factor. */
  sumRows(node: number, target: number, factor: number): Code {
    const lanes = this.#columns % 4 === 0 ? this.#widest : oneLane;
    const { before, body, value } = this.#loadAndCompute(lanes);
    const sum = this.#local(lanes.type);
    const add: Code = [
      [body, set(sum, lanes.add(get(sum), value(node)))],
      increase(this.#flat, this.#columns * NUMBER_BYTES),
    ];
    const column: Code = [
      [set(sum, lanes.constant(0)), set(this.#flat, get(this.#column))],
      repeat(this.#row, zero, i32.constant(this.#rows * NUMBER_BYTES), NUMBER_BYTES, add),
      lanes.store(get(this.#column), lanes.multiply(get(sum), lanes.constant(factor)), target),
    ];
    const end = i32.constant(this.#columns * NUMBER_BYTES);
    return [before, repeat(this.#column, zero, end, lanes.width * NUMBER_BYTES, column)];
  }

  /** [rows] the sum of each row, times a factor. */
  sumColumns(node: number, target: number, factor: number): Code {
    const { before, body, value } = this.#loadAndCompute(oneLane);
    const sum = this.#local('f32');
    const add: Code = [body, set(sum, f32.add(get(sum), value(node)))];
    const row: Code = [
      set(sum, f32.constant(0)),
      this.#everyColumn(oneLane, add),
      f32.store(get(this.#row), f32.multiply(get(sum), f32.constant(factor)), target),
    ];
    return [before, this.#everyRow(row)];
  }

  /** [rows] int32: the column of each row's greatest number, the first of several; 0 where the first is not a number. */
  argMax(node: number, target: number): Code {
    const { before, body, value } = this.#loadAndCompute(oneLane);
    const [greatest, index] = [this.#local('f32'), this.#local('i32')];
    const isFirst = i32.equal(get(this.#column), zero);
    const compare: Code = [
      body,
      when(i32.or(isFirst, f32.greater(value(node), get(greatest))), [
        set(greatest, value(node)),
        set(index, this.#columnIndex),
      ]),
    ];
    const row: Code = [this.#everyColumn(oneLane, compare), i32.store(get(this.#row), get(index), target)];
    return [before, this.#everyRow(row)];
  }

  get #columnIndex(): Code {
    return i32.shiftRight(get(this.#column), i32.constant(2));
  }

  /** Whether a number's place alone says everything, not its row or its column. */
  get #isFlat(): boolean {
    const spreads = [...this.#spreads.values()];
    return !this.#hasOneHot && spreads.every((spread) => spread === 'flat' || spread === 'single');
  }

  get #hasOneHot(): boolean {
    return this.#computed.some((at) => {
      const node = this.#plan.nodes[at]!;
      return node.kind === 'result' && node.operation.kind === 'oneHot';
    });
  }

  /** One-hot numbers compare integers, one at a time. */
  get #widest(): Lanes {
    return this.#hasOneHot ? oneLane : fourLanes;
  }

  #addressOf(at: number): number {
    return this.#layout.address(this.#plan.places.get(at)!);
  }

  #everyRow(work: Code): Code {
    return [
      set(this.#flat, zero),
      repeat(this.#row, zero, i32.constant(this.#rows * NUMBER_BYTES), NUMBER_BYTES, work),
    ];
  }

  /** All columns of a row; `flat` goes on through all rows. */
  #everyColumn({ width }: Lanes, work: Code): Code {
    const step = width * NUMBER_BYTES;
    const end = i32.constant(this.#columns * NUMBER_BYTES);
    return repeat(this.#column, zero, end, step, [work, increase(this.#flat, step)]);
  }

  /**
   * Sums the first numbers in four lanes, block by block, which rounds less than one long sum; then the lanes.
   * Sums over a matrix's rows or columns are plain: they are as long as a batch or a layer.
   */
  #sumVectors(node: number, count: number, sum: Local): Code {
    const { before, body, value } = this.#loadAndCompute(fourLanes);
    const [total, sums] = [this.#local('v128'), this.#local('v128')];
    const [block, end] = [this.#local('i32'), this.#local('i32')];
    const bytes = i32.constant(count * NUMBER_BYTES);
    const add: Code = [body, set(sums, f32x4.add(get(sums), value(node)))];
    const sumBlock: Code = [
      [set(sums, f32x4.constant(0)), set(end, i32.add(get(block), i32.constant(BLOCK_BYTES)))],
      when(i32.less(bytes, get(end)), set(end, bytes)),
      repeat(this.#flat, get(block), get(end), 4 * NUMBER_BYTES, add),
      set(total, f32x4.add(get(total), get(sums))),
    ];
    const lanes = [0, 1, 2, 3].map((lane) => f32x4.lane(lane, get(total))) as [Code, Code, Code, Code];
    return [
      [before, set(total, f32x4.constant(0))],
      repeat(block, zero, bytes, BLOCK_BYTES, sumBlock),
      set(sum, f32.add(f32.add(lanes[0], lanes[1]), f32.add(lanes[2], lanes[3]))),
    ];
  }

  /** Code that brings every node's number at the present position into a variable, and where it then is. */
  #loadAndCompute(lanes: Lanes): { before: Code; body: Code; value: (at: number) => Code } {
    const variables = new Map<number, Local>();
    const value = (at: number): Code => {
      const uniform = uniformValue(this.#plan.nodes[at]!);
      return uniform === null ? get(variables.get(at)!) : lanes.constant(uniform);
    };
    const assign = (at: number, code: Code): Code => {
      const variable = this.#local(lanes.type);
      variables.set(at, variable);
      return set(variable, code);
    };
    const [before, found]: [Code[], Code[]] = [[], []];
    for (const [at, spread] of this.#spreads)
      (spread === 'single' ? before : found).push(assign(at, this.#load(at, spread, lanes)));
    const computed = this.#computed.map((at) => assign(at, this.#compute(at, lanes, value)));
    return { before, body: [found, computed], value };
  }

  #load(at: number, spread: Spread, lanes: Lanes): Code {
    const address = this.#addressOf(at);
    switch (spread) {
      case 'flat':
        return lanes.load(get(this.#flat), address);
      case 'perColumn':
        return lanes.load(get(this.#column), address);
      case 'perRow':
        return lanes.loadSame(get(this.#row), address);
      case 'single':
        return lanes.loadSame(zero, address);
    }
  }

  #compute(at: number, lanes: Lanes, value: (at: number) => Code): Code {
    const node = this.#plan.nodes[at]!;
    if (node.kind !== 'result') throw new RangeError('program: expected an operation');
    const { operation, inputs } = node;
    if (operation.kind === 'map') return applied(operation.map, lanes, inputs.map(value), operation.bounds);
    if (operation.kind !== 'oneHot') throw new RangeError('program: expected an operation on single numbers');
    const index = i32.load(get(this.#row), this.#addressOf(inputs[0]!));
    const { on, off } = operation;
    return select(f32.constant(on), f32.constant(off), i32.equal(index, this.#columnIndex));
  }
}

export function passCode(plan: Plan, layout: Layout, task: Pass, local: (type: NumberType) => Local): Code {
  const pass = new PassCode(plan, layout, task, local);
  if (task.kind === 'map') return pass.map(task.nodes);
  const { node, input, operation } = task;
  const target = layout.address(plan.places.get(node)!);
  if (operation.reduce === 'argMax') return pass.argMax(input, target);
  // A mean is the sum times a factor, so that the sum may be too large for a float32 where the mean is not.
  const factor = operation.reduce === 'mean' ? sizeOf(plan.nodes[node]!) / sizeOf(plan.nodes[input]!) : 1;
  switch (operation.over) {
    case 'all':
      return pass.sumAll(input, target, factor);
    case 'rows':
      return pass.sumRows(input, target, factor);
    case 'columns':
      return pass.sumColumns(input, target, factor);
  }
}
