/** Two policies segment by segment: paired by customer, all intervals wide enough at once, and nothing said without support. */
import fc from 'fast-check';
import { judgePolicies } from '../../../src/evaluate/off-policy/judge-policies';
import type { OffPolicyRequest } from '../../../src/evaluate/off-policy/request';
import { segmentDifferences } from '../../../src/evaluate/off-policy/segment-differences';
import { offPolicySettings } from '../../../src/evaluate/off-policy/settings';
import { requestOf } from '../../support/judge-customers';
import type { DecisionFacts, HistoryFacts } from '../../support/random-histories';

/** Nothing is doubted, however few they are: what is said is asked, not whether it may be. */
const settings = offPolicySettings.parse({
  ...{ resamples: 100, fewestEffective: 0, largestShare: 1, fewestVarianceUnits: 0, weightDistance: 1 },
});

/** A customer of one decision; half were mailed by chance, and the model mails with probability `mails`. */
const customer = (action: number, reward: number, mails: number): HistoryFacts => [
  { action, b: [0.5, 0.5], p: [1 - mails, mails], reward, q: [0, 0] },
];

/** A model of rewards that says nothing, so that the doubly robust estimate is the mean of weight times reward. */
const silent = (n: number): Partial<OffPolicyRequest> => ({
  settings,
  models: { reward: () => new Float64Array(2 * n), value: () => () => ({ values: null, reason: null }) },
});

function asked(customers: readonly HistoryFacts[], names: readonly string[], of: readonly number[]) {
  const n = customers.flat().length;
  const request = requestOf(customers, { changes: silent(n), others: { nobody: [1, 0] } });
  const segmentation = { column: 'kind', names, of: Int32Array.from(of) };
  return { request, said: segmentDifferences(request, ['model', 'nobody'], segmentation, []) };
}

/** Ten who are mailed by the model and by the other not; twelve whom neither mails. */
const customers = [
  ...Array.from({ length: 10 }, (_, i) => customer(i % 2, i % 2 === 1 ? 3 : 1, 1)),
  ...Array.from({ length: 12 }, (_, i) => customer(i % 2, i + 0.5, 0)),
];
const kinds = customers.map((_, i) => (i < 10 ? 0 : 1));

it('is the mean of what each customer earns more by one than by the other', async () => {
  const { segments, family, familyLevel } = await asked(customers, ['new', 'old'], kinds).said;
  expect([family, familyLevel]).toEqual([2, 0.95]);
  const [fresh] = segments;
  expect(fresh).toMatchObject({ name: 'new', units: 10, decisions: 10, decision: 'not shown better' });
  // By the model those mailed count twice, 6, by the other those left alone, 2: five times +6 and five times −2.
  expect(fresh!.subject!.value!.value).toBeCloseTo(3, 12);
  expect(fresh!.other!.value!.value).toBeCloseTo(1, 12);
  const { t, interval } = fresh!.difference!;
  expect(t.value).toBeCloseTo(2, 12);
  // Deviations of ±4: √(160 / 9 / 10) = 1.3333. Of two intervals each is of 97.5 %: t(.9875, 9) = 2.68501.
  expect(t.level).toBeCloseTo(0.975, 12);
  expect(t.high! - t.value!).toBeCloseTo(2.68501 * (4 / 3), 4);
  expect(interval.low!).toBeLessThanOrEqual(t.low!);
});

it('is nothing for certain where both do the same, though what each earns is far from certain', async () => {
  const old = (await asked(customers, ['new', 'old'], kinds).said).segments[1]!;
  expect(old.difference!.interval).toEqual({ value: 0, low: 0, high: 0, level: 0.975 });
  expect(old.subject!.value!.high! - old.subject!.value!.low!).toBeGreaterThan(5);
  expect([old.decision, old.doubts]).toEqual(['not shown better', []]);
});

it('says nothing of a handful, nor where an action never was tried, and asks less of the others for it', async () => {
  const untried = Array.from({ length: 11 }, (_, i) => customer(0, i, 1));
  const all = [...customers, ...untried, ...customers.slice(0, 4)];
  const of = [...kinds, ...untried.map(() => 2), 3, 3, 3, 3];
  const { segments, family } = await asked(all, ['new', 'old', 'untried', 'few'], of).said;
  expect(family).toBe(2);
  expect(segments.slice(0, 2)).toEqual((await asked(customers, ['new', 'old'], kinds).said).segments);
  expect(segments[2]).toMatchObject({ decision: 'cannot tell', difference: null, subject: { value: null } });
  expect(segments[2]!.doubts[0]).toMatch(/^model is not identified: mail was never logged among the 11 /);
  expect(segments[3]).toMatchObject({
    ...{ units: 4, decision: 'cannot tell', subject: null, other: null, difference: null },
    doubts: ['expected at least 10 customers to judge on, got 4'],
  });
});

