/** `evaluate` against a log. */
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import { pause } from '../../core/pause';
import { auditThresholds } from '../../dataset/audit/settings';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { LoggedRows } from '../../dataset/logged-rows';
import { loggedBaselines } from '../../evaluate/logged/baselines';
import { matchedActions } from '../../evaluate/logged/matched-actions';
import { offPolicySettings } from '../../evaluate/off-policy/settings';
import { GreedyPolicy } from '../../policies/greedy';
import type { Policy } from '../../policies/policy';
import type { Evaluation, EvaluationRequest } from '../evaluation';
import type { Host } from '../host';
import { runPaths } from '../../track/run-folder';
import { configOf, openModel } from '../open-model';
import type { LoggedRunConfig } from '../run-config';
import { resolveSettings } from '../settings';
import { evaluationOf, type JudgedLog } from './evaluation-of';
import { judgedSide, wholeLog } from './judged-side';
import { shapingOfLearned } from './learned/unlogged';
import { loadLog, shapingOf, type LogSource } from './log-source';
import { takeLook, type LookingPolicy } from './looks';
import { judgeOffPolicy, type JudgeSettings } from './off-policy/judge-log';
import { modelIdentity, rulesIdentity } from './policy-identity';
import { unloggedActionsOf } from './unlogged-actions';
import { expectRules, isRulesFile, readSides, type Sides } from './written-rules';

/** @throws InputError if the log's features are not those that the model was trained on, in their order */
function expectFeatures(file: string, rows: LoggedRows, features: readonly string[]): void {
  if (JSON.stringify(rows.features) === JSON.stringify(features)) return;
  throw new InputError(
    `${file}: expected the model's features ${show(features)}, got ${show(rows.features)}`,
  );
}

/** The log as the model's run read it, unless somebody said otherwise. */
function asTrainedOn(source: LogSource, run: LoggedRunConfig | null, raw: RawInputs | null): LogSource {
  const schema = run?.schema ?? raw?.schema;
  return schema !== undefined && source.implied ? { ...source, schema, implied: false } : source;
}

/** What of a log's settings judging asks for. */
const judgingSettings = z.strictObject({ offPolicy: offPolicySettings.prefault({}) });

/** As the model's run had it, but for what is asked now. */
function judgeSettings(
  {
    set = [],
    ...asked
  }: Pick<EvaluationRequest, 'margin' | 'set'> & Pick<JudgeSettings, 'against' | 'noActionReward'>,
  run: LoggedRunConfig | null,
): JudgeSettings {
  const { offPolicy } = resolveSettings(judgingSettings, {
    ...{ file: undefined, assignments: set, flags: {} },
    preset: run === null ? {} : { offPolicy: run.settings.offPolicy },
  });
  const { against, margin, noActionReward } = asked;
  return { offPolicy, against, margin, noActionReward };
}

/** What is judged on, once it is read. */
type OnLog = Pick<JudgedLog, 'source' | 'log' | 'side' | 'findings'>;

interface Asked extends Sides<Policy | string> {
  /** The subject, as the ledger of looks knows it. */
  readonly looking: LookingPolicy;
}

/** Both sides judged off-policy and by the published lines. */
async function judgeSides(
  asked: Asked,
  { source, log, side, findings }: OnLog,
  request: EvaluationRequest & Pick<JudgeSettings, 'noActionReward'>,
  run: LoggedRunConfig | null,
  host: Host,
): Promise<JudgedLog> {
  // The audit took its time: whoever wants an end is heard.
  await pause();
  const { rows, decisions } = side.judged;
  const { subject, against, rules, remarks } = readSides(asked, log.contacts, decisions);
  for (const remark of remarks) host.logger.warn(remark);
  const settings = judgeSettings({ ...request, against }, run);
  const toJudge = { ...side, contacts: log.contacts, findings };
  const judgement = await judgeOffPolicy(toJudge, subject, settings, host);
  const own = [subject, against].filter((policy) => typeof policy === 'object');
  const matched = await matchedActions(rows, [...own, ...loggedBaselines(rows)]);
  const { verdict } = judgement;
  const looks = takeLook(
    { logHash: side.logHash, split: side.split, contacts: log.contacts, decisions },
    { subject: asked.looking, verdict, level: settings.offPolicy.level },
    host,
  );
  return { source, log, side, findings, matched, judgement, looks, settings: settings.offPolicy, rules };
}

