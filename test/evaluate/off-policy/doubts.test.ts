/** What forbids a verdict, each by a log or a policy that has it and one that just has it not. */
import type { Finding } from '../../../src/dataset/audit/finding';
import {
  historyDoubts,
  logDoubts,
  policyDoubts,
  propensityDoubts,
  unsureOf,
  warningOf,
} from '../../../src/evaluate/off-policy/doubts';
import type { BehaviourSource } from '../../../src/evaluate/off-policy/result';
import { responsesOf } from '../../../src/evaluate/off-policy/responses';
import { offPolicySettings } from '../../../src/evaluate/off-policy/settings';
import type { Support } from '../../../src/evaluate/off-policy/support';
import { judgedOf } from '../../support/random-histories';

const settings = offPolicySettings.parse({});

function supportOf(effectiveSampleSize: number): Support {
  return {
    ...{
      effectiveSampleSize,
      effectiveSampleSizes: [effectiveSampleSize],
      largestShare: 0.01,
      varianceUnits: 3,
    },
    ...{ meanWeight: 1, standardError: 0.1, unloggedShare: 0, rareShare: null },
  };
}

/** One reward per decision. */
const brought = (...rewards: number[]) =>
  rewards.map((reward) => ({ action: 0, b: [0.5, 0.5], p: [1, 0], reward }));

describe('responsesOf', () => {
  it('counts customers who ever brought anything but what most decisions bring', () => {
    const { histories, rewards } = judgedOf([brought(0, 0), brought(0, 7), brought(0), brought(2, 3)]);
    // 0 four times of seven; two of four customers brought another one.
    expect(responsesOf(histories, rewards)).toEqual({ usual: 0, share: 0.5 });
  });

  it('counts them as often as they stand for', () => {
    const rare = brought(9).map((one) => ({ ...one, weight: 3 }));
    const { histories, rewards } = judgedOf([brought(0), brought(0), brought(0), brought(0), rare]);
    expect(responsesOf(histories, rewards)).toEqual({ usual: 0, share: 3 / 7 });
  });
});

describe('policyDoubts', () => {
  const doubts = (size: number, share: number) =>
    policyDoubts(
      'mail',
      { identified: true, reasons: [], support: supportOf(size) },
      { usual: 0, share },
      settings,
    );

  it('where responses are rare, asks for as many customers as have five of them', () => {
    expect(doubts(1000, 0.005)).toEqual([]);
    expect(doubts(80, 0.005)).toEqual([
      'too few responses: of the 80 customers that count for mail about 0.4 would bring anything but 0, as in the log, and 5 are needed',
    ]);
  });

  it('does not ask it of a log in which nothing ever happens, nor twice of a policy that nobody speaks for', () => {
    expect(doubts(10, 0.5)).toEqual([]);
    expect(doubts(80, 0)).toEqual([]);
    expect(doubts(9, 0.5)).toEqual([
      'too few customers were treated as mail would treat them: they count for 9 (effective sample size), and 10 are needed',
    ]);
  });
});

/** Everybody brings something. */
const often = { usual: 0, share: 1 };
const sound: Support = {
  ...{ effectiveSampleSize: 50, effectiveSampleSizes: [50], largestShare: 0.2, varianceUnits: 2 },
  ...{ meanWeight: 1, standardError: 0.1, unloggedShare: 0, rareShare: 0 },
};
const doubts = (given: Partial<Support>) =>
  policyDoubts('model', { identified: true, reasons: [], support: { ...sound, ...given } }, often, settings);
const warnings = (given: Partial<Support>) =>
  warningOf('model', { support: { ...sound, ...given } }, settings);

it('has nothing to say at the thresholds', () => {
  expect(doubts({ effectiveSampleSize: 10, varianceUnits: 0.5 })).toEqual([]);
  expect(warnings({})).toEqual([]);
});

it('warns where few are left of those who make up the variance', () => {
  expect(warnings({ varianceUnits: 1.9 })).toEqual([
    'the interval may be too narrow: of the customers whose rewards move the result most, few were treated as the model would treat them (they count for 1.9; 2 would do)',
  ]);
  expect(warnings({ varianceUnits: 0.5 })).toHaveLength(1);
  expect(doubts({ varianceUnits: 1.9 })).toEqual([]);
});

it('forbids a verdict where next to none is left, and warns of that no more', () => {
  expect(doubts({ varianceUnits: 0.49 })).toEqual([
    'a handful of customers could turn the result: of the customers whose rewards move the result most, too few were treated as the model would treat them (they count for 0.49, and 0.5 are needed)',
  ]);
  expect(warnings({ varianceUnits: 0.49 })).toEqual([]);
});

it('keeps to the settings', () => {
  const own = offPolicySettings.parse({ fewestVarianceUnits: 0, warnVarianceUnits: 0 });
  const support = { ...sound, varianceUnits: 0 };
  expect(policyDoubts('model', { identified: true, reasons: [], support }, often, own)).toEqual([]);
  expect(warningOf('model', { support }, own)).toEqual([]);
});

