/** The simulated company's log and truth, as the coverage benchmark has them. */
import { cases, judgedOn, simulatedValues } from '../../scripts/coverage/customers';
import { campaignLog, playedValues } from '../../scripts/coverage/customers-log';
import { estimatorsOf } from '../../scripts/coverage/estimators-of';
import { resampledLog } from '../../scripts/coverage/refits';
import { Random } from '../../src/core/random';
import { unitSums } from '../../src/evaluate/off-policy/unit-sums';
import { moments } from '../../src/stats/moments';
import { tInterval } from '../../src/stats/statistic';

const [weeks, decision] = cases;
const logOf = (customers: number, one = weeks) => campaignLog(one.campaign, customers, Random.fromSeed(3));

it('logs each customer until the end or until the customer is gone, by known chances', async () => {
  const { histories, allowed } = await logOf(400);
  const { starts, actions, propensities, discounts, worths } = histories;
  const lengths = Array.from({ length: 400 }, (_, unit) => starts[unit + 1]! - starts[unit]!);
  expect(new Set(lengths)).toEqual(new Set([1, 2, 3]));
  for (let unit = 0; unit < 400; unit += 1) {
    const last = starts[unit + 1]! - 1;
    expect([worths[starts[unit]!], discounts[last]]).toEqual([1, 0]);
  }
  actions.forEach((action, i) => expect(allowed[5 * i + action]).toBe(1));
  expect(propensities.every((chance) => chance >= 0.02 - 1e-6 && chance <= 1)).toBe(true);
});

it('knows chances by which ratios have mean 1', async () => {
  const log = await logOf(2000, decision);
  const { ratios } = await judgedOn(decision, log, decision.policy, Random.fromSeed(1));
  const { mean, variance, count } = moments(ratios);
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(variance / count));
});

it('pays as booked what the truth has in the mean', async () => {
  const { behaviour } = weeks.campaign;
  const log = await logOf(2000);
  const { histories, rewards } = log;
  const booked = moments(unitSums(histories, (i) => histories.worths[i]! * rewards[i]!));
  const played = moments(await playedValues(weeks.campaign, behaviour, 2000, Random.fromSeed(3)));
  // Of the same customers: only the luck of single sales is between them.
  expect(booked.variance).toBeGreaterThan(2 * played.variance);
  expect(Math.abs(booked.mean - played.mean)).toBeLessThan(4 * Math.sqrt(booked.variance / booked.count));
});

it.each(cases)('is where estimators find what is simulated: $title', async (one) => {
  const truth = moments(await playedValues(one.campaign, one.policy, 2000, Random.fromSeed(4))).mean;
  const judged = await judgedOn(one, await logOf(2000, one), one.policy, Random.fromSeed(1));
  const all = estimatorsOf(one.estimand).filter(({ isModelAlone }) => isModelAlone !== true);
  for (const { estimate } of all) {
    const { low, high } = tInterval(estimate(judged), 0.9999);
    expect([low! < truth, truth < high!]).toEqual([true, true]);
  }
});

it('plays all policies on the same luck', async () => {
  const [one, same] = await simulatedValues(
    decision.campaign,
    [decision.policy, { ...decision.policy, name: 'twin' }],
    300,
  );
  expect(one).toEqual(same);
});

it('resamples customers with all that is theirs, each as often as drawn', async () => {
  const log = await logOf(4, decision);
  const drawn = resampledLog(log, Int32Array.of(0, 2, 1, 1));
  const rows = [1, 2, 3];
  expect([...drawn.rewards]).toEqual(rows.map((row) => log.rewards[row]));
  expect([...drawn.folds.of]).toEqual(rows.map((row) => log.folds.of[row]));
  expect([...drawn.histories.actions]).toEqual(rows.map((row) => log.histories.actions[row]));
  expect([...drawn.features.subarray(0, 27)]).toEqual([...log.features.subarray(27, 54)]);
  expect([...drawn.histories.sampleWeights]).toEqual([2, 1, 1]);
  expect(drawn.histories.units).toBe(3);
});
