import { planExperiment, rateBaseline } from '../../../src/evaluate/experiment/plan';
import { unitsForDifference } from '../../../src/stats/sample-size';

const groups = [
  { name: 'model', share: 0.5 },
  { name: 'usual', share: 0.25 },
  { name: 'holdout', share: 0.25 },
];
const baseline = { mean: 3, deviation: 20, isRate: false };
const request = { baseline, lift: 1, groups, control: 'usual', level: 0.95, power: 0.8 };

it('plans each comparison at its part of what may fail, and for the one that needs most', () => {
  const { comparisons, customers, level } = planExperiment(request);
  expect(level).toBeCloseTo(0.975, 12);
  // (2.241403 + .841621)² · 20² (1/.5 + 1/.25) = 22,812; (… · 8) = 30,416; the t of some thousands adds a few.
  expect(comparisons.map(({ group }) => group)).toEqual(['model', 'holdout']);
  expect(comparisons[0]!.customers).toBeGreaterThan(22_812);
  expect(comparisons[0]!.customers).toBeLessThan(22_825);
  expect(comparisons[1]!.customers).toBeGreaterThan(30_416);
  expect(comparisons[1]!.customers).toBeLessThan(30_430);
  expect(customers).toBe(comparisons[1]!.customers);
  expect(comparisons[1]).toMatchObject({
    inGroup: Math.ceil(customers / 4),
    inControl: Math.ceil(customers / 4),
  });
});

it('lets the deviation of a rate move with it', () => {
  const halves = groups.slice(0, 2).map((group) => ({ ...group, share: 0.5 }));
  const { customers } = planExperiment({
    ...request,
    baseline: rateBaseline(0.1),
    lift: 0.02,
    groups: halves,
  });
  const deviations = [0.12, 0.1].map((rate) => ({ share: 0.5, deviation: Math.sqrt(rate * (1 - rate)) }));
  const [first, second] = deviations;
  const units = unitsForDifference({ difference: 0.02, level: 0.95, power: 0.8, groups: [first!, second!] });
  expect(customers).toBe(Math.ceil(units));
});

it('refuses a control that is no group, and a rate above 1', () => {
  expect(() => planExperiment({ ...request, control: 'none' })).toThrow(
    'control: expected one of the groups, got none',
  );
  expect(() => planExperiment({ ...request, baseline: rateBaseline(0.9), lift: 0.2 })).toThrow(
    /lift: expected a rate between 0 and 1 with it, got 1\.1/,
  );
});

it('plans no group of whom the reading would say nothing', () => {
  const shares = { model: 0.9, usual: 0.1 };
  const few = planExperiment({
    ...request,
    lift: 100,
    groups: Object.entries(shares).map(([name, share]) => ({ name, share })),
  });
  // Five standard deviations are shown by a handful; 10 in the smallest group are 100 in all.
  expect(few.comparisons[0]).toMatchObject({
    ...{ customers: 100, inGroup: 90, inControl: 10, customersAnytime: expect.any(Number) as number },
  });
  expect(few.customersAnytime).toBeGreaterThanOrEqual(100);
});
