/** The report of a training on a log. */
import { resolve } from 'node:path';
import { ModelQFunction } from '../../agents/dqn/model-q-function';
import { warningsOf, type Finding } from '../../dataset/audit/finding';
import { logHashOf } from '../../dataset/contacts/log-hash';
import type { LoggedRows } from '../../dataset/logged-rows';
import { GreedyPolicy } from '../../policies/greedy';
import type { LoggedReport, SeedResult } from '../../report/report';
import type { BackendInfo } from '../../tensor/backends/loader';
import type { Host } from '../host';
import { reportBase } from '../report-base';
import type { LoggedRunConfig } from '../run-config';
import type { FinishedTraining } from '../task';
import { judgeOnLog } from './judge';
import { WITHOUT_ENRICHED } from './learned/beside-enriched';
import { besideModel } from './learned/beside-model';
import type { Contacts, LoggedSplits } from './loaded-log';
import { shownPath, takeLook, type LookingPolicy } from './looks';
import { judgeOffPolicy } from './off-policy/judge-log';
import { unloggedActionsOf } from './unlogged-actions';
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

function lookingModel({ folder, saved }: FinishedTraining, policy = 'model'): LookingPolicy {
  return { run: resolve(folder), policy, identity: modelIdentity(saved.manifest) };
}

/** The model of the run's own seed, asked for every row of the log, and judged on those held out. */
async function judgeModel(
  config: LoggedRunConfig,
  { contacts, splits, findings }: LogOfRun,
  training: FinishedTraining,
  beside: FinishedTraining | null,
  host: Host,
) {
  const { settings } = config;
  const { train, test, decisions } = splits;
  const { saved } = training;
  const model = new ModelQFunction(saved.model);
  const all = splits.all();
  const matched = {
    matchedActions: await judgeOnLog(model, all),
    splits: { train: await judgeOnLog(model, train), test: await judgeOnLog(model, test) },
  };
  const learned =
    'dqn' in settings
      ? null
      : await besideModel({ ...config, settings }, { contacts, splits, all }, model, training, beside, host);
  const policy = new GreedyPolicy(model, test.actions);
  const heldOut = { rows: test, decisions: decisions.test };
  const judgement = await judgeOffPolicy(
    {
      ...{ contacts, findings, judged: heldOut, isFixed: true },
      learnedFrom: { rows: train, decisions: decisions.train },
    },
    policy,
    {
      offPolicy: settings.offPolicy,
      noActionReward: saved.model.unlogged?.noActionReward ?? undefined,
      ...{ beside: learned?.policies ?? [], frontier: learned?.frontier, paired: learned?.paired },
    },
    host,
  );
  const parts = await learned?.parts(policy, heldOut, judgement);
  learned?.dispose();
  model.dispose();
  return { matched, ...judgement, parts };
}

/** @param without what was learned without the columns that `enrich` added; null where nothing was */
export async function loggedReport(
  config: LoggedRunConfig,
  log: LogOfRun,
  host: Host,
  backend: BackendInfo,
  trained: readonly FinishedTraining[],
  without: FinishedTraining | null = null,
): Promise<LoggedReport> {
  const { contacts, findings, splits } = log;
  const { test } = splits;
  const { dataHash, settings, logHash = logHashOf(contacts.schema, { ...contacts.log, dataHash }) } = config;
  const seeds: SeedResult[] = [];
  if (trained.length > 1) for (const training of trained) seeds.push(await seedResult(training, test));
  const { matched, offPolicy, verdict, parts } = await judgeModel(config, log, trained[0]!, without, host);
  const [subject, ...seedsLooking] = trained.map((one) => lookingModel(one));
  // Whoever read its value may take it in the model's place.
  const beside = [...seedsLooking, ...(without === null ? [] : [lookingModel(without, WITHOUT_ENRICHED)])];
  const looks = takeLook(
    { logHash, split: 'test', contacts, decisions: splits.decisions.test },
    { subject: subject!, beside, verdict, level: settings.offPolicy.level },
    host,
  );
  const data = shownPath(config.data);
  return {
    ...reportBase({ ...config, data }, backend, test.actions, trained[0]!, seeds),
    ...{ kind: 'logged', data, dataHash },
    policies: policyResults(offPolicy, test),
    offPolicy,
    ...matched,
    ...unloggedActionsOf(trained[0]!.saved.model),
    ...parts,
    warnings: warningsOf(findings),
    audit: { findings },
    ...{ looks, verdict },
  };
}
