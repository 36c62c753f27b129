/** What the tables of the study say, in sentences. */
import type { Estimate } from '../../src/core/estimate';
import { formatNumber, formatShare } from '../../src/report/format';
import { meanInterval } from '../../src/stats/intervals';
import type { Mean } from '../study-logged/true-values';
import { arms, type Arm } from './seed-logs';
import type { RuleWorths, SeedResult } from './one-seed';
import type { Worth } from './worth';

/** How many were agreed. */
export const SEEDS = 5;

export const money = (value: number) => value.toFixed(4);
export const around = ({ value, standardError }: Mean) => `${money(value)} ± ${money(1.96 * standardError)}`;
export const between = ({ value, low, high }: Estimate) =>
  low === null || high === null ? money(value!) : `${money(value!)} (${money(low)} to ${money(high)})`;

export const overSeeds = (results: readonly SeedResult[], place: number, of: 'value' | 'discounted') =>
  meanInterval(results.map(({ differences }) => differences[place]![of].value));

const says = (holds: boolean) => (holds ? 'holds' : 'does not hold');

/** What the intervals over seeds say: of the first two differences by what was agreed, then of what was known of customers. */
export function finding(results: readonly SeedResult[], method: string): string {
  const [enriched, shuffled, informed, mistaken] = [0, 1, 2, 3].map((place) =>
    overSeeds(results, place, 'value'),
  ) as [Estimate, Estimate, Estimate, Estimate];
  const isAbove = ({ low }: Estimate) => low !== null && low > 0;
  const better = enriched.low === null ? 'cannot be told of one seed' : says(isAbove(enriched));
  // An interval so wide that what the true columns gain lies in it shows nothing.
  const isTold = isAbove(shuffled) || (shuffled.high !== null && shuffled.high < enriched.value!);
  const nothing = isTold ? says(!isAbove(shuffled)) : 'cannot be told of so few seeds';
  const alone = results.filter(({ differences }) => {
    const { value, standardError } = differences[1]!.value;
    return value > 1.96 * standardError;
  });
  const shown = isAbove(informed) && isAbove(mistaken) ? 'is shown' : 'is not shown';
  return [
    `By ${method}, ${formatNumber(results.length)} of ${SEEDS} seeds: with the columns the policy earns ${between(enriched)} more per customer and week than without: "better, interval above 0" ${better}.`,
    `With shuffled columns it earns ${between(shuffled)} more, in ${alone.length} of ${results.length} companies by more than their own luck: "they add nothing" ${nothing}.`,
    `That the policy gains by what it knows of each customer ${shown}: it earns ${between(informed)} more than with shuffled columns, and ${between(mistaken)} more than when it takes customers for others.`,
  ].join(' ');
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const worthsOf = (all: readonly { readonly worths: readonly Worth[] }[], name: string) =>
  all.flatMap(({ worths }) => worths.filter(({ policy }) => policy === name));

/** Mean over the seeds of what a policy earns per customer and week. */
const valueOf = (all: readonly { readonly worths: readonly Worth[] }[], name: string) =>
  mean(worthsOf(all, name).map(({ value }) => value.value));

/** Mean share contacted of those whose last contact was a week ago, or four and more. */
const contacted = (worths: readonly Worth[], place: number) =>
  mean(worths.flatMap(({ since }) => since[place]!.contacted ?? []));

/** Whether the columns hold more than what is learned makes of them, and where that goes wrong. */
export function comparedWithRules(results: readonly SeedResult[], rules: readonly RuleWorths[]): string {
  const methods = [...new Set(results.map(({ method }) => method))];
  const learned = methods.flatMap((method) => {
    const own = results.filter((one) => one.method === method);
    return arms.map((arm: Arm) => ({ name: `${arm}, ${method}`, value: valueOf(own, arm) }));
  });
  const best = learned.reduce((one, other) => (other.value > one.value ? other : one));
  const rule = valueOf(rules, 'recency-rule');
  const habits = methods.map((method) => {
    const own = worthsOf(
      results.filter((one) => one.method === method),
      'enriched',
    );
    return `${formatShare(contacted(own, 0))} and ${formatShare(contacted(own, 3))} by ${method}`;
  });
  return [
    `In the mean of the seeds recency-rule earns ${money(rule)} per customer and week, the best of what was learned (${best.name}) ${money(best.value)}:`,
    rule > best.value
      ? 'a column alone, days_since_contact, holds more than what was learned makes of all of them.'
      : 'what was learned makes more of the columns than a rule by one of them.',
    `Of those contacted a week ago the enriched policy contacts again, and of those left alone for four weeks and more it contacts: ${habits.join('; ')}. Where the first is more, customers go from contact to contact, into weeks that a log whose contacts are drawn hardly has, and of which little could be learned.`,
  ].join(' ');
}
