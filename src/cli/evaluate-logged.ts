/** `evaluate` against a log. */
import { InputError, show } from '../core/errors';
import type { LoggedRows } from '../dataset/logged-rows';
import type { SchemaConfig } from '../dataset/schema-config';
import { dataWarnings } from '../evaluate/data-warnings';
import { baselineLines, loggedBaselines } from '../evaluate/logged-baselines';
import type { MatchedActions } from '../evaluate/matched-actions';
import { formatNumber, formatRatio } from '../report/format';
import { textTable } from '../report/text-table';
import type { EvaluateFlags, Evaluation } from './commands/evaluate';
import type { Context } from './context';
import { judgeOnLog, loggedVerdict } from './log-evaluation';
import { loadLog, resolveSchema } from './log-source';
import { openModel, type OpenModel } from './open-model';
import { loadSplits } from './train-logged';

/**
 * The same rows with actions numbered as the model numbers them: the list is part of the model.
 *
 * @throws InputError if the log's features are others, or it has an action that the model does not know
 */
export function alignRows(file: string, rows: LoggedRows, { model }: Pick<OpenModel, 'model'>): LoggedRows {
  if (rows.features.join() !== model.features.join()) {
    throw new InputError(
      `${file}: expected the model's features ${show(model.features)}, got ${show(rows.features)}`,
    );
  }
  const indices = rows.actions.map((action) => {
    const index = model.actions.indexOf(action);
    if (index < 0)
      throw new InputError(
        `${file}: expected actions of the model (${model.actions.join(', ')}), got ${show(action)}`,
      );
    return index;
  });
  const costs = model.actions.map((action) => rows.actionCosts[rows.actions.indexOf(action)] ?? 0);
  return {
    ...rows,
    actions: model.actions,
    actionCosts: costs,
    loggedActions: rows.loggedActions.map((action) => indices[action]!),
  };
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
  const opened = await openModel(folder, given.backend, context);
  const config = opened.config?.kind === 'logged' ? opened.config : null;
  if (given.split === 'test' && config === null) {
    throw new InputError(`${folder}: expected a run with config.json that says which rows it held out`);
  }
  const rows =
    given.split === 'test'
      ? (await loadSplits(config!, file, context)).test
      : (await loadLog(file, schemaOf(given, config?.schema), context)).rows;
  const aligned = alignRows(file, rows, opened);
  const matched = await judgeOnLog(opened.qFunction, aligned);
  const warnings = dataWarnings(aligned, config?.settings.shaping.noActionReward ?? -0.01);
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
  const negativeRows = rows.rewards.filter((reward) => reward < 0).length;
  const matched = {
    rows: rows.rewards.length,
    negativeRows,
    policies: { [name]: baselineLines(rows, baseline) },
  };
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
