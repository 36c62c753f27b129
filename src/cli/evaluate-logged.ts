/** `evaluate` against a log. */
import { InputError, parseInput, show } from '../core/errors';
import type { LoggedRows } from '../dataset/logged-rows';
import type { SchemaConfig } from '../dataset/schema-config';
import { shapingConfigSchema } from '../env/shaping-config';
import { dataWarnings } from '../evaluate/logged/data-warnings';
import { loggedBaselines } from '../evaluate/logged/baselines';
import { matchedActions, type MatchedActions } from '../evaluate/logged/matched-actions';
import { loggedVerdict } from '../evaluate/logged/verdict';
import { formatNumber, formatRatio } from '../report/format';
import { textTable } from '../report/text-table';
import type { EvaluateFlags, Evaluation } from './commands/evaluate';
import type { Context } from './context';
import { judgeOnLog } from './log-evaluation';
import { loadLog, resolveSchema } from './log-source';
import { openModel } from './open-model';
import { splitLog } from './train-logged';

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

function schemaOf(given: EvaluateFlags, trainedOn: SchemaConfig | undefined): SchemaConfig {
  return given.schema === undefined && given.preset === undefined && trainedOn !== undefined
    ? trainedOn
    : resolveSchema(given);
}

async function evaluateModel(
  folder: string,
  given: EvaluateFlags,
  file: string,
  context: Context,
): Promise<Evaluation> {
  const opened = await openModel(folder, given, context);
  const config = opened.config?.kind === 'logged' ? opened.config : null;
  if (given.split === 'test' && config === null) {
    throw new InputError(`${folder}: expected a run with config.json that says which rows it held out`);
  }
  const schema = schemaOf(given, config?.schema);
  const { features, actions } = opened.model;
  const log = await loadLog(file, schema, context, actions);
  const rows = given.split === 'test' ? splitLog(config!, file, log).test : log.rows;
  expectFeatures(file, rows, features);
  const matched = await judgeOnLog(opened.qFunction, rows);
  const shaping =
    config?.settings.shaping ??
    parseInput(`${given.schema ?? 'schema'} shaping`, shapingConfigSchema, schema.shaping);
  const warnings = dataWarnings(rows, shaping.noActionReward);
  const verdict = loggedVerdict(warnings);
  return {
    document: {
      schemaVersion: 1,
      kind: 'logged',
      data: file,
      split: given.split,
      backend: opened.backend,
      matchedActions: matched,
      warnings,
      verdict,
    },
    text: [
      linesTable(matched),
      `verdict: ${verdict.decision}`,
      ...verdict.reasons.map((reason) => `  ${reason}`),
    ].join('\n'),
    verdict,
  };
}

async function evaluateBaseline(
  name: string,
  given: EvaluateFlags,
  file: string,
  context: Context,
): Promise<Evaluation> {
  const { rows } = await loadLog(file, resolveSchema(given), context);
  const baselines = loggedBaselines(rows);
  const baseline = baselines.find((one) => one.name === name);
  if (baseline === undefined) {
    throw new InputError(
      `--policy: expected one of ${baselines.map((one) => one.name).join(', ')}, got ${show(name)}`,
    );
  }
  const matched = await matchedActions(rows, [baseline]);
  return {
    document: { schemaVersion: 1, kind: 'logged', data: file, split: 'all', matchedActions: matched },
    text: linesTable(matched),
    verdict: null,
  };
}

export function evaluateOnLog(given: EvaluateFlags, file: string, context: Context): Promise<Evaluation> {
  return given.model === undefined
    ? evaluateBaseline(given.policy!, given, file, context)
    : evaluateModel(given.model, given, file, context);
}
