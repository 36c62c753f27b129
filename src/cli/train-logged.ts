/** Training on a log from configuration to report. */
import { ModelQFunction } from '../agents/dqn/model-q-function';
import type { Scaling } from '../agents/model';
import { fitScaling, identityScaling } from '../agents/scaling';
import { InputError } from '../core/errors';
import type { Estimate } from '../core/estimate';
import { Random } from '../core/random';
import type { LoadedRows } from '../dataset/load-logged-rows';
import { rowCount, selectRows, type LoggedRows } from '../dataset/logged-rows';
import { splitRows } from '../dataset/split';
import { largestReward, LoggedRowsEnvironment } from '../env/logged-rows-environment';
import type { ShapingConfig } from '../env/shaping-config';
import { dataWarnings } from '../evaluate/logged/data-warnings';
import { loggedPolicies, loggedVerdict, offPolicyOf } from '../evaluate/logged/verdict';
import type { QFunction } from '../policies/policy';
import type { LoggedReport, SeedResult } from '../report/report';
import { greedyActions } from '../rl/action-probabilities';
import type { BackendInfo } from '../tensor/backends/loader';
import type { RunPaths } from '../track/run-folder';
import type { LoggedConfig } from '../train/train-config';
import type { Context } from './context';
import { judgeOnLog } from './log-evaluation';
import { loadLog } from './log-source';
import { reportBase } from './report-base';
import { configHash, type LoggedRunConfig } from './run-config';
import { trainSeeds, type FinishedTraining, type TrainingJob } from './training-run';

export interface LoggedSplits {
  readonly all: LoggedRows;
  readonly train: LoggedRows;
  readonly test: LoggedRows;
}

/** Which rows a run trains on and which it holds out. @throws InputError if the log is not the one trained on */
export function splitLog(
  config: LoggedRunConfig,
  file: string,
  { rows, dataHash }: LoadedRows,
): LoggedSplits {
  if (dataHash !== config.dataHash) {
    throw new InputError(
      `${file}: expected the data of the run (sha-256 ${config.dataHash}), got ${dataHash}`,
    );
  }
  const { testShare, seed } = config.settings.split;
  const { train, test } = splitRows(rowCount(rows), testShare, seed);
  return { all: rows, train: selectRows(rows, train), test: selectRows(rows, test) };
}

/**
 * The objective that chooses the model: reward per row of one greedy pass over the training rows, by the rules of the
 * training environment without its bonus for rare states, which pays for exploring and not for what is found. Exact,
 * so it has no interval.
 */
function greedyPassReward(rows: LoggedRows, shaping: ShapingConfig): (agent: QFunction) => Promise<Estimate> {
  const environment = new LoggedRowsEnvironment(rows, 1, { ...shaping, noveltyBonus: 0 });
  return async (agent) => {
    const chosen = greedyActions(await agent.qValues(rows.observations), rows.actions.length, null);
    environment.reset();
    let sum = 0;
    for (const action of chosen) sum += environment.step(Int32Array.of(action)).rewards[0]!;
    return { value: sum / chosen.length, low: null, high: null, level: 0.95 };
  };
}

function scalingOf(rows: LoggedRows, { scaling, shaping, dqn }: LoggedConfig): Scaling {
  const { length } = rows.features;
  return scaling === 'none'
    ? identityScaling(length, dqn.rewardScale)
    : fitScaling(rows.observations, length, largestReward(rows.rewards, shaping), dqn.rewardScale);
}

function trainingJob(config: LoggedRunConfig, rows: LoggedRows, seed: number, paths: RunPaths): TrainingJob {
  const { settings } = config;
  const { dqn, environments, steps, shaping, evaluation } = settings;
  return {
    paths,
    random: Random.fromSeed(seed),
    environment: new LoggedRowsEnvironment(rows, environments, shaping),
    agent: {
      config: dqn,
      scaling: scalingOf(rows, settings),
      features: rows.features,
      actions: rows.actions,
      masked: false,
      epsilonSteps: dqn.epsilon.decayShare * steps,
      xla: config.xla,
    },
    steps,
    evaluate: greedyPassReward(rows, shaping),
    evaluationInterval: evaluation.interval,
    logInterval: settings.logInterval,
    checkpointInterval: settings.checkpointInterval,
    objective: 'rewardPerRow',
    details: {
      ...{ version: config.version, configHash: configHash(config), dataHash: config.dataHash, seed },
      ...{ environment: null, gamma: dqn.gamma },
    },
  };
}

/** What one seed's model comes to on the rows held out. */
async function seedResult(seed: number, { saved }: FinishedTraining, test: LoggedRows): Promise<SeedResult> {
  const model = new ModelQFunction(saved.model);
  const lines = (await judgeOnLog(model, test)).policies.model!;
  model.dispose();
  return {
    seed,
    values: {
      'held-out reward': lines.reward,
      'held-out contacts': lines.contacts,
      'held-out cost': lines.cost,
      'No-Action wins': lines.noActionWins,
      'wins by chance': lines.expectedChanceWins,
      'No-Action losses': lines.noActionLosses,
    },
  };
}

/**
 * Trains the run's own seed and the further ones.
 *
 * @param loaded the log if it has been read already
 * @returns null if Ctrl-C stopped it
 */
export async function trainLogged(
  config: LoggedRunConfig,
  paths: RunPaths,
  backend: BackendInfo,
  context: Context,
  loaded: LoadedRows | null,
): Promise<LoggedReport | null> {
  const log = loaded ?? (await loadLog(config.data, config.schema, context));
  const splits = splitLog(config, config.data, log);
  const jobOf = (seed: number, place: RunPaths) => trainingJob(config, splits.train, seed, place);
  const trained = await trainSeeds(config, paths, jobOf, context);
  if (trained === null) return null;
  const seeds: SeedResult[] = [];
  if (trained.length > 1) {
    for (const training of trained) seeds.push(await seedResult(training.seed, training, splits.test));
  }
  return loggedReport(config, backend, trained[0]!, splits, seeds);
}

async function loggedReport(
  config: LoggedRunConfig,
  backend: BackendInfo,
  training: FinishedTraining,
  { all, train, test }: LoggedSplits,
  seeds: readonly SeedResult[],
): Promise<LoggedReport> {
  const { saved } = training;
  const model = new ModelQFunction(saved.model);
  const policies = loggedPolicies(all);
  const warnings = dataWarnings(all, config.settings.shaping.noActionReward);
  return {
    ...reportBase(config, backend, saved.model.actions, training, seeds),
    kind: 'logged',
    data: config.data,
    dataHash: config.dataHash,
    policies,
    offPolicy: offPolicyOf(policies, warnings),
    matchedActions: await judgeOnLog(model, all),
    splits: { train: await judgeOnLog(model, train), test: await judgeOnLog(model, test) },
    warnings,
    verdict: loggedVerdict(warnings),
  };
}
