/** The loops of a pass over memory, and the code that brings every node's number at the present position into a variable. */
import { NUMBER_BYTES } from '../recorded/shapes';
import { f32, get, i32, repeat, select, set, type Code, type Local, type NumberType } from './assembler';
import { fourLanes, oneLane, type Lanes } from './lanes';
import type { Layout } from './layout';
import { applied } from './map-code';
import { passOf, uniformValue, type Plan, type Task } from './plan';
import { matrixOf, spreadOf, type RowAxis, type Spread } from './shapes';

export type Pass = Task & { readonly kind: 'map' | 'reduce' };

export const zero = i32.constant(0);
export const increase = (local: Local, bytes: number): Code =>
  set(local, i32.add(get(local), i32.constant(bytes)));

/** One pass of a plan. */
export class PassCode {
  readonly local: (type: NumberType) => Local;
  /** Of the shape that is passed over. */
  readonly rows: number;
  readonly columns: number;
  /** Byte offsets of the number, of its row among rows and of its column among columns. */
  readonly flat: Local;
  readonly row: Local;
  readonly column: Local;
  readonly #plan: Plan;
  readonly #layout: Layout;
  readonly #computed: readonly number[];
  readonly #spreads: ReadonlyMap<number, Spread>;
  /** Of tensors whose rows are found by their outer axes: the byte offset of the present row. */
  readonly #strides = new Map<number, { readonly offset: Local; readonly axes: readonly RowAxis[] }>();

  constructor(plan: Plan, layout: Layout, task: Pass, local: (type: NumberType) => Local) {
    this.#plan = plan;
    this.#layout = layout;
    this.local = local;
    const { computed, found } = passOf(plan, task);
    const { shape } = plan.nodes[task.kind === 'map' ? task.nodes[0]! : task.input]!;
    this.rows = matrixOf(shape).rows;
    this.columns = matrixOf(shape).columns;
    this.#computed = computed;
    const operands = new Set(task.kind === 'map' ? task.nodes : [task.input]);
    for (const at of computed) for (const input of this.#operandsOf(at)) operands.add(input);
    const loaded = found.filter((at) => operands.has(at));
    this.#spreads = new Map(loaded.map((at) => [at, spreadOf(plan.nodes[at]!.shape, shape)]));
    [this.flat, this.row, this.column] = [local('i32'), local('i32'), local('i32')];
    for (const [at, spread] of this.#spreads)
      if (spread.kind === 'strided') this.#strides.set(at, { offset: local('i32'), axes: spread.axes });
  }

  /** Whether a number's place alone says everything, not its row or its column. */
  get isFlat(): boolean {
    const spreads = [...this.#spreads.values()];
    return !this.#hasOneHot && spreads.every(({ kind }) => kind === 'flat' || kind === 'single');
  }

  /** One-hot numbers compare integers, one at a time. */
  get widest(): Lanes {
    return this.#hasOneHot ? oneLane : fourLanes;
  }

  get columnIndex(): Code {
    return i32.shiftRight(get(this.column), i32.constant(2));
  }

  addressOf(at: number): number {
    return this.#layout.address(this.#plan.places.get(at)!);
  }

  /** Every row; `flat` begins with the first. */
  everyRow(work: Code): Code {
    const body: Code = [this.findRow(), work];
    return [
      set(this.flat, zero),
      repeat(this.row, zero, i32.constant(this.rows * NUMBER_BYTES), NUMBER_BYTES, body),
    ];
  }

  /** All columns of a row; `flat` goes on through all rows. */
  everyColumn({ width }: Lanes, work: Code): Code {
    const step = width * NUMBER_BYTES;
    const end = i32.constant(this.columns * NUMBER_BYTES);
    return repeat(this.column, zero, end, step, [work, increase(this.flat, step)]);
  }

  /** Finds the present row of tensors that are walked by their outer axes. */
  findRow(): Code {
    return [...this.#strides.values()].map(({ offset, axes }) => {
      const parts = axes.map(({ length, rows, stride }): Code => {
        const count = i32.divide(get(this.row), i32.constant(NUMBER_BYTES * rows));
        return i32.multiply(i32.remainder(count, i32.constant(length)), i32.constant(NUMBER_BYTES * stride));
      });
      return set(offset, parts.reduce(i32.add, zero));
    });
  }

  /** Code that brings every node's number at the present position into a variable, and where it then is. */
  loadAndCompute(lanes: Lanes): { before: Code; body: Code; value: (at: number) => Code } {
    const variables = new Map<number, Local>();
    const value = (at: number): Code => {
      const uniform = uniformValue(this.#plan.nodes[at]!);
      return uniform === null ? get(variables.get(at)!) : lanes.constant(uniform);
    };
    const assign = (at: number, code: Code): Code => {
      const variable = this.local(lanes.type);
      variables.set(at, variable);
      return set(variable, code);
    };
    const [before, found]: [Code[], Code[]] = [[], []];
    for (const [at, spread] of this.#spreads)
      (spread.kind === 'single' ? before : found).push(assign(at, this.#load(at, spread, lanes)));
    const computed = this.#computed.map((at) => assign(at, this.#compute(at, lanes, value)));
    return { before, body: [found, computed], value };
  }

  /** Nodes whose numbers an operation reads; what it compares with the column is no such number. */
  #operandsOf(at: number): readonly number[] {
    const node = this.#plan.nodes[at]!;
    return node.kind === 'result' && node.operation.kind === 'map' ? node.inputs : [];
  }

  get #hasOneHot(): boolean {
    return this.#computed.some((at) => {
      const node = this.#plan.nodes[at]!;
      return node.kind === 'result' && node.operation.kind === 'oneHot';
    });
  }

  #load(at: number, spread: Spread, lanes: Lanes): Code {
    const address = this.addressOf(at);
    switch (spread.kind) {
      case 'flat':
        return lanes.load(get(this.flat), address);
      case 'perColumn':
        return lanes.load(get(this.column), address);
      case 'perRow':
        return lanes.loadSame(get(this.row), address);
      case 'single':
        return lanes.loadSame(zero, address);
      case 'strided': {
        const row = get(this.#strides.get(at)!.offset);
        return spread.alongColumns
          ? lanes.load(i32.add(row, get(this.column)), address)
          : lanes.loadSame(row, address);
      }
    }
  }

  #compute(at: number, lanes: Lanes, value: (at: number) => Code): Code {
    const node = this.#plan.nodes[at]!;
    if (node.kind !== 'result') throw new RangeError('program: expected an operation');
    const { operation, inputs } = node;
    if (operation.kind === 'map')
      return applied(operation.map, lanes, inputs.map(value), operation.bounds, this.local);
    if (operation.kind !== 'oneHot') throw new RangeError('program: expected an operation on single numbers');
    const index = i32.load(get(this.row), this.addressOf(inputs[0]!));
    const { on, off } = operation;
    return select(f32.constant(on), f32.constant(off), i32.equal(index, this.columnIndex));
  }
}
