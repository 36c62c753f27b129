/** Decisions of a log to histories of independent units, once it is known how likely each action was. */
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { reordered } from '../../dataset/contacts/row-order';
import type { LoggedDecisions } from '../../dataset/decisions/decisions';
import type { LogSchema } from '../../dataset/schema/log-schema';
import type { Estimand } from './estimator';
import type { Histories } from './histories';

/** Everything of a history but how likely its actions were. */
export type ShapeOfHistories = Omit<Histories, 'propensities' | 'actionPropensities'>;

/** [units + 1] where each customer's decisions begin; each decision is its own where no column says whose it is. */
function startsOf({ customers }: ContactLog, { rows }: LoggedDecisions, some: Int32Array): Int32Array {
  const starts: number[] = [];
  let last = -1;
  for (let i = 0; i < some.length; i += 1) {
    const customer = customers === null ? i : customers.codes[rows[some[i]!]!]!;
    if (customer !== last) starts.push(i);
    last = customer;
  }
  return Int32Array.from([...starts, some.length]);
}

/**
 * @param some indices of the decisions that are judged, ascending
 * @returns a decision is followed by the next one of its customer only where both are among them
 */
export function shapeOfHistories(
  log: ContactLog,
  decisions: LoggedDecisions,
  some: Int32Array,
): ShapeOfHistories {
  const starts = startsOf(log, decisions, some);
  const units = starts.length - 1;
  const n = some.length;
  const discounts = new Float64Array(n);
  const worths = new Float64Array(n);
  const sampleWeights = new Float64Array(n).fill(1);
  for (let unit = 0; unit < units; unit += 1) {
    let worth = 1;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      const decision = some[i]!;
      const goesOn = i + 1 < starts[unit + 1]! && decisions.next[decision] === some[i + 1];
      discounts[i] = goesOn ? decisions.discounts[decision]! : 0;
      worths[i] = worth;
      worth *= discounts[i]!;
      if (log.weights !== null && decisions.made?.[decision] !== 1)
        sampleWeights[i] = log.weights[decisions.rows[decision]!]!;
    }
  }
  return {
    ...{ units, starts, discounts, worths, sampleWeights, actionCount: decisions.actionNames.length },
    actions: reordered(decisions.actions, some),
  };
}

/**
 * What is valued: whole histories where the schema says what later money is worth and some customer has a later decision;
 * else each decision by itself.
 */
export function estimandOf({ discount }: LogSchema, { discounts }: ShapeOfHistories): Estimand {
  return discount !== undefined && discounts.some((value) => value > 0) ? 'history' : 'decision';
}
