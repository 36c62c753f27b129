/** Which outcome a row of an open log lacks, for messages. */
import type { LogSchema } from '../schema/log-schema';
import type { ContactLog } from './contact-log';

/** The column for want of which nobody knows what a row earned. */
export function lackingOf(log: ContactLog, { reward, rewards, cost }: LogSchema, row: number): string {
  if (typeof cost === 'string' && Number.isNaN(log.costs[row])) return cost;
  const parts = Object.keys(rewards ?? {});
  return reward ?? parts.find((name) => Number.isNaN(log.outcomes.get(name)![row])) ?? 'reward';
}
