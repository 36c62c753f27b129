/** What was earned: the same everywhere, outside what can be, in a few rows, or exactly as No Action is taken to pay. */
import { FAR, usualLimit } from '../../stats/outliers';
import { firstPlace, linesOf, type Check } from './finding';
import { decimals, percent, shareOf } from './words';

/**
 * Rows where the contact earned what No Action is said to pay leave nothing to tell the two apart. Where No Action was
 * logged, what it pays is in the log.
 */
export const equalRewards: Check = ({ decisions, counts, settings: { noActionReward } }) => {
  if (counts[0]! > 0) return [];
  let [equal, worse, negative] = [0, 0, 0];
  for (const reward of decisions.rewards) {
    if (reward === noActionReward) equal += 1;
    if (reward < noActionReward) worse += 1;
    if (reward < 0) negative += 1;
  }
  if (equal <= worse) return [];
  const ofNegatives = noActionReward < 0 ? ` (and are ${equal} of the ${negative} rewards below 0)` : '';
  return [
    {
      ...{ code: 'equal-rewards', severity: 'warn', lines: [], values: { equal, worse } },
      message:
        `${shareOf(equal, decisions.count)} earned ${noActionReward}, exactly what No Action is taken to pay` +
        `${ofNegatives}; ${worse} earned less: few rows give a reason to skip`,
    },
  ];
};

/** Rewards that do not differ teach nothing. */
export const constantRewards: Check = ({ decisions: { rewards, count }, settings }) => {
  if (count < 2 * settings.fewestRows || rewards.some((reward) => reward !== rewards[0])) return [];
  return [
    {
      ...{ code: 'constant-rewards', severity: 'block', lines: [], values: { reward: rewards[0]! } },
      message: `every row earned ${decimals(rewards[0]!)}: nothing can be learned from rewards that never differ; is it the right column?`,
    },
  ];
};

/**
 * Guaranteed bounds rest on the declared range: a reward outside it makes them wrong. The range is of the column, so
 * costs that are yet to be taken off do not count.
 */
export const rewardsOutsideRange: Check = (input) => {
  const { rewardRange } = input.schema;
  if (rewardRange === undefined) return [];
  const { log, decisions } = input;
  const [least, most] = rewardRange;
  const rows = Array.from(decisions.outcomeRows).filter(
    (row, i) => decisions.made?.[i] !== 1 && (log.rewards[row]! < least || log.rewards[row]! > most),
  );
  if (rows.length === 0) return [];
  return [
    {
      ...{ code: 'rewards-outside-range', severity: 'block', lines: linesOf(input, rows) },
      message:
        `${shareOf(rows.length, decisions.count, input.what)} earned what rewardRange (${least} to ${most}) excludes, such as ` +
        `${decimals(log.rewards[rows[0]!]!)} in ${firstPlace(input, rows)}: correct the rows or the range`,
      values: { rows: rows.length },
    },
  ];
};

/** Rewards so far beyond the others that a slip is likelier than a sale. */
export const rewardOutliers: Check = (input) => {
  const { rewards, outcomeRows } = input.decisions;
  const limit = usualLimit(rewards);
  const beyond = Array.from(rewards.keys()).filter((i) => Math.abs(rewards[i]!) > limit);
  const [first] = beyond;
  if (first === undefined) return [];
  const rows = beyond.map((i) => outcomeRows[i]!);
  return [
    {
      ...{
        code: 'reward-outliers',
        severity: 'warn',
        lines: linesOf(input, rows),
        values: { rows: beyond.length },
      },
      message:
        `${shareOf(beyond.length, rewards.length)} earned more than ${FAR} times what any other row earned, first ` +
        `${firstPlace(input, rows)} with ${decimals(rewards[first]!)}: a slip? Rewards are scaled without them, sums have them`,
    },
  ];
};

/** Different rewards from which on they are amounts; fewer are counts or flags, which have no tail. */
const AMOUNTS = 20;

function areAmounts(rewards: Float64Array): boolean {
  const seen = new Set<number>();
  return rewards.some((reward) => seen.add(reward).size >= AMOUNTS);
}

/** Where a few rows hold most of what was earned, a mean hangs on them and its interval is wide. */
export const heavyTails: Check = ({ decisions: { rewards, count }, settings }) => {
  if (count < 100 || !areAmounts(rewards)) return [];
  // A slip is a finding of its own.
  const limit = usualLimit(rewards);
  const positive = rewards.filter((reward) => reward > 0 && reward <= limit).sort();
  const best = positive.slice(-Math.ceil(count / 100));
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const share = positive.length === 0 ? 0 : sum(best) / sum(positive);
  if (share < settings.heavyTailShare) return [];
  return [
    {
      ...{ code: 'heavy-tails', severity: 'warn', lines: [], values: { share, earning: positive.length } },
      message:
        `the best 1 % of the rows earned ${percent(share)} of all that was earned (${shareOf(positive.length, count)} earned ` +
        'more than 0): means hang on a few customers, and their intervals are wide; judge by a frequent outcome as well',
    },
  ];
};

/** Losses are part of the picture; it is said how many there are, for a cost may be inside the reward. */
export const negativeRewards: Check = ({ decisions: { rewards, count }, schema }) => {
  const negative = rewards.reduce((sum, reward) => sum + (reward < 0 ? 1 : 0), 0);
  if (negative === 0 || schema.cost === undefined || schema.rewardNetOfCost !== undefined) return [];
  return [
    {
      ...{ code: 'negative-rewards', severity: 'note', lines: [], values: { rows: negative } },
      message: `${shareOf(negative, count)} earned less than 0 and the schema has costs: say rewardNetOfCost, or a cost may be counted twice or not at all`,
    },
  ];
};
