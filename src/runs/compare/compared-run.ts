/** One finished run as a comparison shows it. */
import { basename, resolve } from 'node:path';
import type { Estimate } from '../../core/estimate';
import type { ComparedRun } from '../../report/compared-runs';
import { standingOf } from '../../report/content/log-values';
import { isPublishedForm } from '../../report/content/thresholds';
import type { NamedRun } from './comparability';
import type { LoggedRun, RunReport, SimulationRun } from './read-run';

type Result = Pick<
  ComparedRun,
  'subject' | 'measure' | 'standing' | 'value' | 'modelMinusBaseline' | 'overSeeds' | 'contacts' | 'cost'
>;

const UNKNOWN: Estimate = { value: null, low: null, high: null, level: 0.95 };

function overSeeds({ seeds }: RunReport, measure: string): ComparedRun['overSeeds'] {
  const values = seeds.flatMap((seed) => seed.values[measure] ?? []);
  if (values.length < 2) return null;
  return { seeds: values.length, least: Math.min(...values), largest: Math.max(...values) };
}

function inWorld(report: SimulationRun, measure: string): Result {
  const { policies, verdict, environment } = report;
  const metrics = policies.find(({ role }) => role === 'model')?.metrics ?? {};
  const baseline = policies.find(({ name }) => name === verdict.baseline);
  return {
    ...{ subject: `environment ${environment}`, measure, standing: 'known' },
    value: metrics[measure] ?? UNKNOWN,
    modelMinusBaseline: baseline?.modelMinusPolicy?.[measure] ?? UNKNOWN,
    overSeeds: overSeeds(report, measure),
    contacts: metrics.contactsPerPeriod?.value ?? null,
    cost: metrics.costPerPeriod?.value ?? null,
  };
}

/**
 * What the run's own page withholds is withheld here too. Contacts and cost are counted at the logged decisions; of the
 * published form its page has them whatever can be told of values.
 */
function onLog({ data, dataHash, offPolicy, splits, verdict, config }: LoggedRun): Result {
  const { unit, estimand, policies, doubts } = offPolicy;
  const standing = policies.model ? standingOf(policies.model, doubts) : 'cannot tell';
  const isKnown = standing === 'known';
  const baseline = policies[verdict.baseline ?? 'logged'];
  const isPaired = isKnown && baseline !== undefined && standingOf(baseline, doubts) === 'known';
  const lines = isKnown || isPublishedForm(config) ? splits.test.policies.model : undefined;
  const perUnit = unit === 'customer' ? 'rewardPerCustomer' : 'rewardPerRow';
  return {
    subject: `data ${data} (${dataHash.slice(0, 12)})`,
    measure: estimand === 'history' ? perUnit : 'rewardPerDecision',
    standing,
    value: (isKnown ? policies.model?.value?.interval : undefined) ?? UNKNOWN,
    modelMinusBaseline: (isPaired ? baseline.difference?.interval : undefined) ?? UNKNOWN,
    ...{ overSeeds: null, contacts: lines?.contacts ?? null, cost: lines?.cost ?? null },
  };
}

/** @param measure metric of a world in which all runs are told; null: the run's own objective */
export function comparedRun(folder: string, { name, report }: NamedRun, measure: string | null): ComparedRun {
  const { version, seed, configHash, verdict, training, backend, learningCurve } = report;
  return {
    ...{ name, folder, version, seed, configHash, training, learningCurve },
    ...{ decision: verdict.decision, reasons: verdict.reasons, baseline: verdict.baseline },
    ...(report.kind === 'simulation' ? inWorld(report, measure ?? report.objective) : onLog(report)),
    backend: backend.name === backend.program ? backend.name : `${backend.name}, ${backend.program}`,
  };
}

/** The folders' own names where they tell the runs apart, else the folders as they were named. */
export function runNames(folders: readonly string[]): string[] {
  const own = folders.map((folder) => basename(resolve(folder)));
  return new Set(own).size === own.length ? own : [...folders];
}
