/** Whether the values of runs mean the same: what they were judged in, on and by. */
import type { DifferingSetting } from '../../report/compared-runs';
import type { LoggedRun, RunReport, SimulationRun } from './read-run';

export interface NamedRun<Report extends RunReport = RunReport> {
  readonly name: string;
  readonly report: Report;
}

export interface Comparability {
  /** Whether the values mean the same, in the measure given. */
  readonly comparable: boolean;
  /** What differs in how the runs were judged, a clause each. */
  readonly judgedDifferently: readonly string[];
  /** Metric in which the values of all runs are told; null: each in its own objective. */
  readonly measure: string | null;
}

/** Keys of a log's schema that say what a model sees and how it is trained, not what a decision brought. */
const OF_TRAINING = ['state', 'features', 'history', 'shaping'].map((key) => `schema.${key}`);

const isBelow = (key: string, above: string) => key === above || key.startsWith(`${above}.`);

/** `0.9 (a, b), 0.99 (c)`; null where all are alike. */
function groupsText<Report extends RunReport>(
  runs: readonly NamedRun<Report>[],
  valueOf: (report: Report) => string,
): string | null {
  const values = [...new Set(runs.map(({ report }) => valueOf(report)))];
  if (values.length === 1) return null;
  const namesOf = (value: string) =>
    runs.flatMap(({ name, report }) => (valueOf(report) === value ? [name] : []));
  return values.map((value) => `${value} (${namesOf(value).join(', ')})`).join(', ');
}

const clause = (what: string, values: string | null): string[] =>
  values === null ? [] : [`${what}: ${values}`];

function keysClause(
  what: string,
  settings: readonly DifferingSetting[],
  matches: (key: string) => boolean,
): string[] {
  const keys = settings.map(({ key }) => key).filter(matches);
  return keys.length === 0 ? [] : [`${what}: ${keys.join(', ')}`];
}

/** Runs that differ in nothing but their discount still earn total reward, which has none. */
export function comparabilityInWorlds(
  runs: readonly NamedRun<SimulationRun>[],
  settings: readonly DifferingSetting[],
): Comparability {
  const worlds = new Set(runs.map(({ report }) => report.environment));
  const inWorlds =
    worlds.size > 1
      ? clause(
          'the worlds differ',
          groupsText(runs, ({ environment }) => environment),
        )
      : keysClause('settings of the world differ', settings, (key) => isBelow(key, [...worlds][0]!));
  const discounts = groupsText(runs, ({ gamma }) => String(gamma));
  const isTotal = inWorlds.length === 0 && discounts !== null;
  return {
    comparable: inWorlds.length === 0,
    judgedDifferently: [
      ...inWorlds,
      ...clause(
        `the discounts differ${isTotal ? ', so that values are told as total reward, verdicts by the objective of each run' : ''}`,
        discounts,
      ),
    ],
    measure: isTotal ? 'totalReward' : null,
  };
}

/** The estimator that decides; none where nothing is determined, which differs from nothing. */
function estimators(runs: readonly NamedRun<LoggedRun>[]): string | null {
  const estimatorOf = ({ offPolicy }: LoggedRun) => offPolicy.policies.model?.value?.estimator;
  const known = runs.filter(({ report }) => estimatorOf(report) !== undefined);
  return known.length === 0 ? null : groupsText(known, (report) => estimatorOf(report)!);
}

export function comparabilityOnLogs(
  runs: readonly NamedRun<LoggedRun>[],
  settings: readonly DifferingSetting[],
): Comparability {
  const isOfTraining = (key: string) => OF_TRAINING.some((above) => isBelow(key, above));
  const isOfSplit = (key: string) => isBelow(key, 'split') || isBelow(key, 'schema.split');
  const judgedDifferently = [
    ...clause(
      'the data differ',
      groupsText(runs, ({ dataHash }) => dataHash.slice(0, 12)),
    ),
    ...keysClause('the rows held out differ', settings, isOfSplit),
    ...keysClause(
      'the schemas differ',
      settings,
      (key) => isBelow(key, 'schema') && !isOfTraining(key) && !isOfSplit(key),
    ),
    ...clause('the estimators differ', estimators(runs)),
  ];
  return { comparable: judgedDifferently.length === 0, judgedDifferently, measure: null };
}
