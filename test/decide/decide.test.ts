/** What is done with customers, why, and how likely it was: worked out by hand. */
import type { Model } from '../../src/agents/model';
import type { Bars } from '../../src/dataset/decisions/bars';
import { decide, propensityOf, valueOverNoAction, type AskedRows } from '../../src/decide/decide';
import { expectExploration } from '../../src/decide/exploration';
import { BEST, decisionReasons, TRIED } from '../../src/decide/reasons';
import type { QFunction } from '../../src/policies/policy';
import { BY_ONE_FEATURE } from '../support/support-filters';

const ACTIONS = ['No Action', 'mail', 'call'];
const MODEL: Pick<Model, 'actions' | 'support'> = { actions: ACTIONS };

/** Values by row, whatever is observed. */
const valued = (values: readonly number[], charges?: readonly number[]): QFunction => ({
  qValues: () => Promise.resolve(Float32Array.from(values)),
  charges,
});

const asked = (rows: number, bars: Bars | null = null): AskedRows => ({
  ...{ rows, bars, observations: new Float32Array(rows) },
  place: (row) => `row ${row + 1}`,
});

const CAPPED: Bars = {
  codes: Uint8Array.of(0, 0, 1, 0, 2, 1),
  reasons: ['a cap', 'not eligible by may_mail'],
};

it('takes the best allowed action, and names what bars the better ones, the best first', async () => {
  const decided = await decide(MODEL, valued([1, 2, 3, 1, 2, 3]), asked(2, CAPPED));
  expect([...decided.actions]).toEqual([1, 0]);
  const reasonOf = decisionReasons(MODEL, decided);
  expect(reasonOf(0)).toBe('call barred: a cap');
  expect(reasonOf(1)).toBe('call barred: a cap; mail barred: not eligible by may_mail');
  expect([valueOverNoAction(decided, 0), valueOverNoAction(decided, 1)]).toEqual([1, 0]);
  expect(propensityOf(decided, 0)).toBe(1);
});

it('says that the best was done where nothing better is barred', async () => {
  const decided = await decide(
    MODEL,
    valued([1, 2, 3, 9, 2, 3]),
    asked(2, { ...CAPPED, codes: Uint8Array.of(0, 1, 0, 0, 1, 1) }),
  );
  const reasonOf = decisionReasons(MODEL, decided);
  expect([reasonOf(0), reasonOf(1)]).toEqual([BEST, BEST]);
});

it('chooses by values less charges, and tells values without', async () => {
  const decided = await decide(MODEL, valued([1, 2, 3], [0, 0.5, 3]), asked(1));
  expect([...decided.actions]).toEqual([1]);
  expect(decisionReasons(MODEL, decided)(0)).toBe(BEST);
  expect(valueOverNoAction(decided, 0)).toBe(1);
});

it('says what the log lacks of a better action', async () => {
  const support = { ...BY_ONE_FEATURE, customers: [80, 0, 30] };
  const qFunction = {
    ...valued([1, 2, 3, 1, 2, 3]),
    supportedActions: () => Uint8Array.of(1, 0, 0, 1, 0, 0),
  };
  const decided = await decide(MODEL, qFunction, asked(2));
  expect(decisionReasons({ ...MODEL, support }, decided)(0)).toBe(
    'call barred: logged for 30 customers, fewer than 50; mail barred: never logged',
  );
  const often = { ...BY_ONE_FEATURE, leastOfLikeliest: 0.3 };
  expect(decisionReasons({ ...MODEL, support: often }, decided)(1)).toMatch(
    /^call barred: logged too rarely where customers are like this one \(less often than 0.05 or 0.3 of the likeliest\)/,
  );
});

it('tries by probabilities and draws, never what is barred, and tells how likely it was', async () => {
  // Row by row .7 + .1, .1, .1 and, where call is barred, .85 and .15.
  const exploration = { kind: 'epsilon', epsilon: 0.3 } as const;
  const values = valued([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  const bars = { codes: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1), reasons: ['a cap'] };
  const draws = Float64Array.of(0.05, 0.999, 0.1499);
  const decided = await decide(MODEL, values, asked(3, bars), { exploration, draws });
  expect([...decided.actions]).toEqual([0, 2, 0]);
  expect([...decided.best]).toEqual([2, 2, 1]);
  [0.1, 0.8, 0.15].forEach((probability, row) =>
    expect(propensityOf(decided, row)).toBeCloseTo(probability, 12),
  );
  const reasonOf = decisionReasons(MODEL, decided);
  expect([reasonOf(0), reasonOf(1), reasonOf(2)]).toEqual([TRIED, BEST, TRIED]);
});

it('names the row whose values are not finite', async () => {
  await expect(decide(MODEL, valued([1, 2, 3, 1, Infinity, 2]), asked(2))).rejects.toThrow(
    'row 2: its values are not finite',
  );
});

it.each([
  [{ kind: 'epsilon', epsilon: 1.5 } as const, 'epsilon: expected 0 to 1, got 1.5'],
  [{ kind: 'inverse gap', scale: -1, floor: 0 } as const, 'scale: expected 0 or more, got -1'],
  [
    { kind: 'inverse gap', scale: 1, floor: 0.4 } as const,
    'floor: expected 0 to 0.3333333333333333 for 3 actions, got 0.4',
  ],
])('refuses exploration that cannot be: %j', (exploration, message) => {
  expect(() => expectExploration(exploration, 3)).toThrow(message);
});
