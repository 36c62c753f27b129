/**
 * The schema of a log that a service wrote: that of the log trained on, but that propensities are known, every No Action is
 * a row, and what was allowed is as it was at the decision.
 */
import { show } from '../../core/errors';
import { historyMeanings } from '../../dataset/decisions/history';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { specsOf } from '../../dataset/features/raw-rows';
import type { FeatureSpec } from '../../dataset/schema/feature-schema';
import { logSchema, type LogSchema } from '../../dataset/schema/log-schema';
import { outcomeColumns } from '../requests/outcome-request';

/** Names of the columns that the log trained on need not have. */
export interface AddedColumns {
  readonly customer: string;
  readonly time: string;
  readonly sequence: string;
  readonly propensity: string;
  readonly group: string;
  readonly model: string;
  readonly decision: string;
}

export interface CollectedSchema {
  readonly schema: LogSchema;
  readonly added: AddedColumns;
  /** Raw columns of customers, eligibility apart. */
  readonly columns: readonly string[];
  /** By action: the column that says whether it was allowed; a list in one column; or neither. */
  readonly eligible: LogSchema['eligible'];
  /** What a decision must have been told to be a row. */
  readonly required: readonly string[];
  /** What else may have come of it: 0 where nobody told. */
  readonly optional: readonly string[];
  /** What is lost, a line each. */
  readonly remarks: readonly string[];
}

type Draft = { -readonly [Key in keyof LogSchema]?: LogSchema[Key] };

/** A name that no column has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  return taken.has(wanted) ? freeName(`${wanted}_`, taken) : wanted;
}

function featuresOf(raw: RawInputs, actions: readonly string[]): Readonly<Record<string, FeatureSpec>> {
  const made = historyMeanings(raw.schema, actions);
  return Object.fromEntries(Object.entries(specsOf(raw)).filter(([name]) => !made.has(name)));
}

/** Columns that opt-outs ask for. */
function ruleColumns({ rules = [] }: LogSchema): string[] {
  return rules.flatMap((rule) => ('never' in rule ? Object.keys(rule.where) : []));
}

const isFlagged = (eligible: LogSchema['eligible']): eligible is Readonly<Record<string, string>> =>
  typeof eligible === 'object';

/**
 * @param actions the model's
 * @param logged names of columns that lines of the log have
 * @param told names of columns that somebody told of what came of decisions
 */
export function collectedSchema(
  raw: RawInputs,
  actions: readonly string[],
  logged: ReadonlySet<string>,
  told: ReadonlySet<string>,
): CollectedSchema {
  const { schema } = raw;
  const remarks: string[] = [];
  const features = Object.entries(featuresOf(raw, actions)).filter(([name]) => {
    if (logged.has(name)) return true;
    remarks.push(`${show(name)} is not logged, so that no policy can learn from it`);
    return false;
  });
  const rules = (schema.rules ?? []).filter((rule) => {
    const lost = 'never' in rule ? Object.keys(rule.where).find((name) => !logged.has(name)) : undefined;
    if (lost !== undefined)
      remarks.push(`${show(lost)} is not logged, so that the rule that asks for it is no part of the schema`);
    return lost === undefined;
  });
  const costColumn = typeof schema.cost === 'string' ? schema.cost : null;
  const isCostLost = costColumn !== null && !told.has(costColumn) && schema.rewardNetOfCost !== false;
  if (isCostLost) remarks.push(`${show(costColumn)}: no outcome tells it, so that costs are not reported`);
  const outcomes = (schema.outcomes ?? []).filter(
    (name) => told.has(name) || schema.rewards?.[name] !== undefined,
  );
  const columns = [
    ...new Set([
      ...features.map(([name]) => name),
      ...rules.flatMap((rule) => ruleColumns({ ...schema, rules: [rule] })),
    ]),
  ];
  const taken = new Set([
    ...columns,
    ...outcomeColumns(schema),
    schema.action,
    schema.customer ?? '',
    schema.time ?? '',
  ]);
  const added: AddedColumns = {
    customer: schema.customer ?? freeName('customer', taken),
    time: schema.time ?? freeName('time', taken),
    sequence: freeName('sequence', taken),
    propensity: freeName('propensity', taken),
    group: freeName('group', taken),
    model: freeName('model', taken),
    decision: freeName('decision', taken),
  };
  const isByTime = schema.split?.by.includes('time') === true;
  const { enriched } = schema;
  if (enriched?.models !== undefined)
    remarks.push(
      'enriched.models is no part of the schema: name there the folder customers of the model that decided, so that the next one makes its columns too',
    );
  if (isByTime)
    remarks.push('the split by time names moments of the log trained on: it is no part of the schema');
  const draft: Draft = {
    ...schema,
    ...(schema.time !== undefined && { sequence: added.sequence }),
    actions: [schema.noAction, ...actions.slice(1)],
    ...{ propensity: added.propensity, group: { column: added.group } },
    features: Object.fromEntries(features),
    rewardOf: 'this row',
    missing: [...new Set(['', ...schema.missing])],
    decimal: '.',
  };
  if (outcomes.length > 0) draft.outcomes = outcomes;
  else delete draft.outcomes;
  if (rules.length > 0) draft.rules = rules;
  else delete draft.rules;
  if (enriched !== undefined) {
    const kept = enriched.columns.filter((name) => columns.includes(name));
    if (kept.length > 0) draft.enriched = { columns: kept };
    else delete draft.enriched;
  }
  if (isByTime) delete draft.split;
  if (isCostLost) delete draft.cost;
  for (const key of ['propensities', 'propensityIs', 'calendar', 'weight', 'encoding', 'separator'] as const)
    delete draft[key];
  const required = [
    ...(schema.reward === undefined ? Object.keys(schema.rewards ?? {}) : [schema.reward]),
    ...(costColumn !== null && !isCostLost ? [costColumn] : []),
  ];
  const optional = [...outcomes, ...(schema.terminal === undefined ? [] : [schema.terminal])].filter(
    (name) => !required.includes(name),
  );
  return {
    schema: logSchema.parse(JSON.parse(JSON.stringify(draft))),
    ...{ added, columns, eligible: schema.eligible, required, optional, remarks },
  };
}

/** Columns in the order of the file. */
export function headerOf({
  schema,
  added,
  columns,
  eligible,
  required,
  optional,
}: CollectedSchema): string[] {
  const { decision, customer, time, sequence, model, group, propensity } = added;
  const masks =
    typeof eligible === 'string' ? [eligible] : isFlagged(eligible) ? Object.values(eligible) : [];
  return [
    ...[decision, customer, time, sequence, model, group],
    ...columns,
    ...masks,
    ...[schema.action, propensity],
    ...required,
    ...optional,
  ];
}
