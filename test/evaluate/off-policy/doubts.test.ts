/** What forbids a verdict, and what it comes with, by numbers on both sides of each threshold. */
import { policyDoubts, warningOf } from '../../../src/evaluate/off-policy/doubts';
import { offPolicySettings } from '../../../src/evaluate/off-policy/settings';
import type { Support } from '../../../src/evaluate/off-policy/support';

const settings = offPolicySettings.parse({});
const sound: Support = {
  ...{ effectiveSampleSize: 50, effectiveSampleSizes: [50], largestShare: 0.2, varianceUnits: 2 },
  ...{ meanWeight: 1, standardError: 0.1, unloggedShare: 0, rareShare: 0 },
};
const doubts = (given: Partial<Support>) =>
  policyDoubts('model', { identified: true, reasons: [], support: { ...sound, ...given } }, settings);
const warnings = (given: Partial<Support>) =>
  warningOf('model', { support: { ...sound, ...given } }, settings);

it('has nothing to say at the thresholds', () => {
  expect(doubts({ effectiveSampleSize: 10, varianceUnits: 0.5 })).toEqual([]);
  expect(warnings({})).toEqual([]);
});

it('warns where few are left of those who make up the variance', () => {
  expect(warnings({ varianceUnits: 1.9 })).toEqual([
    'of the customers whose rewards make up half of the variance the weights of model leave about 1.9, fewer than 2: the interval may be too narrow',
  ]);
  expect(warnings({ varianceUnits: 0.5 })).toHaveLength(1);
  expect(doubts({ varianceUnits: 1.9 })).toEqual([]);
});

it('forbids a verdict where next to none is left, and warns of that no more', () => {
  expect(doubts({ varianceUnits: 0.49 })).toEqual([
    'of the customers whose rewards make up half of the variance the weights of model leave about 0.49, fewer than 0.5',
  ]);
  expect(warnings({ varianceUnits: 0.49 })).toEqual([]);
});

it('keeps to the settings', () => {
  const own = offPolicySettings.parse({ fewestVarianceUnits: 0, warnVarianceUnits: 0 });
  const support = { ...sound, varianceUnits: 0 };
  expect(policyDoubts('model', { identified: true, reasons: [], support }, own)).toEqual([]);
  expect(warningOf('model', { support }, own)).toEqual([]);
});

it('warns of a small effective sample size beside it', () => {
  expect(warnings({ effectiveSampleSize: 49, varianceUnits: 1 })).toHaveLength(2);
  expect(doubts({ effectiveSampleSize: 9.9 })).toEqual([
    'the effective sample size of model is 9.9, below 10',
  ]);
  expect(doubts({ largestShare: 0.21 })).toEqual([
    'one customer holds 21 % of the weight of model, more than 20 %',
  ]);
});
