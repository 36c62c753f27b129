/** The body of `POST /outcome`: what came of a decision. */
import { z } from 'zod';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { didYouMean } from '../../core/nearest';
import { show } from '../../core/errors';
import { Refusal } from './refusal';

const outcome = z.strictObject({
  decision: z.string().min(1).max(256).describe('its id, which the answer of POST /decide has'),
  columns: z
    .record(z.string(), z.union([z.number(), z.boolean()]))
    .describe('what came of it, by the columns of the log trained on'),
});

export const outcomesSchema = z.union([
  outcome.transform((one) => [one]),
  z.strictObject({ outcomes: z.array(outcome).min(1).max(10_000) }).transform(({ outcomes }) => outcomes),
]);

export type Outcome = z.output<typeof outcome>;

/** Columns that say what came of a decision. */
export function outcomeColumns(schema: LogSchema): string[] {
  const { reward, rewards = {}, outcomes = [], terminal, cost } = schema;
  return [
    ...(reward === undefined ? Object.keys(rewards) : [reward]),
    ...outcomes,
    ...(terminal === undefined ? [] : [terminal]),
    ...(typeof cost === 'string' ? [cost] : []),
  ].filter((name, i, all) => all.indexOf(name) === i);
}

/** @throws Refusal for a column that says nothing of what came of a decision */
export function expectOutcomeColumns(outcomes: readonly Outcome[], schema: LogSchema): void {
  const known = outcomeColumns(schema);
  outcomes.forEach(({ columns }, i) => {
    const strange = Object.keys(columns).find((name) => !known.includes(name));
    if (strange === undefined) return;
    const field = outcomes.length === 1 ? 'columns' : `outcomes.${i}.columns`;
    throw new Refusal(
      400,
      field,
      `expected columns of what came of it (${known.map(show).join(', ')}), got ${show(strange)}${didYouMean(strange, known)}`,
    );
  });
}

/** What a decision earned, net of costs as the log trained on has it; null where the columns do not say. */
export function rewardOf(
  columns: Outcome['columns'],
  { reward, rewards, rewardNetOfCost, cost }: LogSchema,
  action: string | null,
): number | null {
  const parts = reward === undefined ? Object.entries(rewards ?? {}) : [[reward, 1] as const];
  let sum = 0;
  for (const [column, worth] of parts) {
    const value = columns[column];
    if (value === undefined) return null;
    sum += worth * Number(value);
  }
  if (rewardNetOfCost !== false) return sum;
  if (typeof cost === 'string') return columns[cost] === undefined ? null : sum - Number(columns[cost]);
  return action === null ? null : sum - (cost?.[action] ?? 0);
}
