/** Passes over memory: what is computed number by number, and stored or reduced. */
import { NUMBER_BYTES, sizeOf } from '../recorded/shapes';
import { get, i32, repeat, type Code, type Local, type NumberType } from './assembler';
import { oneLane } from './lanes';
import type { Layout } from './layout';
import { PassCode, zero, type Pass } from './pass-code';
import type { Plan } from './plan';
import { argMax, reduceAll, reduceColumns, reducedOf, reduceMiddle, reduceRows } from './reductions';

/** Stores all of some nodes. */
function map(pass: PassCode, stored: readonly number[]): Code {
  const lanes = pass.isFlat || pass.columns % 4 === 0 ? pass.widest : oneLane;
  const { before, body, value } = pass.loadAndCompute(lanes);
  const work: Code = [body, stored.map((at) => lanes.store(get(pass.flat), value(at), pass.addressOf(at)))];
  if (!pass.isFlat) return [before, pass.everyRow(pass.everyColumn(lanes, work))];
  // Memory goes on for a whole vector after the last number.
  const size = Math.ceil((pass.rows * pass.columns) / lanes.width) * lanes.width;
  const end = i32.constant(size * NUMBER_BYTES);
  return [before, repeat(pass.flat, zero, end, lanes.width * NUMBER_BYTES, work)];
}

function reduction(pass: PassCode, plan: Plan, task: Pass & { readonly kind: 'reduce' }): Code {
  const { node, input, operation } = task;
  const { shape } = plan.nodes[input]!;
  const count = sizeOf({ shape }) / sizeOf(plan.nodes[node]!);
  const of = { reduce: operation.reduce, input, target: pass.addressOf(node), count };
  if (operation.reduce === 'argMax') return argMax(pass, of);
  switch (reducedOf(operation, { shape })) {
    case 'one':
      return reduceAll(pass, of);
    case 'perColumn':
      return reduceRows(pass, of);
    case 'perRow':
      return reduceColumns(pass, of);
    case 'middle':
      return reduceMiddle(pass, of, operation, shape);
  }
}

export function passCode(plan: Plan, layout: Layout, task: Pass, local: (type: NumberType) => Local): Code {
  const pass = new PassCode(plan, layout, task, local);
  return task.kind === 'map' ? map(pass, task.nodes) : reduction(pass, plan, task);
}
