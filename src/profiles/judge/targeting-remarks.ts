/** What limits a judgement of targeting, in sentences. */
import type { Decided } from '../asof/decided';
import { count, words } from '../words';
import { effectiveCustomers, FEWEST_EFFECTIVE } from './arms';
import { allowedKeys } from './best-treatment';
import type { JudgedUplift, Terms } from './judge-uplift';
import type { JudgedArm } from './judgement';
import type { Offered } from './offered';

const number = (value: number | null) => (value === null ? 'unknown' : words(value));

/** How many customers a side counts for, with a warning where these are few. */
function sizeText(what: string, size: number): string {
  const text = `${what} count as ${count(Math.round(size))} customers (effective sample size)`;
  return size < FEWEST_EFFECTIVE
    ? `${text}: fewer than ${FEWEST_EFFECTIVE}, so that what is said by them is mostly chance`
    : text;
}

/** Rows whose action is what the model would send. */
function matching({ treated, names, propensities }: Offered): string {
  const weights = Array.from(treated, (side, row) => (side === 1 ? 1 / (propensities?.[row] ?? 1) : 0));
  const rows = weights.filter((weight) => weight > 0).length;
  return sizeText(
    `the ${count(rows)} decisions that got what the model would send`,
    effectiveCustomers(names, weights),
  );
}

const fewOf = (arms: readonly JudgedArm[]): string[] =>
  arms
    .filter(({ effectiveSampleSize }) => effectiveSampleSize < FEWEST_EFFECTIVE)
    .map(({ name, taken, effectiveSampleSize }) =>
      sizeText(`the ${count(taken)} decisions of ${name}`, effectiveSampleSize),
    );

function weightsText({ propensities, allowed }: Decided): string {
  if (propensities !== null)
    return 'decisions are weighed by one over the probability of what was done; the fit reads them unweighed';
  const among = allowed === null ? '' : ' of the same allowed actions';
  return `the log says no probabilities of its actions, so that each is weighed by its share among the decisions${among}: all this holds only if they were dealt at random`;
}

/** Decisions like which nobody got nothing: what nothing would have brought there is not known. */
function withoutComparison({ propensities, actions, allowed }: Decided): string[] {
  if (propensities !== null) return [];
  const keys = allowedKeys(actions.length, allowed);
  const compared = new Set(keys.filter((_, row) => actions[row] === 0));
  const alone = keys.filter((key) => !compared.has(key)).length;
  return alone === 0
    ? []
    : [
        `${count(alone)} decisions allowed what nobody who got No Action might have got: they are compared with others, which is right only if these are alike`,
      ];
}

export function targetingRemarks(
  decided: Decided,
  all: Offered,
  arms: readonly JudgedArm[],
  { randomQini, values }: JudgedUplift,
  { worth, cost, contacts }: Terms,
): string[] {
  const { unknown, withoutChoice } = decided.leftOut;
  const customers = new Set(all.names).size;
  return [
    `${count(all.names.length)} decisions of ${count(customers)} customers, who were resampled whole; ${count(unknown)} of customers of whom nothing was known before and ${count(withoutChoice)} that had no choice are left out`,
    weightsText(decided),
    ...withoutComparison(decided),
    matching(all),
    ...fewOf(arms),
    `the Qini area lies between the gain curve and the line of random contacts, in units of the outcome per decision; it is not divided by that of the best order, as the coefficients of Radcliffe and of scikit-uplift (qini_auc_score, uplift_auc_score) are, and no such number can be held against it but by its sign`,
    `an order drawn at random has the Qini area ${number(randomQini.value)} (${number(randomQini.low)} to ${number(randomQini.high)})`,
    `the model would contact ${count(values.contacts)} of the decisions: an effect times ${worth} above the cost of ${cost}${contacts === null ? '' : `, at most ${count(contacts)}`}`,
    'values are per decision of all; what is not allowed at a decision is not sent there, nor paid',
    'what comes of a decision has its part in what later ones within its window did',
  ];
}
