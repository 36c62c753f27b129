/** The report of a training on a log. */
import { relative } from 'node:path';
import { ModelQFunction } from '../../agents/dqn/model-q-function';
import { warningsOf, type Finding } from '../../dataset/audit/finding';
import type { LoggedRows } from '../../dataset/logged-rows';
import { GreedyPolicy } from '../../policies/greedy';
import type { LoggedReport, SeedResult } from '../../report/report';
import type { BackendInfo } from '../../tensor/backends/loader';
import type { Host } from '../host';
import { reportBase } from '../report-base';
import type { LoggedRunConfig } from '../run-config';
import type { FinishedTraining } from '../task';
import { judgeOnLog } from './judge';
import { besideModel } from './learned/beside-model';
import type { Contacts, LoggedSplits } from './loaded-log';
import { judgeOffPolicy } from './off-policy/judge-log';
import { unloggedActionsOf } from './unlogged-actions';
import { policyResults } from './policy-results';

/** The log that a configuration speaks of. */
export interface LogOfRun {
  readonly contacts: Contacts;
  readonly splits: LoggedSplits;
  /** Of its audit. */
  readonly findings: readonly Finding[];
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

export async function loggedReport(
  config: LoggedRunConfig,
  { contacts, splits, findings }: LogOfRun,
  host: Host,
  backend: BackendInfo,
  trained: readonly FinishedTraining[],
): Promise<LoggedReport> {
  const { settings } = config;
  const { all: allRows, train, test, decisions } = splits;
  const seeds: SeedResult[] = [];
  if (trained.length > 1) for (const training of trained) seeds.push(await seedResult(training, test));
  const { saved } = trained[0]!;
  const model = new ModelQFunction(saved.model);
  const all = allRows();
  const warnings = warningsOf(findings);
  const judged = {
    matchedActions: await judgeOnLog(model, all),
    splits: { train: await judgeOnLog(model, train), test: await judgeOnLog(model, test) },
  };
  const learned =
    'dqn' in settings
      ? null
      : await besideModel({ ...config, settings }, { contacts, splits, all }, model, trained[0]!, host);
  const policy = new GreedyPolicy(model, test.actions);
  const heldOut = { rows: test, decisions: decisions.test };
  const { offPolicy, verdict, frontier } = await judgeOffPolicy(
    {
      ...{ contacts, findings, judged: heldOut, isFixed: true },
      learnedFrom: { rows: train, decisions: decisions.train },
    },
    policy,
    {
      offPolicy: settings.offPolicy,
      noActionReward: saved.model.unlogged?.noActionReward ?? undefined,
      beside: learned?.policies ?? [],
      frontier: learned?.frontier,
    },
    host,
  );
  const parts = await learned?.parts(policy, heldOut, { offPolicy, frontier });
  learned?.dispose();
  model.dispose();
  const data = shownPath(config.data);
  return {
    ...reportBase({ ...config, data }, backend, all.actions, trained[0]!, seeds),
    kind: 'logged',
    data,
    dataHash: config.dataHash,
    policies: policyResults(offPolicy, test),
    offPolicy,
    ...judged,
    ...unloggedActionsOf(saved.model),
    ...parts,
    warnings,
    audit: { findings },
    verdict,
  };
}
