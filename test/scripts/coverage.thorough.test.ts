/** The settings of the coverage benchmark: their truth by hand, and what is written of them. */
import { banditLog, groups, tails, truth } from '../../scripts/coverage/bandit';
import { coveragePage } from '../../scripts/coverage/page';
import { openSetting, settings } from '../../scripts/coverage/settings';
import { Random } from '../../src/core/random';
import { coverageOf } from '../../src/runs/self-test/coverage-summary';
import { recordOf } from '../../src/runs/self-test/coverage';
import { moments } from '../../src/stats/moments';
import { tInterval } from '../../src/stats/statistic';

const plan = { seed: 1, logs: 2, bootstrapLogs: 1, resamples: 50, level: 0.95 };

it('has the truth of the bandit in closed form', () => {
  expect(truth).toBeCloseTo(0.4 * 1.2 + 0.3 * 1.6 + 0.2 * 2 + 0.1 * 1, 12);
  for (const { share, propensities, means, best } of groups) {
    expect(share).toBeGreaterThan(0);
    expect(propensities.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...means)).toBe(means[best]);
  }
});

it.each(tails)('draws $name rewards of the stated means by the stated chances', (tail) => {
  const { histories, ratios, rewards } = banditLog(200_000, tail, Random.fromSeed(1));
  const within = (values: Float64Array, expected: number) => {
    const { mean, variance, count } = moments(values);
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / count));
  };
  within(ratios, 1);
  within(
    rewards.map((reward, i) => ratios[i]! * reward),
    truth,
  );
  const chance = groups.reduce((sum, { share, propensities }) => sum + share * propensities[0]!, 0);
  within(
    Float64Array.from(histories.actions, (action) => (action === 0 ? 1 : 0)),
    chance,
  );
});

it('models rewards by group and action', () => {
  const { rewardModel, histories } = banditLog(200_000, tails[1]!, Random.fromSeed(1));
  // Every row of a group has nearly the same values: those of the two folds.
  const first = histories.propensities.findIndex((chance) => chance === 0.7);
  const q = rewardModel!.subarray(first * 3, first * 3 + 3);
  for (const [action, mean] of groups[0]!.means.entries())
    expect(Math.abs(q[action]! - mean)).toBeLessThan(0.4);
});

it('covers the truth of every setting that is known exactly, in a log, by an interval of 99.99 %', async () => {
  for (const { name, truth: known } of settings.filter(({ name }) => !name.startsWith('customers'))) {
    const setting = await openSetting(name);
    const expected = (await known()).value;
    const { estimators } = setting;
    const judged = await setting.makeLog(Random.fromSeed(5));
    const all = estimators.filter(({ isModelAlone, isBiased }) => isModelAlone !== true && isBiased !== true);
    for (const { estimate } of all) {
      const { low, high } = tInterval(estimate(judged), 0.9999);
      expect([low! < expected, expected < high!]).toEqual([true, true]);
    }
  }
});

it('refuses a setting that is none', async () => {
  await expect(openSetting('company')).rejects.toThrow('there is no setting company');
});

it('writes a row per estimator, and how sure its shares are', async () => {
  const [{ name, description }] = settings as [(typeof settings)[number]];
  const setting = { ...(await openSetting(name)), truth: 13, trueDifference: 13 - 17 / 3 };
  const records = [await recordOf(setting, plan, 0), await recordOf(setting, plan, 1)];
  const page = coveragePage({
    version: '1.2.3',
    settings: [
      { description, truthErrors: { value: 0, difference: 0 }, ...coverageOf(setting, plan, records) },
    ],
    ...{ power: [], refits: null },
  });
  expect(page).toContain('version 1.2.3');
  expect(page).toContain('## Testbed, 1,000 customers\n\nThree offers per customer');
  expect(page).toContain('t intervals in 2 logs (a coverage of 95 % is then measured within 30.21 points)');
  expect(page).toMatch(
    /^\| Weighted importance sampling \| 1\d\.\d+ \| .* \| (0|50|100) % \| (0|100) % \| (0|100) % \|$/m,
  );
  expect(page).toMatch(/^\| Fitted Q evaluation \(model alone\) \\\* \|/m);
});