it('has no word for a log of which nothing may be concluded', async () => {
  const { request } = asked(customers, ['new', 'old'], kinds);
  const segmentation = { column: 'kind', names: ['new', 'old'], of: Int32Array.from(kinds) };
  const { segments } = await segmentDifferences(request, ['model', 'nobody'], segmentation, ['it is wrong']);
  for (const { decision, doubts } of segments)
    expect([decision, doubts]).toEqual(['cannot tell', ['it is wrong']]);
});

const decision = fc.record({
  action: fc.nat(1),
  mails: fc.double({ min: 0, max: 1, noNaN: true }),
  reward: fc.integer({ min: -5, max: 20 }),
  weight: fc.integer({ min: 1, max: 3 }),
  kind: fc.nat(2),
});

type Drawn = typeof decision extends fc.Arbitrary<infer Value> ? Value : never;

const factsOf = ({ action, mails, reward, weight }: Drawn): DecisionFacts => ({
  ...{ action, b: [0.5, 0.5], p: [1 - mails, mails], reward, weight, q: [0, 0] },
});

it('adds up, by the decisions of each, to the difference of all', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(decision, { minLength: 1, maxLength: 3 }), { minLength: 45, maxLength: 60 }),
      async (drawn) => {
        const flat = drawn.flat();
        // Every kind has both actions and customers enough, so that each has a difference.
        const extra = [0, 1, 2].flatMap((kind) =>
          Array.from({ length: 10 }, (_, i): Drawn[] => [
            { action: i % 2, mails: 0.5, reward: 1, weight: 1, kind },
          ]),
        );
        const all = [...drawn, ...extra];
        const of = [...flat, ...extra.flat()].map(({ kind }) => kind);
        const { request, said } = asked(
          all.map((history) => history.map(factsOf)),
          ['a', 'b', 'c'],
          of,
        );
        const weights = all.flat().map(({ weight }) => weight);
        const weightOf = (kind: number) =>
          weights.reduce((sum, weight, i) => sum + (of[i] === kind ? weight : 0), 0);
        const { segments } = await said;
        const sum = segments.reduce(
          (total, { difference }, kind) => total + weightOf(kind) * difference!.interval.value!,
          0,
        );
        const { policies } = await judgePolicies(request);
        const whole = weights.reduce((total, weight) => total + weight, 0);
        expect(sum / whole).toBeCloseTo(policies.nobody!.difference!.interval.value!, 9);
      },
    ),
    { numRuns: 10 },
  ));

it('is of whole histories where these are valued, each in the segment of its first decision', async () => {
  const two = Array.from({ length: 24 }, (_, i): HistoryFacts => [
    { action: i % 2, b: [0.5, 0.5], p: [0, 1], reward: i % 3 },
    { action: Math.floor(i / 2) % 2, b: [0.5, 0.5], p: [0, 1], reward: i % 5 },
  ]);
  const of = two.flatMap((_, i) => (i < 12 ? [0, 1] : [1, 0]));
  const request = requestOf(two, {
    ...{ estimand: 'history', others: { nobody: [1, 0] }, changes: { settings } },
  });
  const segmentation = { column: 'kind', names: ['a', 'b'], of: Int32Array.from(of) };
  const { segments } = await segmentDifferences(request, ['model', 'nobody'], segmentation, []);
  expect(segments.map(({ units, decisions }) => [units, decisions])).toEqual([
    [12, 24],
    [12, 24],
  ]);
  // The first twelve alone, judged as a log of their own.
  const alone = await judgePolicies(
    requestOf(two.slice(0, 12), {
      ...{ estimand: 'history', others: { nobody: [1, 0] }, changes: { settings } },
    }),
  );
  expect(segments[0]!.difference!.t.value).toBeCloseTo(
    alone.policies.nobody!.difference!.interval.value!,
    12,
  );
});
