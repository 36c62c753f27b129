/** Bounds of a difference beside an oracle that walks upwards through means, over lists of facts. */
import { Random } from '../../../src/core/random';
import type { OffPolicyRequest } from '../../../src/evaluate/off-policy/request';
import {
  atLeastAgainstLog,
  atMostAgainstLog,
  hcopeBound,
  logSmoothed,
  RANGE,
  valueAtLeast,
  valueAtMost,
  wholeOf,
  type PolicyOf,
} from '../../support/guarantee-oracle';
import { judge } from '../../support/judge-customers';
import { judgedOf, type HistoryFacts } from '../../support/random-histories';

/** 120 customers of one to three decisions by a coin; action 1 brings 2 rather than 0, action 0 brings −1 rather than 1. */
function customersOf(discount: number): HistoryFacts[] {
  const random = Random.fromSeed(3);
  return Array.from({ length: 120 }, (_, i) =>
    Array.from({ length: 1 + (i % 3) }, () => {
      const action = random.integer(2);
      const isLikely = random.uniform() < 0.8;
      const reward = action === 1 ? (isLikely ? 2 : 0) : isLikely ? -1 : 1;
      return { action, b: [0.5, 0.5], p: [0.2, 0.8], reward, discount };
    }),
  );
}

/** The two policies: that of the facts, which mostly takes action 1, and one that mostly takes action 0. */
const own: PolicyOf = ({ p }) => p;
const other: PolicyOf = () => [0.7, 0.3];

async function guaranteeOf(
  customers: readonly HistoryFacts[],
  against: 'logged' | 'other',
  isHistory: boolean,
) {
  const { probabilities } = judgedOf(customers);
  const fixed = { description: '', isFixed: true };
  const others = Float64Array.from(customers.flat().flatMap((one) => [...other(one)]));
  const candidates: OffPolicyRequest['candidates'] = [
    { ...fixed, name: 'model', role: 'model', probabilities },
    { ...fixed, name: 'logged', role: 'logged', probabilities: null },
    { ...fixed, name: 'other', role: 'baseline', probabilities: others },
  ];
  const declared = { rewards: [RANGE.low, RANGE.high], horizon: 4 } as const;
  const estimand = isHistory ? 'history' : 'decision';
  return (await judge(customers, { estimand, changes: { candidates, declared, against } })).guarantee;
}

describe.each([
  ['histories whose later rewards are worth less', 0.5, { gamma: 0.5, horizon: 4, isHistory: true }],
  ['histories of which all rewards are worth the same', 1, { gamma: 1, horizon: 4, isHistory: true }],
  ['single decisions, added up by customer', 1, { gamma: 1, horizon: 4, isHistory: false }],
])('%s', (_, discount, wanted) => {
  const customers = customersOf(discount);
  // What chooses the threshold of HCOPE is drawn anew for each bound: the subject first, and low before high.
  const hcope = () => hcopeBound(Random.fromSeed(1).fork('hcope'));
  const most = (RANGE.high - RANGE.low) * wholeOf(wanted);

  it('have the bounds against what was done, of which each may fail with 2.5 %', async () => {
    const guarantee = await guaranteeOf(customers, 'logged', wanted.isHistory);
    expect(guarantee.reason).toBeNull();
    for (const [{ low, high }, bound] of [
      [guarantee, logSmoothed],
      [guarantee.hcope!, hcope()],
    ] as const) {
      expect(low).toBeCloseTo(atLeastAgainstLog(customers, own, wanted, 0.025, bound), 5);
      expect(high).toBeCloseTo(atMostAgainstLog(customers, own, wanted, 0.025, bound), 5);
      // Neither is the mere range of differences.
      expect([low! > -most + 0.1, high! < most - 0.1]).toEqual([true, true]);
    }
  });

  it('have those of two values against another policy, of which each may fail with 1.25 %', async () => {
    const guarantee = await guaranteeOf(customers, 'other', wanted.isHistory);
    for (const [{ low, high }, bound] of [
      [guarantee, logSmoothed],
      [guarantee.hcope!, hcope()],
    ] as const) {
      const [ofOwn, ofOther] = [own, other].map((policy) => ({
        low: valueAtLeast(customers, policy, wanted, 0.0125, bound),
        high: valueAtMost(customers, policy, wanted, 0.0125, bound),
      }));
      expect(low).toBeCloseTo(ofOwn!.low - ofOther!.high, 5);
      expect(high).toBeCloseTo(ofOwn!.high - ofOther!.low, 5);
    }
  });
});
