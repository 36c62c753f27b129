/** `evaluate` in a world. */
import { InputError, show } from '../../core/errors';
import { simulationMetrics } from '../../evaluate/simulated/compare';
import { GreedyPolicy } from '../../policies/greedy';
import { formatEstimate, formatNumber } from '../../report/format';
import type { PolicyResult } from '../../report/report';
import { numberColumn, textColumn } from '../../report/terminal';
import { textTable } from '../../report/text-table';
import { baselinesOf } from '../../worlds/baselines';
import type { World } from '../../worlds/world';
import type { Evaluation, EvaluationRequest } from '../evaluation';
import { policyNamed } from '../policy-named';
import type { Host } from '../host';
import { configOf, openModel } from '../open-model';
import { worldNamed } from '../run-config';
import { resolveSettings } from '../settings';
import {
  baselineContext,
  objectiveOf,
  playBaseline,
  playBaselines,
  playPolicy,
  policyResults,
  verdictOn,
  type Judge,
} from './judge';
import { simulationSettings, type SimulationSettings } from './settings';

/** What is asked for over the run's or the default settings. */
function judgeOf(
  settings: SimulationSettings,
  world: World,
  { episodes, gamma = settings.dqn.gamma, seed }: EvaluationRequest,
  host: Host,
): Judge {
  const { report } = settings;
  return {
    ...{ gamma, host },
    world: world.open(settings[world.name]),
    seed: seed ?? report.evaluationSeed,
    episodes: episodes ?? report.episodes,
    planningEpisodes: report.lookAheadEpisodes,
  };
}

function defaultSettings(world: World, { config, set = [] }: EvaluationRequest): SimulationSettings {
  const sources = { file: config, assignments: set, flags: {}, preset: world.defaults };
  return resolveSettings(simulationSettings(world), sources);
}

function resultTable(policies: readonly PolicyResult[], title: string): string {
  const metrics = ['discountedReward', 'totalReward', 'costPerPeriod', 'contactsPerPeriod'] as const;
  const columns = [textColumn(title), ...['episodes', ...metrics].map(numberColumn)];
  const cells = policies.map(({ name, episodes, metrics: values }) => [
    name,
    formatNumber(episodes),
    ...metrics.map((metric) => formatEstimate(values[metric])),
  ]);
  return textTable(columns, cells, 120);
}

function documentOf(environment: string, { world, gamma, seed }: Judge, policies: readonly PolicyResult[]) {
  const known = simulationMetrics.map((metric) => {
    const isObjective = metric === 'discountedReward' || metric === 'totalReward';
    return [metric, isObjective ? (world.known?.(metric, gamma) ?? null) : null] as const;
  });
  return {
    ...{ schemaVersion: 1, kind: 'simulation', environment, gamma, seed, objective: objectiveOf(gamma) },
    bestKnown: Object.fromEntries(known.map(([metric, best]) => [metric, best?.value ?? null])),
    bestKnownStandardError: Object.fromEntries(
      known.map(([metric, best]) => [metric, best?.standardError ?? null]),
    ),
    policies,
    ...(world.limits && { limits: world.limits }),
  };
}

const limitLines = ({ world: { limits = [] } }: Judge) =>
  limits.map((limit) => `what this world cannot tell: ${limit}`);

async function evaluateBaseline(name: string, request: EvaluationRequest, host: Host): Promise<Evaluation> {
  const { environment = request.worlds[0]!.name, episodes } = request;
  const world = worldNamed('--environment', environment, request.worlds);
  const judge = judgeOf(defaultSettings(world, request), world, request, host);
  const baseline = policyNamed(name, baselinesOf(judge.world, baselineContext(judge)));
  // Asked for by name, a baseline that plans plays the episodes asked for, too.
  const own = episodes ?? (baseline.plans === true ? judge.planningEpisodes : judge.episodes);
  const played = await playBaseline(judge, baseline, Math.min(own, judge.episodes));
  const policies = policyResults([played]);
  const text = [
    ...limitLines(judge),
    resultTable(policies, 'policy'),
    `${name}: ${played.policy.description}`,
  ];
  const document = documentOf(world.name, judge, policies);
  return { document, text: text.join('\n'), verdict: null, page: null };
}

/** The settings of the model's run; the defaults, said aloud, where it lies alone. */
async function openForWorld(folder: string, request: EvaluationRequest, host: Host) {
  const opened = await openModel(folder, request, host);
  const { environment, gamma } = opened.manifest;
  if (environment === null)
    throw new InputError(
      `${folder}: expected a model trained in a world, got one trained on a log; use --data`,
    );
  const world = worldNamed(`${folder}: environment of the model`, environment, request.worlds);
  if (request.environment !== undefined && request.environment !== environment) {
    throw new InputError(
      `--environment: expected the model's, ${show(environment)}, got ${show(request.environment)}`,
    );
  }
  const config = configOf(folder, request.worlds);
  if (config === null)
    host.logger.warn(`${folder}: no config.json beside it, judging in the default environment`);
  const settings = config?.kind === 'simulation' ? config.settings : defaultSettings(world, request);
  return {
    ...opened,
    world,
    judge: judgeOf(settings, world, { ...request, gamma: request.gamma ?? gamma }, host),
  };
}

async function evaluateModel(folder: string, request: EvaluationRequest, host: Host): Promise<Evaluation> {
  const { qFunction, model, world, judge, backend } = await openForWorld(folder, request, host);
  const played = [
    await playPolicy(judge, new GreedyPolicy(qFunction, model.actions), 'model', judge.episodes),
    ...(await playBaselines(judge)),
  ];
  qFunction.dispose();
  const objective = objectiveOf(judge.gamma);
  const value = ({ metrics }: PolicyResult) => metrics[objective]?.value ?? -Infinity;
  const policies = policyResults(played);
  const ranked = [...policies].sort((a, b) => value(b) - value(a));
  const verdict = verdictOn(judge, played);
  const text = [
    ...limitLines(judge),
    resultTable(ranked, 'policy'),
    `verdict: ${verdict.decision}`,
    ...verdict.reasons.map((reason) => `  ${reason}`),
  ];
  return {
    document: { ...documentOf(world.name, judge, policies), backend, verdict },
    text: text.join('\n'),
    ...{ verdict, page: null },
  };
}

/** @throws InputError for a model or a policy that is not one of this world */
export function evaluateInWorld(request: EvaluationRequest, host: Host): Promise<Evaluation> {
  return request.model === undefined
    ? evaluateBaseline(request.policy!, request, host)
    : evaluateModel(request.model, request, host);
}
