/** Rewards that stand in the next row: what of such a log belongs to no decision, and what nobody knows yet. */
import type { ContactLog } from '../contacts/contact-log';
import { isSameAsAbove } from '../contacts/same-customer';
import { linesOf, type Check } from './finding';
import { decimals, shareOf } from './words';

/** What customers' first rows say was earned, before anything was done; some may say nothing. */
function earnedBefore(log: ContactLog): { firstRows: number; sum: number } {
  let [firstRows, sum] = [0, 0];
  for (let row = 0; row < log.rows; row += 1) {
    if (isSameAsAbove(log, row) || Number.isNaN(log.rewards[row]!)) continue;
    firstRows += 1;
    sum += log.rewards[row]!;
  }
  return { firstRows, sum };
}

/** Customers' first rewards came of no decision there is, and of their last rows nobody knows what came. */
export const rewardsOfPreviousRows: Check = ({ log, decisions, schema, settings }) => {
  if (schema.rewardOf === 'this row') return [];
  const untold = decisions.leftOut['no later row with its outcome'];
  const { firstRows, sum } = earnedBefore(log);
  const endings = untold.filter((row) => log.terminal?.[row] === 1).length;
  const ended =
    endings === 0
      ? ''
      : ` (in ${endings} of them ${schema.terminal!} says that the customer was gone: the decision before is cut short, not ended)`;
  const share = untold.length / log.rows;
  return [
    {
      ...{ code: 'rewards-of-previous-rows', severity: share >= settings.leftOutShare ? 'warn' : 'note' },
      message:
        `a row’s reward is what came of its customer’s previous row, as rewardOf says: ${shareOf(untold.length, log.rows)} ` +
        `are a customer’s last, of which no later row tells what came, and are left out${ended}; what ${firstRows} first ` +
        `rows earned, ${decimals(sum)} in all, came of no decision of the log`,
      ...{ lines: linesOf({ log }, untold), values: { rows: untold.length, share, firstRows, sum } },
    },
  ];
};
