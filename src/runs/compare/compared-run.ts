/** One finished run as a comparison shows it. */
import { basename, resolve } from 'node:path';
import type { Estimate } from '../../core/estimate';
import type { ComparedRun } from '../../report/compared-runs';
import type { NamedRun } from './comparability';
import type { LoggedRun, RunReport, SimulationRun } from './read-run';

type Result = Pick<
  ComparedRun,
  'subject' | 'measure' | 'value' | 'modelMinusBaseline' | 'overSeeds' | 'contacts' | 'cost'
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
    ...{ subject: `environment ${environment}`, measure },
    value: metrics[measure] ?? UNKNOWN,
    modelMinusBaseline: baseline?.modelMinusPolicy?.[measure] ?? UNKNOWN,
    overSeeds: overSeeds(report, measure),
    contacts: metrics.contactsPerPeriod?.value ?? null,
    cost: metrics.costPerPeriod?.value ?? null,
  };
}

/** Contacts and cost are counted, for what a model chooses is known; what comes of it is not, where the log does not say. */
function onLog({ data, dataHash, offPolicy, splits, verdict }: LoggedRun): Result {
  const { unit, estimand, policies } = offPolicy;
  const lines = splits.test.policies.model;
  const { identified = false, value } = policies.model ?? {};
  const perUnit = unit === 'customer' ? 'rewardPerCustomer' : 'rewardPerRow';
  return {
    subject: `data ${data} (${dataHash.slice(0, 12)})`,
    measure: estimand === 'history' ? perUnit : 'rewardPerDecision',
    value: (identified ? value?.interval : undefined) ?? UNKNOWN,
    modelMinusBaseline: policies[verdict.baseline ?? '']?.difference?.interval ?? UNKNOWN,
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
