/** Runs side by side, in the words that the terminal and the pages share. */
import type { ComparedRun, ComparedRuns } from '../compared-runs';
import { ABSENT, formatDifference, formatEstimate, formatNumber, formatSeconds } from '../format';
import { metricLabel } from './metrics';

export const CANNOT_TELL = 'cannot tell';

/** The trap of every such table, in one sentence. */
export const NO_RANKING =
  'Intervals of different runs are not paired, and the best of many runs looks better than it is (winner’s curse): no order is made of them.';

/** `environment segment`, or how many there are. */
function subjectsText({ kind, runs }: ComparedRuns): string {
  const subjects = [...new Set(runs.map(({ subject }) => subject))];
  if (subjects.length === 1) return kind === 'simulation' ? `in ${subjects[0]!}` : `on ${subjects[0]!}`;
  return kind === 'simulation' ? `in ${subjects.length} worlds` : `on ${subjects.length} sets of data`;
}

/** `2 "as good as", 1 "worse"`, in the order of the runs. */
function decisionsText(runs: readonly ComparedRun[]): string {
  const decisions = runs.map(({ decision }) => decision);
  return [...new Set(decisions)]
    .map((decision) => `${decisions.filter((one) => one === decision).length} "${decision}"`)
    .join(', ');
}

export function comparisonHeadline(compared: ComparedRuns): string {
  return `${compared.runs.length} runs ${subjectsText(compared)}. Verdicts: ${decisionsText(compared.runs)}.`;
}

/** Whether the values may be held against each other, and why not. */
export function comparableText({ comparable, judgedDifferently }: ComparedRuns): string {
  if (!comparable) return `Their values cannot be compared: ${judgedDifferently.join('; ')}.`;
  return judgedDifferently.length === 0
    ? 'They were judged alike, so that their values mean the same.'
    : `Their values can be compared, with care: ${judgedDifferently.join('; ')}.`;
}

/** What all values are in that are known; null where they are not in the same. */
export function commonMeasure({ runs }: Pick<ComparedRuns, 'runs'>): string | null {
  const known = runs.filter(({ value }) => value.value !== null);
  const measures = new Set((known.length === 0 ? runs : known).map(({ measure }) => measure));
  const [measure] = measures;
  return measures.size === 1 ? measure! : null;
}

export function measureLabel(compared: ComparedRuns): string {
  const measure = commonMeasure(compared);
  return measure === null ? 'Each its own objective' : metricLabel(measure);
}

/** In the place of a number that is withheld. */
const unknownText = ({ standing }: ComparedRun): string => (standing === 'known' ? CANNOT_TELL : standing);

export const valueText = (run: ComparedRun): string =>
  run.value.value === null ? unknownText(run) : formatEstimate(run.value);

export const differenceText = ({ modelMinusBaseline }: ComparedRun): string =>
  modelMinusBaseline.value === null ? CANNOT_TELL : formatDifference(modelMinusBaseline);

export const overSeedsText = ({ overSeeds }: ComparedRun): string =>
  overSeeds === null
    ? ABSENT
    : `${formatNumber(overSeeds.least)} to ${formatNumber(overSeeds.largest)} (${overSeeds.seeds})`;

const countText = (run: ComparedRun, count: number | null): string =>
  count === null && run.standing !== 'known' ? run.standing : formatNumber(count);

/** What a run took: contacts, cost, steps, time; columns that no run has anything in are left out. */
export function effortColumns({
  runs,
}: Pick<ComparedRuns, 'runs'>): { readonly label: string; readonly cells: readonly string[] }[] {
  const columns = [
    { label: 'Contacts', cells: runs.map((run) => countText(run, run.contacts)) },
    { label: 'Cost', cells: runs.map((run) => countText(run, run.cost)) },
    { label: 'Steps', cells: runs.map(({ training }) => formatNumber(training.environmentSteps)) },
    { label: 'Updates', cells: runs.map(({ training }) => formatNumber(training.gradientUpdates)) },
    { label: 'Time', cells: runs.map(({ training }) => formatSeconds(training.wallSeconds)) },
  ];
  return columns.filter(({ cells }) => cells.some((cell) => cell !== ABSENT));
}

export const effortUnit = ({ kind }: Pick<ComparedRuns, 'kind'>): string =>
  kind === 'simulation' ? 'contacts and cost per period' : 'contacts and cost over the rows held out';

/** A name of at most so many letters: names that are made by a time differ at their end, so they lose their beginning. */
export const withoutBeginning = (name: string, most: number): string =>
  name.length > most ? `…${name.slice(1 - most)}` : name;

/** A setting as it would be typed; nothing where a run has none. */
export function settingText(value: unknown): string {
  if (value === null) return ABSENT;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Why nothing can be told, once for all runs of which the same is said. */
export function reasonsByRuns(
  runs: readonly ComparedRun[],
): { readonly names: readonly string[]; readonly reasons: readonly string[] }[] {
  const groups = new Map<string, { names: string[]; reasons: readonly string[] }>();
  for (const { name, reasons } of runs) {
    const key = reasons.join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { names: [name], reasons });
    else group.names.push(name);
  }
  return [...groups.values()].filter(({ reasons }) => reasons.length > 0);
}
