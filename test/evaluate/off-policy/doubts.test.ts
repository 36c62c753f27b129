/** What forbids a verdict, each by a log or a policy that has it and one that just has it not. */
import { policyDoubts } from '../../../src/evaluate/off-policy/doubts';
import { responsesOf } from '../../../src/evaluate/off-policy/responses';
import { offPolicySettings } from '../../../src/evaluate/off-policy/settings';
import type { Support } from '../../../src/evaluate/off-policy/support';
import { judgedOf } from '../../support/random-histories';

const settings = offPolicySettings.parse({});

function supportOf(effectiveSampleSize: number): Support {
  return {
    ...{ effectiveSampleSize, effectiveSampleSizes: [effectiveSampleSize], largestShare: 0.01 },
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
      'of the 80 customers that the weights of mail amount to about 0.4 would bring anything but 0, as in the log; below 5',
    ]);
  });

  it('does not ask it of a log in which nothing ever happens, nor twice of a policy that nobody speaks for', () => {
    expect(doubts(10, 0.5)).toEqual([]);
    expect(doubts(80, 0)).toEqual([]);
    expect(doubts(9, 0.5)).toEqual(['the effective sample size of mail is 9, below 10']);
  });
});
