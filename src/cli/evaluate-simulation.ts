/** `evaluate` in the simulator. */
import { InputError } from '../core/errors';
import { Random } from '../core/random';
import { bestKnown, type BestKnown } from '../env/segment-reference';
import { simulationMetrics } from '../evaluate/simulated/compare';
import { GreedyPolicy } from '../policies/greedy';
import { formatEstimate, formatNumber } from '../report/format';
import type { PolicyResult } from '../report/report';
import { textTable } from '../report/text-table';
import { simulationConfigSchema, simulationDefaults, type SimulationConfig } from '../train/train-config';
import type { EvaluateFlags, Evaluation } from './commands/evaluate';
import type { Context } from './context';
import { openModel } from './open-model';
import { segmentBaseline } from './segment-policies';
import { resolveSettings } from './settings';
import {
  objectiveOf,
  playBaselines,
  playPolicy,
  policyResults,
  verdictOn,
  type SimulationJudge,
} from './simulation-evaluation';

/** Flags over the run's or the default settings. */
function judgeOf({ segment, dqn, report }: SimulationConfig, given: EvaluateFlags): SimulationJudge {
  const { episodes = report.episodes, gamma = dqn.gamma, seed = report.evaluationSeed } = given;
  // Episodes asked for are played, by look-ahead too.
  return {
    config: segment,
    gamma,
    seed,
    episodes,
    lookAheadEpisodes: given.episodes ?? report.lookAheadEpisodes,
  };
}

function defaultSettings(given: EvaluateFlags): SimulationConfig {
  const sources = { file: given.config, assignments: given.set ?? [], flags: {}, preset: simulationDefaults };
  return resolveSettings(simulationConfigSchema, sources);
}

function resultTable(policies: readonly PolicyResult[], title: string): string {
  const metrics = ['discountedReward', 'totalReward', 'costPerPeriod', 'contactsPerPeriod'] as const;
  const columns = [
    { label: title, align: 'left' as const },
    ...['episodes', ...metrics].map((label) => ({ label, align: 'right' as const })),
  ];
  const cells = policies.map(({ name, episodes, metrics: values }) => [
    name,
    formatNumber(episodes),
    ...metrics.map((metric) => formatEstimate(values[metric])),
  ]);
  return textTable(columns, cells, 120);
}

function documentOf(judge: SimulationJudge, policies: readonly PolicyResult[]) {
  const { gamma, seed } = judge;
  const objective = objectiveOf(gamma);
  const knownPart = (part: keyof BestKnown) =>
    Object.fromEntries(
      simulationMetrics.map((metric) => [metric, bestKnown(judge.config, metric, gamma)?.[part] ?? null]),
    );
  return {
    ...{ schemaVersion: 1, kind: 'simulation', environment: 'segment', gamma, seed, objective },
    bestKnown: knownPart('value'),
    bestKnownStandardError: knownPart('standardError'),
    policies,
  };
}

async function evaluateBaseline(name: string, given: EvaluateFlags, context: Context): Promise<Evaluation> {
  const judge = judgeOf(defaultSettings(given), given);
  const random = Random.fromSeed(judge.seed).fork('baselines');
  const policy = await segmentBaseline(name, { config: judge.config, gamma: judge.gamma, random });
  const policies = policyResults([await playPolicy(judge, policy, 'baseline', context)]);
  const text = `${resultTable(policies, 'policy')}\n${policy.name}: ${policy.description}`;
  return { document: documentOf(judge, policies), text, verdict: null };
}

/** The settings of the model's run; the defaults, said aloud, where it lies alone. */
async function openForSimulator(folder: string, given: EvaluateFlags, context: Context) {
  const opened = await openModel(folder, given, context);
  const { config, manifest } = opened;
  if (manifest.environment !== 'segment') {
    throw new InputError(
      `${folder}: expected a model trained on the segment simulator, got one trained on a log; use --data`,
    );
  }
  if (config === null)
    context.logger.warn(`${folder}: no config.json beside it, judging in the default environment`);
  const settings = config?.kind === 'simulation' ? config.settings : defaultSettings(given);
  return { ...opened, judge: { ...judgeOf(settings, given), gamma: given.gamma ?? manifest.gamma } };
}

async function evaluateModel(folder: string, given: EvaluateFlags, context: Context): Promise<Evaluation> {
  const { qFunction, model, judge, backend } = await openForSimulator(folder, given, context);
  const played = [
    await playPolicy(judge, new GreedyPolicy(qFunction, model.actions), 'model', context),
    ...(await playBaselines(judge, context)),
  ];
  const objective = objectiveOf(judge.gamma);
  const value = ({ metrics }: PolicyResult) => metrics[objective]?.value ?? -Infinity;
  const policies = policyResults(played);
  const ranked = [...policies].sort((a, b) => value(b) - value(a));
  const verdict = verdictOn(judge, played);
  const text = [
    resultTable(ranked, 'policy'),
    `verdict: ${verdict.decision}`,
    ...verdict.reasons.map((reason) => `  ${reason}`),
  ];
  return { document: { ...documentOf(judge, policies), backend, verdict }, text: text.join('\n'), verdict };
}

export function evaluateInSimulator(given: EvaluateFlags, context: Context): Promise<Evaluation> {
  return given.model === undefined
    ? evaluateBaseline(given.policy!, given, context)
    : evaluateModel(given.model, given, context);
}
