/** Training in a world, from configuration to report. */
import { ModelQFunction } from '../../agents/dqn/model-q-function';
import { updatesAfter } from '../../agents/dqn/trainer';
import { identityScaling } from '../../agents/scaling';
import { Random } from '../../core/random';
import { shareOfBestKnown } from '../../evaluate/simulated/compare';
import { floorOf } from '../../evaluate/simulated/floor';
import { rollout } from '../../evaluate/simulated/rollout';
import { GreedyPolicy } from '../../policies/greedy';
import type { QFunction } from '../../policies/policy';
import type { SeedResult, SimulationReport } from '../../report/report';
import { meanInterval } from '../../stats/intervals';
import type { BackendInfo } from '../../tensor/backends/loader';
import type { OpenWorld, World } from '../../worlds/world';
import type { Host } from '../host';
import { reportBase } from '../report-base';
import type { SimulationRunConfig } from '../run-config';
import type { FinishedTraining, OnlineTraining, Task } from '../task';
import {
  objectiveOf,
  playBaselines,
  playPolicy,
  policyResults,
  verdictOn,
  type Judge,
  type PlayedPolicy,
} from './judge';

/** How the models of a run are judged. */
export function judgeOf({ settings }: SimulationRunConfig, world: OpenWorld, host: Host): Judge {
  const { evaluationSeed, episodes, lookAheadEpisodes } = settings.report;
  return {
    ...{ world, host, episodes },
    gamma: settings.dqn.gamma,
    seed: evaluationSeed,
    planningEpisodes: lookAheadEpisodes,
  };
}

function trainingOf({ settings, xla }: SimulationRunConfig, world: OpenWorld, seed: number): OnlineTraining {
  const { dqn, environments, steps, evaluation } = settings;
  const random = Random.fromSeed(seed);
  const environment = world.make(environments, random.fork('environment'));
  const { features, actions } = world;
  const evaluate = async (agent: QFunction) => {
    const { episodes } = evaluation;
    const play = { episodes, lanes: episodes, gamma: dqn.gamma, random: random.fork('selection') };
    const policy = new GreedyPolicy(agent, actions);
    const results = await rollout(policy, (lanes, stream) => world.make(lanes, stream), play);
    return meanInterval(results[objectiveOf(dqn.gamma)]);
  };
  return {
    ...{ settings, random, environment, evaluate },
    agent: {
      config: dqn,
      scaling: {
        ...(world.scaling ?? identityScaling(features.length)),
        rewardScale: dqn.rewardScale,
      },
      ...{ features, actions, xla },
      masked: world.masked ?? false,
      epsilonSteps: dqn.epsilon.decayShare * steps,
      trainingUpdates: updatesAfter(dqn, steps),
    },
    remarks: () => world.remarks?.(environment) ?? [],
  };
}

/** Value of one seed's model by each objective, and its share of the best known value where that is known. */
function seedValues({ world, gamma }: Judge, model: PlayedPolicy, floor: PlayedPolicy): SeedResult['values'] {
  const values: Record<string, number | null> = {};
  for (const metric of ['discountedReward', 'totalReward'] as const) {
    const value = meanInterval(model.results[metric]).value;
    const least = meanInterval(floor.results[metric]).value;
    const best = world.known?.(metric, gamma) ?? null;
    values[metric] = value;
    const known = value !== null && least !== null && best !== null;
    values[`${metric} share of best known`] = known ? shareOfBestKnown(value, least, best.value) : null;
  }
  return values;
}

async function simulationReport(
  config: SimulationRunConfig,
  world: OpenWorld,
  backend: BackendInfo,
  trained: readonly FinishedTraining[],
  host: Host,
): Promise<SimulationReport> {
  const judge = judgeOf(config, world, host);
  const qFunctions = trained.map(({ saved }) => new ModelQFunction(saved.model));
  const models: PlayedPolicy[] = [];
  for (const qFunction of qFunctions) {
    const policy = new GreedyPolicy(qFunction, world.actions);
    models.push(await playPolicy(judge, policy, 'model', judge.episodes));
  }
  const baselines = await playBaselines(judge);
  const played = [models[0]!, ...baselines];
  // Every world has the baseline uniform, if not no-action.
  const floor = floorOf(baselines.map((one) => ({ name: one.policy.name, one })))!.one;
  const seeds = models.map((model, i) => ({
    seed: trained[i]!.seed,
    values: seedValues(judge, model, floor),
  }));
  const { gamma, seed } = judge;
  const { policy, results } = played[0]!;
  const views = await world.views?.(policy, { gamma, random: Random.fromSeed(seed) });
  for (const qFunction of qFunctions) qFunction.dispose();
  return {
    ...reportBase(config, backend, world.actions, trained[0]!, trained.length > 1 ? seeds : []),
    kind: 'simulation',
    environment: config.settings.environment,
    gamma,
    periods: results.periods.reduce((most, periods) => Math.max(most, periods), 0),
    objective: objectiveOf(gamma),
    policies: policyResults(played),
    ...views,
    ...(world.limits && { limits: world.limits }),
    verdict: verdictOn(judge, played),
  };
}

export function simulationTask(config: SimulationRunConfig, world: World, host: Host): Task<OnlineTraining> {
  const { settings } = config;
  const opened = world.open(settings[world.name]);
  const { gamma } = settings.dqn;
  return {
    objective: objectiveOf(gamma),
    details: () => ({ dataHash: null, environment: world.name, gamma }),
    training: (seed) => trainingOf(config, opened, seed),
    report: (backend, trained) => simulationReport(config, opened, backend, trained, host),
  };
}