it('warns of a small effective sample size beside it', () => {
  expect(warnings({ effectiveSampleSize: 49, varianceUnits: 1 })).toHaveLength(2);
  expect(doubts({ effectiveSampleSize: 9.9 })).toEqual([
    'too few customers were treated as the model would treat them: they count for 9.9 (effective sample size), and 10 are needed',
  ]);
  expect(doubts({ largestShare: 0.21 })).toEqual([
    'a single customer decides 21 % of the answer on the model, more than 20 %',
  ]);
});

describe('the doubt about weights', () => {
  const doubt = (mean: string, expected = '1') => [
    `the probabilities are not those of the log: the mean weight of the model is ${mean}, more than 0.1 and 4 standard errors from ${expected}`,
  ];

  it('begins where the mean weight is farther than .1 from 1, either side, and that is no chance', () => {
    expect(doubts({ meanWeight: 1.11, standardError: 0.02 })).toEqual(doubt('1.11'));
    expect(doubts({ meanWeight: 1.09, standardError: 0.02 })).toEqual([]);
    expect(doubts({ meanWeight: 0.89, standardError: 0.02 })).toEqual(doubt('0.89'));
    expect(doubts({ meanWeight: 0.91, standardError: 0.02 })).toEqual([]);
  });

  it('begins where that is more than four standard errors', () => {
    expect(doubts({ meanWeight: 1.5, standardError: 0.124 })).toEqual(doubt('1.5'));
    expect(doubts({ meanWeight: 1.5, standardError: 0.126 })).toEqual([]);
    expect(doubts({ meanWeight: 1.5, standardError: null })).toEqual([]);
  });

  it('expects of a policy that does what was never logged the mean weight of the rest', () => {
    const identified = { unloggedShare: 0.3, standardError: 0.02 };
    expect(doubts({ ...identified, meanWeight: 0.7 })).toEqual([]);
    expect(doubts({ ...identified, meanWeight: 1 })).toEqual(doubt('1', '0.7'));
  });

  it('is not said beside few effective customers, whose mean weight says nothing', () => {
    const far = { meanWeight: 0.5, standardError: 0.02 };
    expect(doubts({ ...far, effectiveSampleSize: 10 })).toEqual(doubt('0.5'));
    expect(doubts({ ...far, effectiveSampleSize: 9.9 })).toEqual([
      'too few customers were treated as the model would treat them: they count for 9.9 (effective sample size), and 10 are needed',
    ]);
  });
});

it('doubts histories of which rows were kept one by one, and not single decisions of such rows', () => {
  const kept = (weights: number[]) =>
    judgedOf([weights.map((weight) => ({ action: 0, b: [1, 0], p: [1, 0], reward: 1, weight }))]).histories;
  const doubt = ['rows of one customer stand for different numbers: the log kept rows, not histories'];
  expect(historyDoubts(kept([5, 1]), 'history')).toEqual(doubt);
  expect(historyDoubts(kept([5, 5]), 'history')).toEqual([]);
  expect(historyDoubts(kept([5, 1]), 'decision')).toEqual([]);
});

describe('findings of the audit', () => {
  const found = (code: string, severity: Finding['severity']): Finding[] => [
    { code, severity, message: '', lines: [] },
  ];

  it.each<[string, Finding['severity'], BehaviourSource, boolean]>([
    ['rewards-of-previous-rows', 'warn', 'logged', true],
    ['rewards-of-previous-rows', 'warn', 'estimated', true],
    ['rewards-of-previous-rows', 'note', 'logged', false],
    ['propensities-miscalibrated', 'note', 'logged', true],
    ['propensities-sum', 'note', 'logged', true],
    ['propensity-meaning', 'note', 'logged', true],
    ['propensities-miscalibrated', 'note', 'estimated', false],
    ['action-in-state', 'note', 'estimated', true],
    ['no-overlap', 'note', 'estimated', true],
    ['little-overlap', 'note', 'estimated', true],
    ['propensities-not-estimable', 'note', 'estimated', true],
    ['no-overlap', 'note', 'logged', false],
    ['propensity-means', 'warn', 'logged', false],
  ])('%s, a %s, where probabilities are %s: a doubt is %s', (code, severity, source, isDoubt) => {
    const findings = found(code, severity);
    const doubts = isDoubt ? [`the audit of the log: ${code}`] : [];
    expect(propensityDoubts(findings, source)).toEqual(doubts);
    expect(logDoubts(findings, source)).toEqual(doubts);
    // What blocks makes wrong whatever is concluded, but says nothing of weights.
    expect(logDoubts(found('anything', 'block'), source)).toEqual(['the audit of the log: anything']);
    expect(propensityDoubts(found('anything', 'block'), source)).toEqual([]);
  });

  it('forbid to guarantee anything, with what no finding shows', () => {
    expect(unsureOf([], 0, false)).toEqual([]);
    expect(unsureOf(found('propensity-means', 'note'), 0, false)).toEqual([
      'the audit of the log: propensity-means',
    ]);
    expect(unsureOf(found('no-overlap', 'warn'), 1, true)).toEqual([
      'which decisions are judged hangs on who came back, for rewards stand in later rows',
      'the log may hold rows that the model was trained on',
    ]);
  });
});
