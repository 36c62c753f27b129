/** What the columns add that `enrich` added to a log, in words. */
import type { Estimate } from '../../core/estimate';
import { formatEnds, formatNumber, formatShare, NOT_IDENTIFIED } from '../format';
import type { Decision, EnrichedComparison, SegmentDifference } from '../report';
import { SAME_FOR_ALL } from './alike';
import type { LogValues } from './log-values';

type Compared = NonNullable<EnrichedComparison['comparison']>;

/** In as few words as a table has room for. */
export const decisionWords: Readonly<Record<Decision, string>> = {
  better: 'the columns add',
  'as good as': 'not shown to add',
  'not shown better': 'not shown to add',
  worse: 'worse with them',
  'cannot tell': 'cannot tell',
};

/** ` (95 % interval 0.1 to 0.3)` with the value before it. */
function withInterval(difference: Estimate, money: string, per: string): string {
  const ends = formatEnds(difference);
  if (ends === null) return `${formatNumber(difference.value)}${money} ${per}, of unknown interval`;
  return `${ends.value}${money} ${per} (${formatShare(difference.level)} interval ${ends.low} to ${ends.high})`;
}

/** The same customers for both, which is what makes it worth saying. */
const PAIRED = 'the model minus what the same way of learning comes to without them, on the same customers';

/** Whether one of the two is not identified, whatever the log's length. */
export function isUnidentified({ policy }: Pick<EnrichedComparison, 'policy'>, values: LogValues): boolean {
  const other = values.policies.find(({ name }) => name === policy);
  return [values.subject, other].some((one) => one?.standing === NOT_IDENTIFIED);
}

function decided({ decision, difference }: Compared, money: string, per: string): string {
  const interval = withInterval(difference!.interval, money, per);
  if (decision === 'better') return `The columns add ${interval}: ${PAIRED}.`;
  if (decision === 'worse')
    return `The model is worse with them: ${PAIRED}, is ${interval}. The model without them is the better one.`;
  return `The columns are not shown to add anything: ${PAIRED}, is ${interval}.`;
}

const countText = (count: number) => (count === 1 ? '1 column' : `${formatNumber(count)} columns`);

/** @param isSame whether the model does the same for everybody, whatever the columns say */
function seenText(count: number, isSame: boolean): string {
  const added = `${countText(count)} that enrich added to the log`;
  if (!isSame) return `The model decides by ${added}`;
  return `The model reads ${added}, and ${count === 1 ? 'it changes' : 'they change'} nothing: ${SAME_FOR_ALL}, as no difference that it learned between decisions is kept`;
}

/** What was compared, or why nothing was. @param isSame whether the model does the same for everybody */
export function enrichedOpening({ columns, reason }: EnrichedComparison, isSame: boolean): string {
  const seen = seenText(columns.length, isSame);
  return reason === null ? `${seen}.` : `${seen}; what they add was not asked: ${reason}.`;
}

/** The verdict; nothing where nothing was compared. @param money what rewards are counted in, or nothing */
export function enrichedVerdict(enriched: EnrichedComparison, values: LogValues, money: string): string {
  const { comparison } = enriched;
  if (comparison === null) return '';
  const { decision, difference, doubts, sameAsModel } = comparison;
  const same = ` Both do the same at ${formatShare(sameAsModel)} of the decisions held out.`;
  if (sameAsModel === 1)
    return 'With and without them the same way of learning does the same at every decision held out: here they changed nothing.';
  if (decision === 'cannot tell' || difference === null) {
    const what = isUnidentified(enriched, values) ? `is ${NOT_IDENTIFIED}` : 'cannot be told from this log';
    return `What the columns add ${what}: ${doubts.join('; ') || 'no interval is to be had'}.${same}`;
  }
  return `${decided(comparison, money, values.per)}${same}`;
}

/** Segments whose interval lies on one side of 0, and how many there are of all. */
export function segmentsText(
  { segments, sameAsModel }: Compared,
  { offPolicy: { unit, estimand } }: LogValues,
): string {
  if (segments === null || sameAsModel === 1) return '';
  const { column, family, familyLevel, segments: all } = segments;
  const named = (decision: Decision) =>
    all.filter((one) => one.decision === decision).map(({ name }) => `"${name}"`);
  if (all.every(({ decision }) => decision === 'cannot tell'))
    return `By ${column}: it cannot be told of any segment.`;
  const [better, worse, unknown] = [named('better'), named('worse'), named('cannot tell')];
  const found = [
    ...(better.length > 0 ? [`the columns add in ${better.join(', ')}`] : []),
    ...(worse.length > 0 ? [`the model is worse with them in ${worse.join(', ')}`] : []),
  ];
  const first =
    found.length === 0
      ? 'in no segment are they shown to add anything or to take anything'
      : found.join('; ');
  const left = unknown.length === 0 ? '' : `; of ${unknown.join(', ')} it cannot be told`;
  return (
    `By ${column}: ${first}${left}. ` +
    `${family === 1 ? 'The interval holds' : `The ${formatNumber(family)} intervals hold all at once`} at ${formatShare(familyLevel)} (Bonferroni); ` +
    (estimand === 'history'
      ? `a ${unit} is in the segment of the first decision held out.`
      : `a ${unit} who changes segments is in several.`)
  );
}

/** The number of a reason that differs from segment to segment. */
const OWN_NUMBER = /(?<=count for |decides )[\d,.]*\d/;

const numberIn = (doubt: string) => Number(OWN_NUMBER.exec(doubt)?.[0].replaceAll(',', ''));

/** One of several reasons that differ in a number alone, with the range of it. */
function inOne(doubts: readonly string[]): string {
  const sorted = [...doubts].sort((a, b) => numberIn(a) - numberIn(b));
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  if (least === most) return least;
  return least.replace(OWN_NUMBER, (low) => `${low} to ${OWN_NUMBER.exec(most)![0]}`);
}

/** Those of one key together, in the order of the first of each. */
function grouped<One>(all: readonly One[], keyOf: (one: One) => string): One[][] {
  const keys = [...new Set(all.map(keyOf))];
  return keys.map((key) => all.filter((one) => keyOf(one) === key));
}

/** Why segments have no number: a reason once, with all segments that share it. */
export function segmentDoubts({ segments, sameAsModel }: Compared): string[] {
  if (sameAsModel === 1) return [];
  const each = (segments?.segments ?? [])
    .filter(({ decision }: SegmentDifference) => decision === 'cannot tell')
    .flatMap(({ name, doubts }) => doubts.map((doubt) => ({ name, doubt })));
  const reasons = grouped(each, ({ doubt }) => doubt.replace(OWN_NUMBER, '')).map((alike) => ({
    names: alike.map(({ name }) => name),
    text: inOne(alike.map(({ doubt }) => doubt)),
  }));
  return grouped(reasons, ({ names }) => names.join('\n')).map((alike) => {
    const { names } = alike[0]!;
    const who = names.length === 1 ? names[0]! : names.map((name) => `"${name}"`).join(', ');
    return `${who}: ${alike.map(({ text }) => text).join('; ')}`;
  });
}
