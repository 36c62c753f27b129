/** Training on a log, from configuration to report. */
import { relative } from 'node:path';
import { ModelQFunction } from '../../agents/dqn/model-q-function';
import { updatesAfter } from '../../agents/dqn/trainer';
import { fitScaling, identityScaling, scaledReward } from '../../agents/scaling';
import type { Scaling } from '../../agents/model';
import { Random } from '../../core/random';
import type { LoggedRows } from '../../dataset/logged-rows';
import { warningsOf, type Finding } from '../../dataset/audit/finding';
import { loggedPolicies, loggedVerdict, offPolicyOf } from '../../evaluate/logged/verdict';
import type { LoggedReport, SeedResult } from '../../report/report';
import type { BackendInfo } from '../../tensor/backends/loader';
import { largestReward, RowReplay } from '../../worlds/sales-channel-study/row-replay';
import { reportBase } from '../report-base';
import type { LoggedRunConfig } from '../run-config';
import type { FinishedTraining, Task, Training } from '../task';
import { greedyPassReward } from './greedy-pass';
import { judgeOnLog } from './judge';
import type { LoggedSettings } from './settings';
import type { LoggedSplits } from './loaded-log';

/** Features that were encoded from raw columns are scaled already. */
function scalingOf(rows: LoggedRows, isEncoded: boolean, { scaling, shaping, dqn }: LoggedSettings): Scaling {
  const { length } = rows.features;
  if (scaling === 'none') return identityScaling(length, dqn.rewardScale);
  const largest = largestReward(rows.rewards, shaping);
  return isEncoded
    ? identityScaling(length, scaledReward(dqn.rewardScale, largest))
    : fitScaling(rows.observations, length, largest, dqn.rewardScale);
}

function trainingOf(
  { settings, xla }: LoggedRunConfig,
  { train: rows, raw }: LoggedSplits,
  seed: number,
): Training {
  const { dqn, environments, steps, shaping } = settings;
  return {
    random: Random.fromSeed(seed),
    environment: new RowReplay(rows, environments, shaping),
    agent: {
      config: dqn,
      scaling: scalingOf(rows, raw !== null, settings),
      features: rows.features,
      actions: rows.actions,
      masked: rows.allowed !== undefined,
      epsilonSteps: dqn.epsilon.decayShare * steps,
      trainingUpdates: updatesAfter(dqn, steps),
      xla,
    },
    evaluate: greedyPassReward(rows, shaping),
    remarks: () => [],
  };
}

/** What one seed's model comes to on the rows held out. */
async function seedResult({ seed, saved }: FinishedTraining, test: LoggedRows): Promise<SeedResult> {
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

/** A path as a reader of the report knows it: below the folder they work in, or in full. */
function shownPath(file: string): string {
  const below = relative('', file);
  return below === '' || below.startsWith('..') ? file : below;
}

async function loggedReport(
  config: LoggedRunConfig,
  { all: allRows, train, test }: LoggedSplits,
  findings: readonly Finding[],
  backend: BackendInfo,
  trained: readonly FinishedTraining[],
): Promise<LoggedReport> {
  const seeds: SeedResult[] = [];
  if (trained.length > 1) for (const training of trained) seeds.push(await seedResult(training, test));
  const model = new ModelQFunction(trained[0]!.saved.model);
  const all = allRows();
  const policies = loggedPolicies(all);
  const warnings = warningsOf(findings);
  const judged = {
    matchedActions: await judgeOnLog(model, all),
    splits: { train: await judgeOnLog(model, train), test: await judgeOnLog(model, test) },
  };
  model.dispose();
  const data = shownPath(config.data);
  return {
    ...reportBase({ ...config, data }, backend, all.actions, trained[0]!, seeds),
    kind: 'logged',
    data,
    dataHash: config.dataHash,
    policies,
    offPolicy: offPolicyOf(policies, warnings),
    ...judged,
    warnings,
    audit: { findings },
    verdict: loggedVerdict(warnings),
  };
}

/**
 * @param splits of the log that the configuration speaks of
 * @param findings of its audit
 */
export function loggedTask(
  config: LoggedRunConfig,
  splits: LoggedSplits,
  findings: readonly Finding[],
): Task {
  return {
    objective: 'rewardPerRow',
    details: {
      ...{ dataHash: config.dataHash, environment: null, gamma: config.settings.dqn.gamma },
      ...(splits.raw !== null && { raw: splits.raw }),
    },
    training: (seed) => trainingOf(config, splits, seed),
    report: (backend, trained) => loggedReport(config, splits, findings, backend, trained),
  };
}
