import { greedyPassReward } from '../../../src/runs/logged/greedy-pass';
import { shapingConfigSchema } from '../../../src/worlds/sales-channel-study/shaping';
import { loggedRows } from '../../support/logged-rows';

const [NONE, MAIL, PHONE] = [0, 1, 2] as const;
const rows = loggedRows([
  [[10], MAIL, 3],
  [[11], PHONE, 5],
  [[12], MAIL, 1],
  [[13], NONE, 7],
]);
const shaping = shapingConfigSchema.parse({
  ...{ noActionReward: -0.5, mismatchReward: -2, repeatPenalty: 0.25 },
  ...{ power: 2, powerFrom: 2, powerTo: 4, noveltyBonus: 0.8 },
});

/** Values its action 1 above the others, row by row. */
const choosing = (...actions: readonly number[]) => ({
  qValues: (observations: Float32Array) => {
    expect([...observations]).toEqual([10, 11, 12, 13]);
    return Promise.resolve(
      Float32Array.from(actions.flatMap((action) => [0, 1, 2].map((a) => (a === action ? 1 : 0)))),
    );
  },
});

it('is the reward per row by the rules of the training, without the bonus for rare states', async () => {
  const reward = greedyPassReward(rows, shaping);
  // A match in the range of the power, 3²; a mismatch, and the second mail; nobody contacted where a mail was logged;
  // the logged No Action, chosen a second time.
  const total = 9 + (-2 - 0.25) + -0.5 + (7 - 0.25);
  expect(await reward(choosing(MAIL, MAIL, NONE, NONE))).toEqual({
    ...{ value: total / 4, low: null, high: null, level: 0.95 },
  });
});

it('is highest for what was logged, where nothing is taken off for repeats', async () => {
  const reward = greedyPassReward(rows, { ...shaping, repeatPenalty: 0 });
  expect((await reward(choosing(MAIL, PHONE, MAIL, NONE))).value).toBe((9 + 5 + 1 + 7) / 4);
  expect((await reward(choosing(PHONE, MAIL, PHONE, MAIL))).value).toBe(-2);
});

it('starts every pass afresh: the same policy has the same reward at every evaluation', async () => {
  const reward = greedyPassReward(rows, shaping);
  const [first, , third] = [
    await reward(choosing(MAIL, MAIL, MAIL, MAIL)),
    await reward(choosing(NONE, NONE, NONE, NONE)),
    await reward(choosing(MAIL, MAIL, MAIL, MAIL)),
  ];
  // 9, −2 − .25, 1 − .5, −2 − .75
  expect(first.value).toBe((9 - 2.25 + 0.5 - 2.75) / 4);
  expect(third).toEqual(first);
});
