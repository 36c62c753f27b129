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
import type { Contacts, LoggedSplits } from './loaded-log';
import { judgeOffPolicy } from './off-policy/judge-log';
import { policyResults } from './policy-results';
import type { LearnedFrom } from './readable/learn-readable';
import { judgedReadable, readableBeside, type ReadableBeside } from './readable/readable-policy';

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

/** Only what learned from decisions has more to be compared with. */
async function besideModel(
  config: LoggedRunConfig,
  from: LearnedFrom,
  model: ModelQFunction,
  { saved }: FinishedTraining,
  host: Host,
): Promise<ReadableBeside | null> {
  const { settings } = config;
  const { support } = saved.model;
  if (!('method' in settings) || support === undefined) return null;
  return readableBeside({ ...config, settings }, from, model, support, host);
}

export async function loggedReport(
  config: LoggedRunConfig,
  { contacts, splits, findings }: LogOfRun,
  host: Host,
  backend: BackendInfo,
  trained: readonly FinishedTraining[],
): Promise<LoggedReport> {
  const { all: allRows, train, test, decisions } = splits;
  const seeds: SeedResult[] = [];
  if (trained.length > 1) for (const training of trained) seeds.push(await seedResult(training, test));
  const model = new ModelQFunction(trained[0]!.saved.model);
  const all = allRows();
  const warnings = warningsOf(findings);
  const judged = {
    matchedActions: await judgeOnLog(model, all),
    splits: { train: await judgeOnLog(model, train), test: await judgeOnLog(model, test) },
  };
  const beside = await besideModel(config, { contacts, splits, all }, model, trained[0]!, host);
  const policy = new GreedyPolicy(model, test.actions);
  const heldOut = { rows: test, decisions: decisions.test };
  const { offPolicy, verdict } = await judgeOffPolicy(
    {
      ...{ contacts, findings, judged: heldOut, isFixed: true },
      learnedFrom: { rows: train, decisions: decisions.train },
    },
    policy,
    { offPolicy: config.settings.offPolicy, beside: beside?.policy ? [beside.policy] : [] },
    host,
  );
  const readable = beside && (await judgedReadable(beside, contacts, heldOut, policy, offPolicy));
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
    warnings,
    audit: { findings },
    verdict,
    ...(readable && { readable }),
  };
}
