import { Random } from '../../../src/core/random';
import { sequenceHalfWidth } from '../../../src/stats/bounds/confidence-sequence';

it('is the normal mixture, worked out by hand', () => {
  // α .05: 2 ln 20 = 5.991465, ln 6.991465 = 1.944690, nρ² = 7.936155 at 5,000:
  // √(8.936155 / 7.936155 · (ln 8.936155 + 5.991465)) = √(1.126006 · 8.181574).
  expect(sequenceHalfWidth(1, 5000, 0.95)).toBeCloseTo(Math.sqrt(1.126006 * 8.181574), 4);
  expect(sequenceHalfWidth(3, 5000, 0.95)).toBeCloseTo(3 * sequenceHalfWidth(1, 5000, 0.95), 12);
});

it('is narrowest, beside an ordinary interval, about where it is meant to be', () => {
  const at = (count: number) => sequenceHalfWidth(1, count, 0.95);
  expect(at(5000)).toBeLessThan(at(1000));
  expect(at(5000)).toBeLessThan(at(50_000));
  expect(at(5000)).toBeGreaterThan(1.96);
});

it('leaves out the truth at any look of at most as many paths as it says, where ordinary intervals do not', () => {
  const random = Random.fromSeed(5);
  const paths = 400;
  const failed = { sequence: 0, ordinary: 0 };
  for (let path = 0; path < paths; path += 1) {
    let [sum, left, right] = [0, false, false];
    for (let count = 1; count <= 6000; count += 1) {
      sum += random.uniform() < 0.5 ? 1 : -1; // mean 0, variance 1
      if (count < 200 || count % 20 > 0) continue;
      const [mean, error] = [Math.abs(sum / count), 1 / Math.sqrt(count)];
      if (mean > sequenceHalfWidth(error, count, 0.8)) left = true;
      if (mean > 1.281552 * error) right = true;
    }
    failed.sequence += left ? 1 : 0;
    failed.ordinary += right ? 1 : 0;
  }
  expect(failed.sequence / paths).toBeLessThan(0.2);
  expect(failed.sequence).toBeGreaterThan(8); // it is no bound of everything
  expect(failed.ordinary / paths).toBeGreaterThan(0.5); // the paths are long enough to see the trap
});

it('refuses a level that is none', () => {
  expect(() => sequenceHalfWidth(1, 10, 95)).toThrow('level: expected between 0 and 1, got 95');
});
