/** An experiment in the words that the terminal and the pages share. */
import type { ExperimentGroup, GroupComparison } from '../../evaluate/experiment/result';
import type { ReadExperiment } from '../experiment-read';
import { ABSENT, formatDifference, formatEstimate, formatNumber, formatShare, formatShort } from '../format';

/** Which interval may be looked at when, in a sentence each. */
export function intervalWords({ result }: ReadExperiment): string[] {
  const { level, lookLevel, look, comparisons } = result;
  const together = comparisons.length === 1 ? '' : ', true of all comparisons together,';
  const [share, anytime] = [formatShare(lookLevel), formatShare(level)];
  return [
    look === null
      ? `difference: ${share} t interval, true of one look, at a time that was fixed before the experiment began; with several looks say --look 1, --look 2, ...`
      : `difference: ${share} t interval of look ${look}: all looks together, however many, fail as often as one would without --look, also where the same customers go on to bring more`,
    `any time: ${anytime} interval${together} that may be looked at after every customer, where each customer counts with all that they will ever bring (an outcome window that is over); for looks at the same customers while they go on to bring more, take --look`,
    ...(result.range === null
      ? ['guaranteed: there is none, for no --range of what one customer brings is declared']
      : [
          `guaranteed: as "any time", and true of few customers and of any tails, if customers are independent, within the declared range of ${formatNumber(result.range[0])} to ${formatNumber(result.range[1])} per customer`,
        ]),
  ];
}

const counted = (count: number, what: string) => `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`;

/** What was decided of one group. */
const decisionText = ({ group, decision }: GroupComparison, control: string): string => {
  if (decision === 'cannot tell') return `${group}: cannot tell`;
  return decision === 'not shown better'
    ? `${group} is not shown better than ${control}`
    : `${group} is ${decision}${decision === 'as good as' ? '' : ' than'} ${control}`;
};

/** Who is left out, before anything is said of the others; empty where nobody is. */
function strangersText({ customersWithoutGroup: strangers, result, outcomeRows }: ReadExperiment): string {
  if (strangers === 0) return '';
  const all = strangers + result.groups.reduce((sum, { withOutcomes }) => sum + withOutcomes, 0);
  return `${formatNumber(strangers)} of ${counted(all, 'customer')} with outcomes ${strangers === 1 ? 'has' : 'have'} no group (${counted(outcomeRows.withoutGroup, 'row')}) and ${strangers === 1 ? 'is' : 'are'} left out. `;
}

export function experimentHeadline(read: ReadExperiment): string {
  const { split, comparisons, control } = read.result;
  if (split.isBroken) return `${strangersText(read)}The split is broken: the groups cannot be compared.`;
  return `${strangersText(read)}${comparisons.map((comparison) => decisionText(comparison, control)).join('; ')}.`;
}

/** Colours the head of the page: that of the first group, which is named first because it is the one that matters. */
export function experimentState({ result }: ReadExperiment): string {
  return result.split.isBroken ? 'worse' : result.comparisons[0]!.decision.replaceAll(' ', '-');
}

/** What limits the conclusions, or has to be known with them. */
export function experimentRemarks({ result, outcomeRows, until }: ReadExperiment): string[] {
  const { split, groups } = result;
  const total = groups.reduce((sum, { customers }) => sum + customers, 0);
  const without = total - groups.reduce((sum, { withOutcomes }) => sum + withOutcomes, 0);
  const { after, repeated } = outcomeRows;
  const { outcomesPValue, pValue, threshold } = split;
  return [
    ...split.reasons,
    ...(split.isBroken
      ? []
      : [
          `the groups are as large as they were drawn, as far as chance goes (chi-square p ${formatShort(pValue)})`,
        ]),
    `customers count by the group they were given, whatever was done to them (intention to treat); ${formatNumber(without)} of ${formatNumber(total)} have no outcome and count with 0`,
    ...(outcomesPValue !== null && outcomesPValue < threshold
      ? [
          'the groups differ in how many of their customers have outcomes: an effect, if rows are written of responses alone; if rows are written of everybody, some are lost, and the differences are wrong',
        ]
      : []),
    ...(after === 0 ? [] : [`${counted(after, 'row')} at or after ${until!}: left out`]),
    ...(repeated === null || repeated === 0
      ? []
      : [
          `${counted(repeated, 'row')} with customer, time and outcome of another row: counted; look whether they were exported twice`,
        ]),
  ];
}

/** Customers and what they brought, one group a row. */
export const groupLabels = ['Group', 'Share', 'Customers', 'Drawn for', 'With outcomes', 'Per customer'];

export function groupCells({
  name,
  share,
  customers,
  expected,
  withOutcomes,
  mean,
}: ExperimentGroup): string[] {
  return [
    ...[name, formatShare(share), formatNumber(customers), formatNumber(Math.round(expected))],
    ...[formatNumber(withOutcomes), mean.value === null ? ABSENT : formatEstimate(mean)],
  ];
}

export function comparisonLabels({ result }: ReadExperiment): string[] {
  return [
    ...['Minus ' + result.control, 'Verdict'],
    ...(result.look === null
      ? ['Difference', 'p (Holm), one look']
      : [`Difference, look ${result.look}`, 'p (Holm, all looks)']),
    'Any time',
    ...(result.range === null ? [] : ['Guaranteed']),
  ];
}

export function comparisonCells(comparison: GroupComparison): string[] {
  const { group, decision, difference, decidingP, anytime, guaranteed } = comparison;
  const text = (estimate: GroupComparison['difference']) =>
    estimate.value === null ? ABSENT : formatDifference(estimate);
  return [
    ...[group, decision, text(difference), decidingP === null ? ABSENT : pText(decidingP), text(anytime)],
    ...(guaranteed === null ? [] : [text(guaranteed)]),
  ];
}

const pText = (p: number) => (p < 0.0001 ? '< 0.0001' : formatShort(p));
