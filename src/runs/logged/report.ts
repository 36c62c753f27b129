/** The report of a training on a log. */
import { resolve } from 'node:path';
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
import { shownPath, takeLook, type LookingPolicy } from './looks';
import { judgeOffPolicy } from './off-policy/judge-log';
import { modelIdentity } from './policy-identity';
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

function lookingModel({ folder, saved }: FinishedTraining): LookingPolicy {
  return { run: resolve(folder), policy: 'model', identity: modelIdentity(saved.manifest) };
}

export async function loggedReport(
  config: LoggedRunConfig,
  { contacts, splits, findings }: LogOfRun,
  host: Host,
  backend: BackendInfo,
  trained: readonly FinishedTraining[],
): Promise<LoggedReport> {
  const { all: allRows, train, test, decisions } = splits;
  const { offPolicy: offPolicySettings } = config.settings;
  const seeds: SeedResult[] = [];
  if (trained.length > 1) for (const training of trained) seeds.push(await seedResult(training, test));
  const model = new ModelQFunction(trained[0]!.saved.model);
  const all = allRows();
  const warnings = warningsOf(findings);
  const judged = {
    matchedActions: await judgeOnLog(model, all),
    splits: { train: await judgeOnLog(model, train), test: await judgeOnLog(model, test) },
  };
  const { offPolicy, verdict } = await judgeOffPolicy(
    {
      ...{ contacts, findings },
      judged: { rows: test, decisions: decisions.test },
      learnedFrom: { rows: train, decisions: decisions.train },
      isFixed: true,
    },
    new GreedyPolicy(model, test.actions),
    { offPolicy: offPolicySettings },
    host,
  );
  model.dispose();
  const [subject, ...beside] = trained.map(lookingModel);
  const looks = takeLook(
    { dataHash: config.dataHash, split: 'test', rows: test },
    { subject: subject!, beside, verdict, level: offPolicySettings.level },
    host,
  );
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
    looks,
    verdict,
  };
}
