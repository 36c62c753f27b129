/** `evaluate` against a log. */
import { InputError, show } from '../../core/errors';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { LoggedRows } from '../../dataset/logged-rows';
import { loggedBaselines } from '../../evaluate/logged/baselines';
import { warningsOf } from '../../dataset/audit/finding';
import { auditThresholds } from '../../dataset/audit/settings';
import { matchedActions, type MatchedActions } from '../../evaluate/logged/matched-actions';
import { loggedVerdict } from '../../evaluate/logged/verdict';
import { formatNumber, formatRatio } from '../../report/format';
import { textTable } from '../../report/text-table';
import { policyNamed, type Evaluation, type EvaluationRequest } from '../evaluation';
import type { Host } from '../host';
import { configOf, openModel } from '../open-model';
import type { LoggedRunConfig } from '../run-config';
import { judgeOnLog } from './judge';
import { expectSameLog, loadLog, shapingOf, type LogSource } from './log-source';
import type { LoadedLog } from './loaded-log';

/** @throws InputError if the log's features are not those that the model was trained on, in their order */
function expectFeatures(file: string, rows: LoggedRows, features: readonly string[]): void {
  if (JSON.stringify(rows.features) === JSON.stringify(features)) return;
  throw new InputError(
    `${file}: expected the model's features ${show(features)}, got ${show(rows.features)}`,
  );
}

function linesTable(matched: MatchedActions): string {
  const columns = [
    'policy',
    'reward',
    'contacts',
    'cost',
    'reward/contact',
    'negatives',
    'wins',
    'by chance',
    'losses',
  ];
  const cells = Object.entries(matched.policies).map(([name, lines]) => [
    name,
    ...[lines.reward, lines.contacts, lines.cost].map(formatNumber),
    formatRatio(lines.rewardPerContact),
    `${formatNumber(lines.negativeRewards)} of ${matched.negativeRows}`,
    ...[lines.noActionWins, lines.expectedChanceWins, lines.noActionLosses].map(formatNumber),
  ]);
  return textTable(
    columns.map((label, i) => ({ label, align: i === 0 ? ('left' as const) : ('right' as const) })),
    cells,
    120,
  );
}

/** The log as the model's run read it, unless somebody said otherwise. */
function asTrainedOn(source: LogSource, run: LoggedRunConfig | null, raw: RawInputs | null): LogSource {
  const schema = run?.schema ?? raw?.schema;
  return schema !== undefined && source.implied ? { ...source, schema, implied: false } : source;
}

/** @throws InputError if the log is not the one that the run split */
function heldOut(
  file: string,
  log: LoadedLog,
  { dataHash, settings }: LoggedRunConfig,
  raw: RawInputs | null,
): LoggedRows {
  expectSameLog(file, log, dataHash, '; without --split a new log is judged whole');
  return log.split(settings.split, raw).test;
}

/** Says so where a model is judged on what it was trained on. */
function sayTrainedOn(
  file: string,
  log: LoadedLog,
  { dataHash, settings }: LoggedRunConfig,
  { logger }: Host,
): void {
  if (log.dataHash !== dataHash) return;
  const { train, test } = log.sides(settings.split);
  logger.warn(
    `${file}: ${train} of these ${log.count} rows were trained on; --split test judges the ${test} held out`,
  );
}

async function evaluateModel(
  folder: string,
  request: EvaluationRequest,
  given: LogSource,
  host: Host,
): Promise<Evaluation> {
  const { split = 'all' } = request;
  const { file } = given;
  const { model, backend, qFunction, manifest } = await openModel(folder, request, host);
  // A model of a world has no rows of its own: what its world was does not matter here.
  const config = manifest.environment === null ? configOf(folder, request.worlds) : null;
  const run = config?.kind === 'logged' ? config : null;
  if (split === 'test' && run === null) {
    throw new InputError(`${folder}: expected a run with config.json that says which rows it held out`);
  }
  const raw = manifest.raw ?? null;
  const source = asTrainedOn(given, run, raw);
  const log = await loadLog(source, host, model.actions);
  if (split === 'all' && run !== null) sayTrainedOn(file, log, run, host);
  const rows = split === 'test' ? heldOut(file, log, run!, raw) : log.rows(raw);
  expectFeatures(file, rows, model.features);
  const matched = await judgeOnLog(qFunction, rows);
  qFunction.dispose();
  const shaping = run?.settings.shaping ?? shapingOf(source);
  // Of the whole log: what it cannot tell, no part of it can.
  const findings = log.audit({ audit: run?.settings.audit ?? auditThresholds.parse({}), shaping });
  const warnings = warningsOf(findings);
  const verdict = loggedVerdict(warnings);
  return {
    document: {
      ...{ schemaVersion: 1, kind: 'logged', data: file, split, backend },
      ...{ matchedActions: matched, warnings, audit: { findings }, verdict },
    },
    text: [
      linesTable(matched),
      `verdict: ${verdict.decision}`,
      ...verdict.reasons.map((reason) => `  ${reason}`),
      ...warnings.map(({ code, message }) => `  ${code}: ${message}`),
    ].join('\n'),
    verdict,
  };
}

async function evaluateBaseline(name: string, source: LogSource, host: Host): Promise<Evaluation> {
  const rows = (await loadLog(source, host)).rows(null);
  const matched = await matchedActions(rows, [policyNamed(name, loggedBaselines(rows))]);
  return {
    document: { schemaVersion: 1, kind: 'logged', data: source.file, split: 'all', matchedActions: matched },
    text: linesTable(matched),
    verdict: null,
  };
}

/** @throws InputError for a log that cannot be read, or is not of the model's features and actions */
export function evaluateOnLog(
  request: EvaluationRequest,
  source: LogSource,
  host: Host,
): Promise<Evaluation> {
  return request.model === undefined
    ? evaluateBaseline(request.policy!, source, host)
    : evaluateModel(request.model, request, source, host);
}
