/** What needs no model: one treatment to all who may get it, worked by hand. */
import { Random } from '../../../src/core/random';
import { effectiveCustomers, judgedArms } from '../../../src/profiles/judge/arms';
import { armShares } from '../../../src/profiles/judge/best-treatment';
import { judgeUplift } from '../../../src/profiles/judge/judge-uplift';
import { offered, propensitiesOf, rowsOf } from '../../../src/profiles/judge/offered';
import { treatmentEffect, triedTreatments } from '../../../src/profiles/judge/tried-treatments';

/**
 * Four customers may get an email alone, six a call too, each dealt what they may get alike. An email makes the four buy;
 * the six buy anyway.
 */
const kinds = [...Array.from({ length: 4 }, () => 0), ...Array.from({ length: 6 }, () => 1)];
const actions = Int32Array.of(0, 0, 1, 1, 0, 0, 1, 1, 2, 2);
const decided = {
  customers: { customers: kinds.map((_, row) => `c${row}`) },
  actionNames: ['none', 'email', 'call'],
  actions,
  allowed: Uint8Array.from(kinds.flatMap((kind) => [1, 1, kind])),
  outcomes: Float64Array.from(kinds, (kind, row) => (kind === 1 || actions[row] === 1 ? 1 : 0)),
  propensities: null,
};
const rows = Int32Array.from(kinds.keys());
const once = new Uint8Array(10).fill(1);
const given = { outcomes: decided.outcomes, customers: rows };

it('takes shares among those who might have got the same', () => {
  const shares = [...Array.from({ length: 4 }, () => 1 / 2), ...Array.from({ length: 6 }, () => 1 / 3)];
  expect([...armShares(actions, decided.allowed)]).toEqual(shares);
  expect([...propensitiesOf(decided)]).toEqual(shares);
  expect([...propensitiesOf({ ...decided, propensities: new Float64Array(10).fill(0.4) })][0]).toBe(0.4);
});

it('knows what an email to all changes, which shares of the whole log would not tell', () => {
  const effect = (propensities: Float64Array) =>
    triedTreatments(decided, propensities, rows).map((one) => treatmentEffect(one, given, once));
  const [email, call, drawn] = effect(propensitiesOf(decided));
  expect([email!.share, call!.share, drawn!.share]).toEqual([1, 0.6, 1]);
  // Four of ten are made to buy. A call changes nothing. Drawn: the four get the email, half of the six.
  expect(email!.effect).toBeCloseTo(0.4, 12);
  expect(call!.effect).toBeCloseTo(0, 12);
  expect(drawn!.effect).toBeCloseTo(0.4, 12);
  // By the shares of the log two of four controls buy, who are four of ten in truth.
  expect(effect(armShares(actions))[0]!.effect).toBeCloseTo(0.5, 12);
});

it('draws each treatment that is allowed alike', () => {
  // Nobody who was called buys: half of the six would be. With a treatment .4 + .6 / 2 buy, .6 without.
  const outcomes = decided.outcomes.map((outcome, row) => (actions[row] === 2 ? 0 : outcome));
  const drawn = triedTreatments(decided, propensitiesOf(decided), rows)[2]!;
  expect(treatmentEffect(drawn, { ...given, outcomes }, once).effect).toBeCloseTo(0.7 - 0.6, 12);
});

it('values each treatment beside the model, as many as may be contacted', () => {
  const effects = Float64Array.from(kinds.flatMap((kind) => (kind === 0 ? [1, 9] : [0.1, 0])));
  const all = offered(decided, effects, null);
  const tried = triedTreatments(decided, propensitiesOf(decided), all.decisions);
  const valued = (contacts: number | null) =>
    judgeUplift(
      rowsOf(all),
      { terms: { worth: 10, cost: 2, contacts }, shares: [1], resamples: 5, tried },
      Random.fromSeed(1),
    ).values;
  const free = valued(null);
  // The model sends an email to the four and no call, which they may not get: 4 (10 - 2) of ten. Of the six .1 × 10 is no 2.
  expect([free.contacts, free.model.value]).toEqual([4, expect.closeTo(3.2, 12)]);
  expect(free.tried.map(({ name, gained, value }) => [name, gained.value, value.value])).toEqual([
    ['email', expect.closeTo(0.4, 12), expect.closeTo(10 * 0.4 - 2, 12)],
    ['call', expect.closeTo(0, 12), expect.closeTo(0.6 * -2, 12)],
    ['a treatment drawn', expect.closeTo(0.4, 12), expect.closeTo(0.4 * (10 * 0.4 - 2), 12)],
  ]);
  expect(free.tried[0]!.modelMinus.value).toBeCloseTo(3.2 - 2, 12);
  // Three of ten may be contacted, at random.
  expect(valued(3).tried.map(({ value }) => value.value)).toEqual([
    expect.closeTo(0.3 * 2, 12),
    expect.closeTo(0.3 * -2, 12),
    expect.closeTo(0.3 * 2, 12),
  ]);
});

it('counts decisions of an arm as customers of equal weight', () => {
  expect(effectiveCustomers(['a', 'b', 'c'], [2, 2, 2])).toBeCloseTo(3, 12);
  // Two rows of one customer are one; (1 + 3)² / (1 + 9).
  expect(effectiveCustomers(['a', 'a', 'b'], [0.5, 0.5, 3])).toBeCloseTo(1.6, 12);
  expect(effectiveCustomers(['a'], [0])).toBe(0);
  const arms = judgedArms(decided, propensitiesOf(decided));
  // Email: weights 2, 2, 3, 3.
  expect(arms.map(({ name, allowed, taken }) => [name, allowed, taken])).toEqual([
    ['none', 10, 4],
    ['email', 10, 4],
    ['call', 6, 2],
  ]);
  [100 / 26, 100 / 26, 2].forEach((size, i) => expect(arms[i]!.effectiveSampleSize).toBeCloseTo(size, 12));
});
