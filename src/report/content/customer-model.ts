/** The words of a report on a customer model, for pages and the terminal. */
import { dayText } from '../../core/moment-text';
import type { CustomerModelReport, JudgedArm, Judgement, Measure, SideBySide, Way } from '../customer-model';
import { ABSENT, formatDifference, formatEstimate, formatNumber } from '../format';

/** Of which no interval shows that the model is better. */
export const notBeaten = ({ ways }: SideBySide): Way[] =>
  ways.filter(({ decision }) => decision !== null && decision !== 'better');

/** "worse than a, and not shown better than b, nor than c" of ways that are not beaten, by what each interval says. */
export function notBeatenWords(open: readonly Way[]): string {
  const names = (isWorse: boolean) =>
    open.filter(({ decision }) => (decision === 'worse') === isWorse).map(({ name }) => name);
  const [worse, others] = [names(true), names(false)];
  return [
    ...(worse.length === 0 ? [] : [`worse than ${worse.join(', and than ')}`]),
    ...(others.length === 0 ? [] : [`not shown better than ${others.join(', nor than ')}`]),
  ].join(', and ');
}

/** What needs no model, and is not shown worse than it: to beat the anchor is then not enough. */
function simplerWays({ sideBySide: [deciding] }: Judgement): Way[] {
  return deciding === undefined ? [] : notBeaten(deciding).filter(({ role }) => role === 'simple');
}

/** What the verdict says of model and anchor. */
function claimOf(judged: Judgement): string {
  const { names, beside } = judged;
  const words = {
    better: `${names.model} is better than ${names.anchor}`,
    worse: `${names.model} is worse than ${names.anchor}`,
    'not shown better': `${names.model} is not shown better than ${names.anchor}`,
    'cannot tell': `whether ${names.model} is better than ${names.anchor} cannot be told`,
  };
  const simpler = beside.decision === 'better' ? simplerWays(judged) : [];
  const but = simpler.length === 0 ? '' : `, and ${notBeatenWords(simpler)}`;
  return `${words[beside.decision]}${but}`;
}

export function modelHeadline({ judged, model, saysNothing }: CustomerModelReport): string {
  if (saysNothing !== null) return `${model}: ${saysNothing}.`;
  return `${model}: ${judged === null ? 'fitted, and not judged' : claimOf(judged)}.`;
}

/** What the rows are that a model was judged by. */
const judgedRows = ({ gains }: Judgement) => (gains === undefined ? 'customers' : 'decisions');

/** What was judged, and on what; and what came of it, where the headline says that the model says nothing. */
export function judgedWords(report: CustomerModelReport): string {
  const { judged, notJudged, saysNothing } = report;
  if (judged === null) return `Not judged: ${notJudged}`;
  return saysNothing === null
    ? judgedOnWords(report, judged)
    : `${judgedOnWords(report, judged)} There ${claimOf(judged)}.`;
}

function judgedOnWords({ judgedOn, timeZone, window, task }: CustomerModelReport, judged: Judgement): string {
  const { fittedAsOf, from, until } = judgedOn;
  const what =
    task === 'fit'
      ? `The same way of fitting, on what was known before ${dayText(fittedAsOf, timeZone)}`
      : `The model, fitted on what was known before ${dayText(fittedAsOf, timeZone)}`;
  if (judged.gains !== undefined)
    return `${what}, applied to the customers as of each decision from then on and judged by what came of it, where that was known by ${dayText(until, timeZone)} (${window} after a decision): ${formatNumber(judged.customers)} decisions.`;
  return `${what}, applied to the customers as of ${dayText(from, timeZone)} and judged by what came until ${dayText(until, timeZone)} (${window}): ${formatNumber(judged.customers)} customers.`;
}

const number = (value: number | null) => (value === null ? ABSENT : formatNumber(value));

export const measureLabels = ['Measure', 'Good is', 'Model', 'Anchor', 'Model minus anchor'];
export function measureCells({ name, better, model, anchor, difference }: Measure): string[] {
  return [
    ...[name, better ?? ABSENT, formatEstimate(model)],
    ...[
      anchor === null ? ABSENT : formatEstimate(anchor),
      difference === null ? ABSENT : formatDifference(difference),
    ],
  ];
}

export const wayLabels = ({ measure }: SideBySide): string[] => ['', measure, 'Model minus it'];
export function wayCells({ name, value, modelMinus }: Way): string[] {
  return [name, formatEstimate(value), modelMinus === null ? ABSENT : formatDifference(modelMinus)];
}

export const armLabels = ['Action', 'Allowed', 'Taken', 'Count as customers'];
export function armCells({ name, allowed, taken, effectiveSampleSize }: JudgedArm): string[] {
  return [name, formatNumber(allowed), formatNumber(taken), formatNumber(Math.round(effectiveSampleSize))];
}

/** That the intervals of all kinds of customers are one family. */
export function atOnceWords({ parts, partsAtOnce }: Judgement): string {
  const level = parts.flatMap((part) => part.parts)[0]?.gain.level;
  return level === undefined || partsAtOnce < 2
    ? ''
    : `${formatNumber(partsAtOnce)} kinds of customers are shown at once: each interval has a level of ${Number((100 * level).toFixed(2))} %, so that all of them together hold in 95 of 100 such reports.`;
}

export const partLabels = (judged: Judgement): string[] => {
  const rows = judgedRows(judged) === 'customers' ? 'Customers' : 'Decisions';
  return ['Kind of customers', rows, 'Model', 'Anchor', 'Gain', 'Verdict'];
};
type Part = Judgement['parts'][number]['parts'][number];
export function partCells({ name, customers, model, anchor, gain, decision }: Part): string[] {
  const gained = gain.value === null ? ABSENT : formatDifference(gain);
  return [name, formatNumber(customers), number(model), number(anchor), gained, decision];
}

/** For whom nothing shows that the model works. */
export function notWorkingFor({ judged }: CustomerModelReport): string[] {
  if (judged === null) return [];
  return judged.parts.flatMap(({ by, parts }) =>
    parts
      .filter(({ customers, decision }) => customers > 0 && decision !== 'better')
      .map(
        ({ name, customers, decision }) =>
          `${name} (${formatNumber(customers)} ${judgedRows(judged)}, by ${by}): ${decision}`,
      ),
  );
}
