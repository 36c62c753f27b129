/** A row that a model takes, for somebody to fill in who does not know its columns. */
import type { FittedFeature } from './fitted-features';
import type { RawInputs } from './raw-inputs';
import { readersOfRows } from './raw-rows';

const A_DATE = '2026-01-01';

function exampleOf(fitted: FittedFeature): unknown {
  if (fitted.kind === 'category') return fitted.levels[0] ?? null;
  if (fitted.kind === 'flag') return true;
  return fitted.kind === 'date' ? A_DATE : 0;
}

/**
 * Every column that a single row is asked for: numbers 0, flags yes, a known level, all actions allowed and nobody opted
 * out.
 *
 * @param actions the model's
 */
export function exampleRow(raw: RawInputs, actions: readonly string[]): Readonly<Record<string, unknown>> {
  const { schema, features } = raw;
  const { readers, wanted } = readersOfRows(raw);
  const { eligibleList, eligibleFlags } = readers;
  const optOuts = (schema.rules ?? []).flatMap((rule) => ('never' in rule ? Object.entries(rule.where) : []));
  const examples: Readonly<Record<string, unknown>> = {
    ...(schema.time !== undefined && { [schema.time]: schema.timeUnit === undefined ? A_DATE : 0 }),
    ...Object.fromEntries(
      optOuts.map(([column, value]) => [column, typeof value === 'boolean' ? !value : null]),
    ),
    ...Object.fromEntries([...eligibleFlags.values()].map(({ name }) => [name, true])),
    ...(eligibleList !== null && { [eligibleList.name]: actions.slice(1).join(', ') }),
    ...Object.fromEntries(features.map((fitted) => [fitted.column, exampleOf(fitted)])),
  };
  return Object.fromEntries(wanted.map(({ name }) => [name, examples[name]]));
}
