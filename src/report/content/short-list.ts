/** Which policies a page shows: with hundreds of actions there are hundreds of baselines, more than anyone reads. */
import type { Block } from '../blocks';
import { paragraph } from '../blocks';
import { formatNumber } from '../format';
import type { MatchedActions, ReportData } from '../report';
import { logValuesOf } from './log-values';
import { metricLabel } from './metrics';

/** Baselines shown, besides those that every comparison needs. */
export const MOST_BASELINES = 20;

export interface ShortList {
  readonly names: ReadonlySet<string>;
  /** Baselines left out. */
  readonly folded: number;
  /** What the baselines shown have most of. */
  readonly measure: string;
}

const matchedRewards = (matched: MatchedActions | undefined): ReadonlyMap<string, number> =>
  new Map(Object.entries(matched?.policies ?? {}).map(([name, { reward }]) => [name, reward]));

/** By policy; undefined where the report estimates nothing. */
function knownValues(report: ReportData): ReadonlyMap<string, number> | undefined {
  const values = logValuesOf(report);
  if (values === undefined) return undefined;
  const known = values.policies.filter(({ standing }) => standing === 'known');
  return new Map(known.map(({ name, value }) => [name, value?.interval.value ?? -Infinity]));
}

/** What baselines are ranked by: the objective of a simulation; on a log the estimated value, or else the matched reward. */
function meritOf(report: ReportData): (name: string) => number {
  const { objective, policies, matchedActions } = report;
  if (objective === undefined) {
    const known = knownValues(report) ?? matchedRewards(matchedActions);
    return (name) => known.get(name) ?? -Infinity;
  }
  const values = new Map(policies.map(({ name, metrics }) => [name, metrics[objective]?.value]));
  return (name) => values.get(name) ?? -Infinity;
}

function measureOf(report: ReportData): string {
  if (report.objective !== undefined) return metricLabel(report.objective).toLowerCase();
  return logValuesOf(report) === undefined ? 'matched reward on all rows' : 'estimated value';
}

/** What is judged, the log, no-action, the baseline that decides, and the best of the other baselines. */
export function shortList(report: ReportData): ShortList {
  const { policies, matchedActions, verdict } = report;
  const roles = new Map(policies.map(({ name, role }) => [name, role]));
  const all = [
    ...new Set([
      ...roles.keys(),
      ...Object.keys(report.offPolicy?.policies ?? {}),
      ...Object.keys(matchedActions?.policies ?? {}),
    ]),
  ];
  const isNeeded = (name: string): boolean =>
    (roles.get(name) ?? 'baseline') !== 'baseline' ||
    ['no-action', verdict.baseline, report.offPolicy?.subject].includes(name);
  const merit = meritOf(report);
  const others = all
    .filter((name) => !isNeeded(name))
    .sort((a, b) => (merit(a) === merit(b) ? 0 : merit(b) - merit(a)));
  return {
    names: new Set([...all.filter(isNeeded), ...others.slice(0, MOST_BASELINES)]),
    folded: Math.max(0, others.length - MOST_BASELINES),
    measure: measureOf(report),
  };
}

/** Says what is left out, in one line; nothing where all is shown. */
export function foldedText({ folded, measure }: ShortList): string[] {
  if (folded === 0) return [];
  return [
    `Of the baselines, the ${MOST_BASELINES} with the highest ${measure} are shown; ${formatNumber(folded)} more are in the JSON file of the report.`,
  ];
}

export function foldedBlocks(list: ShortList): Block[] {
  return foldedText(list).map(paragraph);
}
