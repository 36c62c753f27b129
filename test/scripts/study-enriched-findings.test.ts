/** What the study says of its numbers: what was agreed holds only where intervals say so. */
import { finding } from '../../scripts/study-enriched/findings';
import type { SeedResult } from '../../scripts/study-enriched/one-seed';
import { worthOf } from '../../scripts/study-enriched/worth';

/** Differences in the order of the study: enriched and shuffled to plain, enriched to shuffled, and to customers mistaken. */
function seedOf(...values: readonly [number, number, number, number]): SeedResult {
  const differences = values.map((value) => {
    const mean = { value, standardError: 0.01 };
    return { policy: '', against: '', value: mean, discounted: mean };
  });
  return { seed: 1, method: 'iql', differences } as unknown as SeedResult;
}

describe('the finding of a study', () => {
  const saidOf = (...seeds: SeedResult[]) => finding(seeds, 'iql');

  it('is that all holds where intervals are narrow and on the right side', () => {
    const said = saidOf(
      seedOf(0.1, 0.001, 0.1, 0.1),
      seedOf(0.11, -0.001, 0.11, 0.1),
      seedOf(0.1, 0, 0.1, 0.11),
    );
    expect(said).toContain('"better, interval above 0" holds');
    expect(said).toContain('in 0 of 3 companies by more than their own luck: "they add nothing" holds');
    expect(said).toContain('what it knows of each customer is shown');
  });

  it('is that shuffled columns add something where their interval is above 0', () => {
    const said = saidOf(seedOf(0.1, 0.09, 0, 0), seedOf(0.11, 0.1, 0, 0), seedOf(0.1, 0.1, 0, 0));
    expect(said).toContain(
      'in 3 of 3 companies by more than their own luck: "they add nothing" does not hold',
    );
    expect(said).toContain('what it knows of each customer is not shown');
  });

  it('is open where an interval holds 0 and the gain of the true columns alike', () => {
    // Mean .1, standard deviation .1 of two: half of the interval is 12.706 * .1 = 1.27.
    expect(saidOf(seedOf(0.1, 0, 0, 0), seedOf(0.1, 0.2, 0, 0))).toContain('cannot be told of so few seeds');
    expect(saidOf(seedOf(0.1, 0, 0, 0))).toContain('"better, interval above 0" cannot be told of one seed');
  });
});

it('counts who is contacted by weeks since the last contact', () => {
  // Three actions: 2 of 4 contacted after a week, none of 4 after two, nobody after three, both of 2 later.
  const decisions = Float64Array.of(2, 1, 1, 4, 0, 0, 0, 0, 0, 0, 2, 0);
  const value = Float64Array.of(4, 8);
  const {
    since,
    actions,
    value: weekly,
  } = worthOf('policy', { value, discounted: value, stays: Float64Array.of(1, 0), decisions }, 4);
  expect(since).toEqual([
    { decisions: 0.4, contacted: 0.5 },
    { decisions: 0.4, contacted: 0 },
    { decisions: 0, contacted: null },
    { decisions: 0.2, contacted: 1 },
  ]);
  expect(actions).toEqual([0.6, 0.3, 0.1]);
  // 1 and 2 a week.
  expect(weekly).toEqual({ value: 1.5, standardError: 0.5 });
});
