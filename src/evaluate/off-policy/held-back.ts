/**
 * Customers whom a company kept from contacts, to see what contacting is worth: which of them cannot be judged with the
 * others, and which can.
 *
 * Whoever is held back is left alone for certain, whatever a policy would do: at their decisions a policy that contacts has
 * the weight of its No Action, at most 1 and as a rule 0, and nobody's larger weight makes up for it, for the probabilities
 * of all others already add up to 1. Over all customers the mean weight is then 1 minus the share of contacts that fall
 * among those held back, and every value is as much too small. There is no overlap among them, so that a policy is judged
 * where it would act: among the others, who are as like the customers to come as all are, because chance drew who was held
 * back. There the mean weight is 1 again, and what was done is what was done to the same customers.
 *
 * Held back and others can be judged as one where a probability tells of both: where the log has one below 1 of No Action
 * for them (that of being held back, or left alone all the same), or where one is estimated of single decisions, which
 * mixes the groups as the log does. Along histories it does not, for a customer stays in a group: the product of mixed
 * probabilities is not the probability of what a customer met.
 *
 * What contacting nobody brings the held back say without any weight (`judged-where.ts`).
 */
import { groupNames, type ContactLog } from '../../dataset/contacts/contact-log';
import type { LoggedDecisions } from '../../dataset/decisions/decisions';
import type { Estimand } from './estimator';
import type { ShapeOfHistories } from './histories-of';

const HOLDOUT = groupNames.indexOf('holdout');

/** Nothing but what was done had a chance. */
const CERTAIN = 1 - 1e-9;

export interface HeldBack {
  /** Places among the decisions that are judged, ascending, of those that policies may act at. */
  readonly acting: Int32Array;
  /** Of the others, which were left alone for certain. */
  readonly apart: Int32Array;
}

/** [n] 1 where nobody could have been contacted, and the probability says so, or cannot say otherwise */
function leftAloneForCertain(
  { groups, propensities }: ContactLog,
  { rows, made }: LoggedDecisions,
  some: Int32Array,
  estimand: Estimand,
): Uint8Array {
  const logged = made === null ? propensities : null;
  return Uint8Array.from(some, (decision) => {
    const row = rows[decision]!;
    if (groups![row] !== HOLDOUT) return 0;
    return (logged === null ? estimand === 'history' : logged[row]! >= CERTAIN) ? 1 : 0;
  });
}

/**
 * Single decisions by themselves; a history by its first one, for where a customer is held back later the products of the
 * weights say so.
 *
 * @param some indices of the decisions that are judged, in whose order `starts` counts
 * @returns null where all are judged as one
 */
export function heldBack(
  log: ContactLog,
  decisions: LoggedDecisions,
  some: Int32Array,
  { starts }: Pick<ShapeOfHistories, 'starts'>,
  estimand: Estimand,
): HeldBack | null {
  if (log.groups === null) return null;
  const isApart = leftAloneForCertain(log, decisions, some, estimand);
  if (estimand === 'history')
    for (let unit = 0; unit + 1 < starts.length; unit += 1)
      isApart.fill(isApart[starts[unit]!]!, starts[unit], starts[unit + 1]);
  if (!isApart.includes(1)) return null;
  const places = Int32Array.from(some.keys());
  return {
    acting: places.filter((place) => isApart[place] === 0),
    apart: places.filter((place) => isApart[place] === 1),
  };
}
