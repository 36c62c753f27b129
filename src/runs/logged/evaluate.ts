/** `evaluate` against a log. */
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { warningsOf, type Finding } from '../../dataset/audit/finding';
import { auditThresholds } from '../../dataset/audit/settings';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { LoggedRows } from '../../dataset/logged-rows';
import { isStudySchema } from '../../dataset/schema/read-schema';
import { loggedBaselines } from '../../evaluate/logged/baselines';
import { matchedActions, type MatchedActions } from '../../evaluate/logged/matched-actions';
import { offPolicySettings } from '../../evaluate/off-policy/settings';
import { GreedyPolicy } from '../../policies/greedy';
import type { Policy } from '../../policies/policy';
import { matchedText, policyValuesText, verdictText } from '../../report/evaluation-text';
import type { Evaluation, EvaluationRequest } from '../evaluation';
import type { Host } from '../host';
import { configOf, openModel } from '../open-model';
import type { LoggedRunConfig } from '../run-config';
import { resolveSettings } from '../settings';
import { judgeOnLog } from './judge';
import { expectSameLog, loadLog, shapingOf, type LogSource } from './log-source';
import { everyDecision, type LoadedLog } from './loaded-log';
import { judgeOffPolicy, type JudgeSettings, type LogJudgement } from './off-policy/judge-log';
import type { LogToJudge, RowsOfLog } from './off-policy/log-to-judge';
import { isRulesFile, rulesSubject } from './rules-subject';

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

/** Which rows are judged, and which of the others baselines may learn from. */
interface JudgedSide extends Pick<LogToJudge, 'judged' | 'learnedFrom' | 'isFixed'> {
  readonly split: 'all' | 'test';
}

/**
 * The test rows of the log that the model was trained on, unless all are asked for; all rows of another log.
 *
 * @throws InputError if test rows are asked for and the log is not the one that the run split
 */
function judgedSide(
  file: string,
  log: LoadedLog,
  run: LoggedRunConfig | null,
  raw: RawInputs | null,
  { split }: EvaluationRequest,
  { logger }: Host,
): JudgedSide {
  const isOwn = run !== null && log.dataHash === run.dataHash;
  if (split === 'test')
    expectSameLog(file, log, run!.dataHash, '; without --split a new log is judged whole');
  if (split === 'test' || (split === undefined && isOwn)) {
    const { train, test, decisions } = log.split(run!.settings.split, raw);
    logger.info(`${file}: judged on the ${decisions.test.length} decisions that were not trained on`);
    return {
      split: 'test',
      judged: { rows: test, decisions: decisions.test },
      learnedFrom: { rows: train, decisions: decisions.train },
      isFixed: true,
    };
  }
  if (isOwn) sayTrainedOn(file, log, run, logger);
  return {
    split: 'all',
    judged: { rows: log.rows(raw), decisions: everyDecision(log.contacts) },
    learnedFrom: null,
    isFixed: !isOwn,
  };
}

/** Says so where a model is judged on what it was trained on. */
function sayTrainedOn(file: string, log: LoadedLog, { settings }: LoggedRunConfig, logger: Logger): void {
  const { train, test } = log.sides(settings.split);
  logger.warn(
    `${file}: ${train} of these ${log.count} rows were trained on; --split test judges the ${test} held out`,
  );
}

/** What was found, as a document and as text. */
function evaluationOf(
  source: LogSource,
  { split, judged }: JudgedSide,
  matched: MatchedActions,
  findings: readonly Finding[],
  { offPolicy, verdict }: LogJudgement,
  { offPolicy: settings }: JudgeSettings,
  more: Readonly<Record<string, unknown>>,
): Evaluation {
  const warnings = warningsOf(findings);
  return {
    document: {
      ...{
        schemaVersion: 1,
        kind: 'logged',
        data: source.file,
        split,
        rows: judged.decisions.length,
        ...more,
      },
      ...{ settings, offPolicy, matchedActions: matched, warnings, audit: { findings }, verdict },
    },
    text: [
      policyValuesText(offPolicy, verdict),
      // Of the published form the published lines too; of a company's log they would be taken for values.
      ...(isStudySchema(source.schema) ? [matchedText(matched)] : []),
      verdictText(verdict, warnings),
    ].join('\n\n'),
    verdict,
  };
}

/** What of a log's settings judging asks for. */
const judgingSettings = z.strictObject({ offPolicy: offPolicySettings.prefault({}) });

/** As the model's run had it, but for what is asked now. */
function judgeSettings(
  { against, margin, set = [] }: EvaluationRequest,
  run: LoggedRunConfig | null,
): JudgeSettings {
  const { offPolicy } = resolveSettings(judgingSettings, {
    ...{ file: undefined, assignments: set, flags: {} },
    preset: run === null ? {} : { offPolicy: run.settings.offPolicy },
  });
  return { offPolicy, against, margin };
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
  const side = judgedSide(file, log, run, raw, request, host);
  expectFeatures(file, side.judged.rows, model.features);
  // Of the whole log: what it cannot tell, no part of it can.
  const shaping = run !== null && 'shaping' in run.settings ? run.settings.shaping : shapingOf(source);
  const findings = log.audit({ audit: run?.settings.audit ?? auditThresholds.parse({}), shaping });
  const policy = new GreedyPolicy(qFunction, model.actions);
  const matched = await judgeOnLog(qFunction, side.judged.rows);
  const toJudge = { ...side, contacts: log.contacts, findings };
  const settings = judgeSettings(request, run);
  const judgement = await judgeOffPolicy(toJudge, policy, settings, host);
  qFunction.dispose();
  return evaluationOf(source, side, matched, findings, judgement, settings, { backend });
}

/** A policy by its name, or the rules of a file. */
function namedSubject(name: string, { contacts }: LoadedLog, { decisions }: RowsOfLog): Policy | string {
  return isRulesFile(name) ? rulesSubject(name, contacts, decisions) : name;
}

async function evaluateBaseline(
  name: string,
  request: EvaluationRequest,
  source: LogSource,
  host: Host,
): Promise<Evaluation> {
  const log = await loadLog(source, host);
  const judged = { rows: log.rows(null), decisions: everyDecision(log.contacts) };
  const findings = log.audit({ audit: auditThresholds.parse({}), shaping: shapingOf(source) });
  const subject = namedSubject(name, log, judged);
  const side: JudgedSide = { split: 'all', judged, learnedFrom: null, isFixed: true };
  const toJudge = { ...side, contacts: log.contacts, findings };
  const settings = judgeSettings(request, null);
  const judgement = await judgeOffPolicy(toJudge, subject, settings, host);
  const matched = await matchedActions(judged.rows, [
    ...(typeof subject === 'string' ? [] : [subject]),
    ...loggedBaselines(judged.rows),
  ]);
  return evaluationOf(source, side, matched, findings, judgement, settings, {});
}

/** @throws InputError for a log that cannot be read, or is not of the model's features and actions */
export function evaluateOnLog(
  request: EvaluationRequest,
  source: LogSource,
  host: Host,
): Promise<Evaluation> {
  return request.model === undefined
    ? evaluateBaseline(request.policy!, request, source, host)
    : evaluateModel(request.model, request, source, host);
}
