/** Many comparisons: "worse than some" is said by Holm's correction over all of them, "better" by each interval alone. */
import type { OffPolicy, OffPolicyResult } from '../../../src/evaluate/off-policy/result';
import { offPolicyVerdict } from '../../../src/evaluate/off-policy/verdict';
import { judge, judgedSettings } from '../../support/judge-customers';
import type { HistoryFacts } from '../../support/random-histories';

const DOUBT = 'one customer holds 21 % of the weight';
const names = ['logged', 'first', 'second', 'third', 'doubtful'];

/**
 * A judgement of which the differences have a standard error of 1 and these values, against policies of these names; of the
 * doubtful one nothing is concluded.
 */
async function differing(values: readonly number[]): Promise<OffPolicy> {
  const customers = Array.from({ length: 40 }, (_, i): HistoryFacts => [
    { action: i % 2, b: [0.5, 0.5], p: [0, 1], reward: i % 3 },
  ]);
  const uniform = Object.fromEntries(names.slice(1).map((name) => [name, [0.5, 0.5]]));
  const offPolicy = await judge(customers, { others: uniform });
  const policies = Object.entries(offPolicy.policies).map(([name, policy]): [string, OffPolicyResult] => {
    const value = values[names.indexOf(name)];
    if (value === undefined) return [name, { ...policy, doubts: [] }];
    const interval = { value, low: value - 1.959964, high: value + 1.959964, level: 0.95 };
    const doubts = name === 'doubtful' ? [DOUBT] : [];
    return [name, { ...policy, doubts, difference: { ...policy.difference!, interval } }];
  });
  return { ...offPolicy, policies: Object.fromEntries(policies) };
}

const decisionsOf = async (values: readonly number[], planned?: readonly string[]) =>
  offPolicyVerdict(await differing(values), {
    ...{ against: 'logged', margin: 0, settings: judgedSettings, findings: [], planned },
  }).comparisons.map(({ decision }) => decision);

// One-sided p-values: Φ(−3.0902) = .001, Φ(−2.4089) = .008, Φ(−2.3656) = .009, Φ(−2.2904) = .011, Φ(−2.0537) = .02.
// The policy that was named beforehand is held at .025; of the three others that is divided by 3, 2 and 1: .00833, .0125 and
// .025. Each of the intervals alone lies below 0.

it('stops at the first that is too weak, though those after it are within their own thresholds', async () => {
  // .009 exceeds .00833; .011 ≤ .0125 and .02 ≤ .025 are not asked any more.
  expect(await decisionsOf([-3.0902, -2.3656, -2.2904, -2.0537, -9])).toEqual([
    'worse',
    'not shown better',
    'not shown better',
    'not shown better',
    'cannot tell',
  ]);
});

it('steps down as long as they are strong enough, whichever order they stand in', async () => {
  // .001 ≤ .00833, .008 ≤ .0125, .011 ≤ .025. By .025 / 3 for all, only the first two.
  expect(await decisionsOf([-2.0537, -2.2904, -3.0902, -2.4089, -9])).toEqual([
    'worse',
    'worse',
    'worse',
    'worse',
    'cannot tell',
  ]);
});

it('counts in the family only what is tested, and asks no correction of what is ahead', async () => {
  // Φ(−2.394) = .00833 is enough among three, .00836 not; of a fourth that is doubtful nobody asks.
  expect((await decisionsOf([2, -2.3945, 2, 2, -9]))[1]).toBe('worse');
  expect(await decisionsOf([1.97, -2.393, 2, 1.95, -9])).toEqual([
    'better',
    'not shown better',
    'better',
    'not shown better',
    'cannot tell',
  ]);
});

it('holds what was named beforehand at its own level, whatever stands beside it', async () => {
  expect((await decisionsOf([-1.97, -1.97, 2, 2, -9])).slice(0, 2)).toEqual(['worse', 'not shown better']);
  // So is another question that was asked beforehand, which then takes no part in the family of the others: of two
  // Φ(−2.2904) = .011 is within .0125, of three it was not within .00833.
  const [, first, second] = await decisionsOf([2, -1.97, -2.2904, 2, -9], ['first']);
  expect([first, second]).toEqual(['worse', 'worse']);
});
