/** Why a comparison came out as it did, in words. */
import type { Estimate } from '../../core/estimate';
import { furtherUnits } from '../off-policy/verdict';
import { count, number, roughlyMore, wordsLike } from '../off-policy/words';
import type { Decision } from '../verdict';
import type { GroupComparison } from './result';

/** What the sentences are about. */
export interface ComparisonFacts {
  readonly comparison: Omit<GroupComparison, 'reasons'>;
  readonly control: string;
  /** Customers of the group, and of the control. */
  readonly customers: readonly [own: number, others: number];
  /** Comparisons that the p-value is corrected for. */
  readonly family: number;
  /** Which look it is; null where there is one alone. */
  readonly look: number | null;
  readonly margin: number;
  /** What makes the interval rough. */
  readonly warnings: readonly string[];
}

const ends = (estimate: Estimate) =>
  `${wordsLike(estimate.low!, estimate)} to ${wordsLike(estimate.high!, estimate)}`;

/** Where an interval lies, seen from 0. */
function sideOf({ low, high }: Estimate): 'above' | 'below' | 'around' {
  if (low! > 0) return 'above';
  return high! < 0 ? 'below' : 'around';
}

/** Below it nobody cares how far. */
const LEAST_P = 0.0001;

const pWords = (p: number) => (p < LEAST_P ? `< ${LEAST_P}` : number(p));

/** Of several looks nothing that is true of one alone: beside the verdict it would be read as contradicting it. */
function pText({ comparison: { pValue, correctedP, decidingP }, family, look }: ComparisonFacts): string {
  if (look !== null) {
    const comparisons = family === 1 ? '' : ` and for ${family} comparisons (Holm)`;
    return `p ${pWords(decidingP!)} corrected for all looks${comparisons}`;
  }
  const own = `p ${pWords(pValue!)}`;
  return family === 1 ? own : `${own}, ${pWords(correctedP!)} corrected for ${family} comparisons (Holm)`;
}

function agreement(estimate: Estimate, decision: Decision): string {
  const side = sideOf(estimate);
  const isShown = decision === 'better' || decision === 'worse';
  if (isShown && side === 'around') return ', not yet clear of 0';
  return isShown && side === (decision === 'better' ? 'above' : 'below') ? ', which agrees' : `, ${side} 0`;
}

function furtherReason({ comparison, customers }: ComparisonFacts): string[] {
  if (comparison.decision !== 'not shown better') return [];
  const { value, low } = comparison.difference;
  const further = furtherUnits(value, low, customers[0] + customers[1]);
  return further === null || further === 0
    ? []
    : [
        `at this difference ${roughlyMore(further, 'customer')} in both groups would be needed for an even chance to show it`,
      ];
}

function marginReason({ comparison, family, margin }: ComparisonFacts): string[] {
  if (margin === 0) return [];
  const { correctedDifference: corrected } = comparison;
  const interval =
    family === 1
      ? ''
      : `; it is held against the ${number(100 * corrected.level)} % interval, true of all ${family} comparisons together: ${ends(corrected)}`;
  return [`a difference of up to ${number(margin)} is too little to matter, as declared${interval}`];
}

/** @returns the one that tells most first */
export function comparisonReasons(facts: ComparisonFacts): string[] {
  const { comparison, control, customers, family, warnings } = facts;
  const { group, decision, difference, anytime, guaranteed } = comparison;
  if (decision === 'cannot tell') return [...warnings];
  const level = number(100 * difference.level);
  const together =
    family === 1 ? '' : `, of all ${family} comparisons together (each ${number(100 * anytime.level)} %)`;
  return [
    `${group} minus ${control} is ${wordsLike(difference.value!, difference)} per customer (${level} % interval ${ends(difference)}, ` +
      `${count(customers[0])} and ${count(customers[1])} customers, Welch's t; ${pText(facts)})`,
    ...marginReason(facts),
    ...furtherReason(facts),
    `true at any time, as customers come in${together}: ${ends(anytime)}${agreement(anytime, decision)}`,
    ...(guaranteed === null
      ? []
      : [
          `guaranteed at any time, whatever the tails within the declared range${together}: ${ends(guaranteed)}${agreement(guaranteed, decision)}`,
        ]),
    ...warnings,
  ];
}
