/** The power of verdicts: which policies are judged, and what is counted of what is said of them. */
import { banditRows, certainOf, loggedValue, tails, truth, worstValue } from '../../scripts/coverage/bandit';
import { coveragePage } from '../../scripts/coverage/page';
import { EFFECTS, powerOf, powerRows, sharesOf } from '../../scripts/coverage/power';
import { Random } from '../../src/core/random';
import { moments } from '../../src/stats/moments';

const known = { good: truth, bad: worstValue, logged: loggedValue };
const plan = {
  ...{ seed: 1, customers: 300, logs: 3, powerLogs: 1, resamples: 100 },
  shares: sharesOf(known),
};

it('mixes policies that are worth what is wanted', () => {
  const byHand =
    0.4 * (0.56 + 0.24 + 0.09) +
    0.3 * (0.32 + 0.6 + 0.14) +
    0.2 * (0.2 + 0.3 + 0.72) +
    0.1 * (0.18 + 0.45 + 0.05);
  expect(loggedValue).toBeCloseTo(byHand, 12);
  expect(worstValue).toBeCloseTo(0.4 * 0.8 + 0.3 * 0.7 + 0.2 * 1 + 0.1 * 0.4, 12);
  sharesOf(known).forEach((share, place) =>
    expect(share * truth + (1 - share) * worstValue).toBeCloseTo(byHand * (1 + EFFECTS[place]!), 12),
  );
  expect(() => sharesOf({ good: 1, bad: 0.9, logged: 0.95 })).toThrow(
    'effect: expected one that a mixture reaches',
  );
});

it('has the same value as the log by weights too, where the effect is none', () => {
  const log = banditRows(200_000, tails[1]!, Random.fromSeed(2));
  const [good, bad] = [certainOf(log, 'best'), certainOf(log, 'worst')];
  const { actions, propensities } = log.histories;
  const [share] = plan.shares as [number];
  const values = log.rewards.map((reward, i) => {
    const at = 3 * i + actions[i]!;
    return ((share * good[at]! + (1 - share) * bad[at]!) / propensities[i]! - 1) * reward;
  });
  const { mean, variance, count } = moments(values);
  expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / count));
});

it('judges policies that are better on the first logs alone, each log by its number', async () => {
  const judge = await powerOf('bandit, log-normal', plan);
  const records = [await judge(0), await judge(1)];
  expect(records.map((decisions) => decisions.length)).toEqual([4, 1]);
  expect(await judge(1)).toEqual(records[1]);
  await expect(powerOf('company', plan)).rejects.toThrow('there is no world company');
});

it('counts decisions by effect', () => {
  const rows = powerRows(plan, [
    ['not shown better', 'better', 'better', 'better'],
    ['better'],
    ['cannot tell'],
  ]);
  expect(rows.map(({ effect, logs, better }) => [effect, logs, better])).toEqual([
    [0, 3, 1],
    ...[0.05, 0.1, 0.2].map((effect) => [effect, 1, 1]),
  ]);
  expect(rows[0]).toMatchObject({ cannotTell: 1, worse: 0 });
});

it('writes them as shares', () => {
  const rows = powerRows(plan, [['better', 'worse', 'better', 'better'], ['cannot tell']]);
  const page = coveragePage({
    ...{ version: '1.2.3', settings: [], refits: null },
    power: [{ ...plan, name: 'bandit', description: 'A bandit.', truth: known, rows }],
  });
  expect(page).toContain('| 300 | none (A/A) | 2 | 50 % | 0 % | 50 % |');
  expect(page).toContain('| 300 | +5 % | 1 | 0 % | 100 % | 0 % |');
});