async function evaluateModel(
  folder: string,
  request: EvaluationRequest,
  given: LogSource,
  host: Host,
): Promise<Evaluation> {
  const { file } = given;
  const { model, backend, qFunction, manifest } = await openModel(folder, request, host);
  // A model of a world has no rows of its own: what its world was does not matter here.
  const config = manifest.environment === null ? configOf(folder, request.worlds) : null;
  const run = config?.kind === 'logged' ? config : null;
  if (request.split === 'test' && run === null) {
    throw new InputError(`${folder}: expected a run with config.json that says which rows it held out`);
  }
  const raw = manifest.raw ?? null;
  const source = asTrainedOn(given, run, raw);
  const log = await loadLog(source, host, model.actions);
  const side = judgedSide(file, log, run, raw, request, host.logger);
  expectFeatures(file, side.judged.rows, model.features);
  // Of the whole log: what it cannot tell, no part of it can.
  const noActionReward = model.unlogged?.noActionReward ?? undefined;
  const shaping =
    run !== null && 'shaping' in run.settings
      ? run.settings.shaping
      : shapingOfLearned({ noActionReward }, source);
  const findings = log.audit({ audit: run?.settings.audit ?? auditThresholds.parse({}), shaping });
  const policy = new GreedyPolicy(qFunction, model.actions);
  const looking = { run: resolve(folder), policy: policy.name, identity: modelIdentity(manifest) };
  const asked = { subject: policy, against: request.against, looking };
  const judging = { ...request, noActionReward };
  const evaluation = await judgeSides(asked, { source, log, side, findings }, judging, run, host);
  qFunction.dispose();
  return evaluationOf({ ...evaluation, ...unloggedActionsOf(model), backend });
}

function lookingPolicy(name: string): LookingPolicy {
  return isRulesFile(name)
    ? { run: resolve(name), policy: basename(name), identity: rulesIdentity(name) }
    : { run: null, policy: name, identity: name };
}

/** The run that wrote some rules, in whose folder they lie: they were grown on rows of its log. */
function runOfRules(name: string, { worlds }: EvaluationRequest): LoggedRunConfig | null {
  if (!isRulesFile(name)) return null;
  const folder = dirname(name);
  if (resolve(runPaths(folder).rules) !== resolve(name)) return null;
  const config = configOf(folder, worlds);
  return config?.kind === 'logged' ? config : null;
}

async function evaluatePolicy(
  name: string,
  request: EvaluationRequest,
  given: LogSource,
  host: Host,
): Promise<Evaluation> {
  const run = runOfRules(name, request);
  if (request.split === 'test' && run === null)
    throw new InputError(
      `--split test: expected with --model, or rules in the folder of the run that wrote them, which says what it held out; got ${show(name)}`,
    );
  const source = asTrainedOn(given, run, null);
  const log = await loadLog(source, host);
  const findings = log.audit({ audit: auditThresholds.parse({}), shaping: shapingOf(source) });
  const asked = { subject: name, against: request.against, looking: lookingPolicy(name) };
  const side =
    run === null ? wholeLog(log, null) : judgedSide(source.file, log, run, null, request, host.logger);
  return evaluationOf(await judgeSides(asked, { source, log, side, findings }, request, run, host));
}

/** @throws InputError for rules or a log that cannot be read, or a log that is not of the model's features and actions */
export async function evaluateOnLog(
  request: EvaluationRequest,
  source: LogSource,
  host: Host,
): Promise<Evaluation> {
  expectRules([request.policy, request.against]);
  return request.model === undefined
    ? evaluatePolicy(request.policy!, request, source, host)
    : evaluateModel(request.model, request, source, host);
}
