/** What a log cannot show of its contacts: by what chance they were given, and whether moves came after them. */
import { emptyCounts } from '../../../src/profiles/flows/flow-counts';
import type { Decisions } from '../../../src/profiles/tables/company-tables';
import { causeLimits } from '../../../src/runs/customers/cause-limits';

const names = ['No Action', 'email'];
const decisions = (propensities: readonly number[] | null): Decisions => ({
  ...{ rows: 3, starts: Int32Array.from([0, 3]), times: Float64Array.from([1, 2, 3]) },
  ...{ actions: Int32Array.from([1, 0, 1]), actionNames: names },
  propensities: propensities && Float64Array.from(propensities),
  ...{ allowed: null, costs: null, came: { opened: null, clicked: null, answered: null }, window: 0 },
});

const span = { from: 0, period: 5, periods: 2 };

/** [2 periods, No Action, email and nothing decided, 2 states] */
const counts = {
  ...emptyCounts(['active', 'nonActive'], names, true, 2),
  acted: Int32Array.from([1, 2, 10, 20, 4, 8, 3, 5, 30, 40, 6, 7]),
};

it('has nothing to say where all contacts had one chance and came before the purchases', () => {
  expect(causeLimits(decisions([0.5, 0.5, 0.5]), span, counts)).toEqual([]);
});

it('says what chances are not known, or not alike', () => {
  expect(causeLimits(decisions(null), span, counts)).toEqual([
    expect.stringMatching(/^whether shares by action are effects of the contacts is not identified/),
  ]);
  expect(causeLimits(decisions([0.5, 0.5, 0.25]), span, counts)).toEqual([
    expect.stringMatching(
      /^contacts were given by chances that differ \(email 0\.25 to 0\.5\)\. If, within a state, those with higher chances/,
    ),
  ]);
});

it('says how many had bought before they were contacted, though the chance was one', () => {
  expect(causeLimits(decisions([0.5, 0.5, 0.5]), span, { ...counts, boughtFirst: 17 })).toEqual([
    expect.stringMatching(/^in 17 of the 100 periods of customers with a contact a purchase came before it/),
  ]);
});
