/** The matched actions of a report: which policies, on which rows. */
import type { LoggedReport, MatchedActionLines, MatchedActions, PolicyRole, ReportData } from '../report';
import type { ShortList } from './short-list';
import { logValuesOf } from './log-values';
import { shortList } from './short-list';
import { isPublishedForm } from './thresholds';

export interface Matched extends Pick<LoggedReport, 'policies' | 'matchedActions'> {
  /** Undefined of an evaluation without a training: its rows are all judged. */
  readonly splits: LoggedReport['splits'] | undefined;
  readonly shortList: ShortList;
}

/** Rows held out beside rows trained on. */
export interface MatchedSplits extends Matched {
  readonly splits: LoggedReport['splits'];
}

/** Undefined where the report has no matched actions, or none of any policy. */
export function matchedOf(report: ReportData): Matched | undefined {
  const { policies, matchedActions, splits } = report;
  if (matchedActions === undefined) return undefined;
  const any = Object.keys(matchedActions.policies).length > 0;
  return any ? { policies, matchedActions, splits, shortList: shortList(report) } : undefined;
}

/**
 * The same where the published lines are shown: of a log of the published form, and of reports from before there were
 * estimates. Of a company's log they would be taken for values; report.json has them.
 */
export function publishedOf(report: ReportData): Matched | undefined {
  const isShown = isPublishedForm(report.config) || logValuesOf(report) === undefined;
  return isShown ? matchedOf(report) : undefined;
}

export function hasSplits(matched: Matched): matched is MatchedSplits {
  return matched.splits !== undefined;
}

export interface NamedLines {
  readonly name: string;
  readonly role: PolicyRole;
  readonly lines: MatchedActionLines;
}

/**
 * The policies that are shown, in the order of the report (the model, the log, the baselines), with their lines on
 * these rows. A policy that the report does not list is a baseline at the end.
 */
export function policiesOn({ policies, shortList: { names } }: Matched, rows: MatchedActions): NamedLines[] {
  const order: readonly PolicyRole[] = ['model', 'logged', 'baseline'];
  const roles = new Map(policies.map((policy) => [policy.name, policy.role]));
  const places = new Map([...roles.keys()].map((name, place) => [name, place]));
  const at = (name: string): number => places.get(name) ?? places.size;
  return Object.entries(rows.policies)
    .filter(([name]) => names.has(name))
    .map(([name, lines]) => ({ name, lines, role: roles.get(name) ?? 'baseline' }))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || at(a.name) - at(b.name));
}

/** The sets of rows every line is computed on. */
export function rowSets({ splits, matchedActions }: Matched): { name: string; rows: MatchedActions }[] {
  if (splits === undefined) return [{ name: 'the rows judged', rows: matchedActions }];
  return [
    { name: 'held-out rows', rows: splits.test },
    { name: 'rows trained on', rows: splits.train },
    { name: 'all rows', rows: matchedActions },
  ];
}
