/** A row that a model takes, for somebody to fill in who does not know its columns. */
import { isYes } from '../read/contact-columns';
import type { FittedFeature } from './fitted-features';
import type { RawInputs } from './raw-inputs';
import { readersOfRows } from './raw-rows';

const [A_DATE, NEXT_DATE] = ['2026-01-01', '2026-01-02'];

/** Values that a feature may have, the first one to be shown. */
function examplesOf(fitted: FittedFeature): readonly unknown[] {
  if (fitted.kind === 'category') return fitted.levels;
  if (fitted.kind === 'flag') return [true, false];
  return fitted.kind === 'date' ? [A_DATE, NEXT_DATE] : [0, 1];
}

const exampleOf = (fitted: FittedFeature): unknown => examplesOf(fitted)[0] ?? null;

type Asked = boolean | number | string;

/** Whether a cell is what an opt-out asks for. */
function isAsked(cell: string, asked: Asked): boolean {
  if (typeof asked === 'boolean') return isYes(cell) === asked;
  return typeof asked === 'number' ? Number(cell) === asked : cell === asked;
}

/** A value of somebody who did not opt out, and of the kind of the feature where the column is one too. */
function notOptedOut(asked: Asked, fitted: FittedFeature | undefined): unknown {
  const unknown = typeof asked === 'boolean' ? !asked : null;
  if (fitted === undefined) return unknown;
  return examplesOf(fitted).find((value) => !isAsked(String(value), asked)) ?? unknown;
}

/**
 * Every column that a single row is asked for: numbers 0, flags yes, a known level, all actions allowed and nobody opted
 * out.
 *
 * @param actions the model's
 */
export function exampleRow(raw: RawInputs, actions: readonly string[]): Readonly<Record<string, unknown>> {
  const { schema, features } = raw;
  const { readers, wanted } = readersOfRows(raw, actions);
  const { eligibleList, eligibleFlags } = readers;
  const fittedOf = (column: string) => features.find((fitted) => fitted.column === column);
  const optOuts = (schema.rules ?? []).flatMap((rule) => ('never' in rule ? Object.entries(rule.where) : []));
  const examples: Readonly<Record<string, unknown>> = {
    ...(schema.time !== undefined && { [schema.time]: schema.timeUnit === undefined ? A_DATE : 0 }),
    ...Object.fromEntries([...eligibleFlags.values()].map(({ name }) => [name, true])),
    ...(eligibleList !== null && { [eligibleList.name]: actions.slice(1).join(', ') }),
    ...Object.fromEntries(features.map((fitted) => [fitted.column, exampleOf(fitted)])),
    // Over the features: a column may be both.
    ...Object.fromEntries(optOuts.map(([column, asked]) => [column, notOptedOut(asked, fittedOf(column))])),
  };
  return Object.fromEntries(wanted.map(({ name }) => [name, examples[name]]));
}
