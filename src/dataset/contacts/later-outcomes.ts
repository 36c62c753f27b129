/** Rewards and outcomes that a customer's next row tells: each but a first row must have them. */
import type { LogSchema } from '../schema/log-schema';
import { refuse } from './cell-checks';
import type { ContactLog } from './contact-log';
import { isSameAsAbove } from './same-customer';

/** @throws InputError naming a row that is not its customer's first and lacks what came of the row before */
export function expectLaterOutcomes(log: ContactLog, { rewardOf, reward }: LogSchema): ContactLog {
  if (rewardOf === 'this row') return log;
  const columns = [...log.outcomes, ...(reward === undefined ? [] : [[reward, log.rewards] as const])];
  for (const [name, values] of columns) {
    const row = values.findIndex((value, at) => Number.isNaN(value) && isSameAsAbove(log, at));
    if (row >= 0) refuse(log, row, name, 'expected what came of the customer’s previous row, got ""');
  }
  return log;
}
