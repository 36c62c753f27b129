import fc from 'fast-check';
import { logLoss, temper, temperatureOf } from '../../src/stats/temperature';

it('halves a log-odds that is twice what the labels say', () => {
  // Odds of 9 where three of four were right, which is odds of 3: T = log 9 / log 3 = 2.
  const probabilities = Float64Array.of(0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1);
  expect(temperatureOf(probabilities, [0, 0, 0, 1], 2, [1, 1, 1, 1])).toBeCloseTo(2, 6);
  temper(probabilities, 2, 2);
  expect([...probabilities.subarray(0, 2)].map((p) => Number(p.toFixed(12)))).toEqual([0.75, 0.25]);
});

it('counts a row as much as it weighs', () => {
  expect(temperatureOf(Float64Array.of(0.9, 0.1, 0.9, 0.1), [0, 1], 2, [3, 1])).toBeCloseTo(2, 6);
});

it('reads nothing from classes that are barred', () => {
  const barred = Float64Array.of(0.9, 0.1, 0, 0.9, 0.1, 0, 0.9, 0.1, 0, 0.9, 0.1, 0);
  expect(temperatureOf(barred, [0, 0, 0, 1], 3, [1, 1, 1, 1])).toBeCloseTo(2, 6);
});

it('goes no further than four times', () => {
  expect(temperatureOf(Float64Array.of(0.6, 0.4), [0], 2, [1])).toBeCloseTo(1 / 4, 6);
  expect(temperatureOf(Float64Array.of(0.6, 0.4), [1], 2, [1])).toBeCloseTo(4, 6);
});

it('gives the loss worked by hand, weighted', () => {
  expect(logLoss(Float64Array.of(0.5, 0.5, 0.2, 0.8), [0, 0], 2, [3, 1])).toBeCloseTo(
    (3 * Math.log(2) + Math.log(5)) / 4,
    12,
  );
});

it('is where the loss is least', () => {
  const row = fc.record({
    p: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    label: fc.constantFrom(0, 1),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
      const labels = rows.map(({ label }) => label);
      const weights = rows.map(() => 1);
      const lossAt = (temperature: number) => {
        const p = Float64Array.from(rows.flatMap((one) => [one.p, 1 - one.p]));
        temper(p, 2, temperature);
        return logLoss(p, labels, 2, weights);
      };
      const best = temperatureOf(Float64Array.from(rows.flatMap(({ p }) => [p, 1 - p])), labels, 2, weights);
      for (const other of [0.25, 0.5, 0.9, 1, 1.1, 2, 4])
        expect(lossAt(best)).toBeLessThanOrEqual(lossAt(other) + 1e-9);
    }),
    { numRuns: 100 },
  );
});
