/** Training in the simulator from configuration to report. */
import { ModelQFunction } from '../agents/dqn/model-q-function';
import { Random } from '../core/random';
import type { SegmentSimulator } from '../env/segment-simulator';
import { bestKnownValue } from '../env/segment-reference';
import { shareOfBestKnown } from '../evaluate/simulated/compare';
import { rollout } from '../evaluate/simulated/rollout';
import { GreedyPolicy } from '../policies/greedy';
import type { QFunction } from '../policies/policy';
import type { SeedResult, SimulationReport } from '../report/report';
import { meanInterval } from '../stats/intervals';
import type { BackendInfo } from '../tensor/backends/loader';
import type { RunPaths } from '../track/run-folder';
import type { Context } from './context';
import { reportBase } from './report-base';
import { configHash, type SimulationRunConfig } from './run-config';
import { makeSegment } from './segment-policies';
import {
  EVALUATION_LANES,
  objectiveOf,
  playBaselines,
  playPolicy,
  policyResults,
  verdictOn,
  type PlayedPolicy,
  type SimulationJudge,
} from './simulation-evaluation';
import { actionMap, typicalTrajectory } from './simulation-views';
import { trainSeeds, type FinishedTraining, type TrainingJob } from './training-run';

export function simulationJudge({ settings }: SimulationRunConfig): SimulationJudge {
  const { segment, dqn, report } = settings;
  const { evaluationSeed, episodes, lookAheadEpisodes } = report;
  return { config: segment, gamma: dqn.gamma, seed: evaluationSeed, episodes, lookAheadEpisodes };
}

/** A training in the simulator, which also counts how often its floor of no customers was reached. */
interface SegmentJob extends TrainingJob {
  readonly environment: SegmentSimulator;
}

function trainingJob(config: SimulationRunConfig, seed: number, paths: RunPaths): SegmentJob {
  const { settings } = config;
  const { segment, dqn, environments, steps, evaluation } = settings;
  const random = Random.fromSeed(seed);
  const environment = makeSegment(segment, environments, random.fork('environment'));
  const { features } = environment.observationSpec;
  const total = segment.start.active + segment.start.semiActive + segment.start.nonActive;
  // Counts, those of pending flows too, are seen as shares of the customers at the start.
  const observationScale = features.map(() => 1 / total);
  const objective = objectiveOf(dqn.gamma);
  const evaluate = async (agent: QFunction) => {
    const { episodes } = evaluation;
    const play = { episodes, lanes: episodes, gamma: dqn.gamma, random: random.fork('selection') };
    const policy = new GreedyPolicy(agent, environment.actions);
    return meanInterval(
      (await rollout(policy, (lanes, stream) => makeSegment(segment, lanes, stream), play))[objective],
    );
  };
  return {
    ...{ paths, random, environment, steps, evaluate, objective },
    agent: {
      config: dqn,
      scaling: { observationOffset: features.map(() => 0), observationScale, rewardScale: dqn.rewardScale },
      features,
      actions: environment.actions,
      masked: false,
      epsilonSteps: dqn.epsilon.decayShare * steps,
      xla: config.xla,
    },
    evaluationInterval: evaluation.interval,
    logInterval: settings.logInterval,
    checkpointInterval: settings.checkpointInterval,
    details: {
      ...{ version: config.version, configHash: configHash(config), dataHash: null, seed },
      ...{ environment: settings.environment, gamma: dqn.gamma },
    },
  };
}

/** Value of one seed's model by the objective, and its share of the best known value where that is known. */
function seedValues(
  config: SimulationRunConfig,
  model: PlayedPolicy,
  noAction: PlayedPolicy,
): SeedResult['values'] {
  const { gamma } = config.settings.dqn;
  const values: Record<string, number | null> = {};
  for (const metric of ['discountedReward', 'totalReward'] as const) {
    const value = meanInterval(model.results[metric]).value;
    const nothing = meanInterval(noAction.results[metric]).value;
    const best = bestKnownValue(config.settings.segment, metric, gamma);
    values[metric] = value;
    const known = value !== null && nothing !== null && best !== null;
    values[`${metric} share of best known`] = known ? shareOfBestKnown(value, nothing, best) : null;
  }
  return values;
}

async function playModel(
  training: FinishedTraining,
  judge: SimulationJudge,
  context: Context,
): Promise<PlayedPolicy> {
  const qFunction = new ModelQFunction(training.saved.model);
  const played = await playPolicy(
    judge,
    new GreedyPolicy(qFunction, training.saved.model.actions),
    'model',
    context,
  );
  return played;
}

/** Trains the run's own seed and the further ones. @returns null if Ctrl-C stopped it */
export async function trainSimulation(
  config: SimulationRunConfig,
  paths: RunPaths,
  backend: BackendInfo,
  context: Context,
): Promise<SimulationReport | null> {
  const judge = simulationJudge(config);
  const jobOf = (seed: number, place: RunPaths) => trainingJob(config, seed, place);
  const trained = await trainSeeds(config, paths, jobOf, context);
  if (trained === null) return null;
  const models: PlayedPolicy[] = [];
  for (const training of trained) {
    const { clips } = training.job.environment;
    if (clips > 0) {
      context.logger.warn(`${clips} times more customers left a segment than it had; none were left in it`);
    }
    models.push(await playModel(training, judge, context));
  }
  const baselines = await playBaselines(judge, context);
  const noAction = baselines.find(({ policy }) => policy.name === 'no-action')!;
  const seedResults = models.map((model, i) => ({
    seed: trained[i]!.seed,
    values: seedValues(config, model, noAction),
  }));
  return simulationReport(
    config,
    backend,
    trained[0]!,
    [models[0]!, ...baselines],
    trained.length > 1 ? seedResults : [],
  );
}

async function simulationReport(
  config: SimulationRunConfig,
  backend: BackendInfo,
  training: FinishedTraining,
  played: readonly PlayedPolicy[],
  seeds: readonly SeedResult[],
): Promise<SimulationReport> {
  const { segment, dqn, environment, report } = config.settings;
  const objective = objectiveOf(dqn.gamma);
  const { policy } = played[0]!;
  const views = makeSegment(
    segment,
    EVALUATION_LANES,
    Random.fromSeed(report.evaluationSeed).fork('trajectory'),
  );
  const { start } = segment;
  const { model: network } = training.saved;
  return {
    ...reportBase(config, backend, network.actions, training, seeds),
    kind: 'simulation',
    environment,
    gamma: dqn.gamma,
    periods: segment.periods,
    objective,
    policies: policyResults(played),
    trajectory: await typicalTrajectory(policy, views, dqn.gamma),
    actionMap: await actionMap(
      policy,
      network.features,
      network.actions,
      start.active + start.semiActive + start.nonActive,
    ),
    verdict: verdictOn(simulationJudge(config), played),
  };
}
