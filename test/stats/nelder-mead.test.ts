import { minimise } from '../../src/stats/nelder-mead';

it('finds the bottom of a bowl', () => {
  const { at, value, converged } = minimise(([x, y]) => (x! - 3) ** 2 + 10 * (y! + 1) ** 2 + 7, [0, 0]);
  expect(at[0]).toBeCloseTo(3, 5);
  expect(at[1]).toBeCloseTo(-1, 5);
  expect(value).toBeCloseTo(7, 9);
  expect(converged).toBe(true);
});

it('follows the valley of Rosenbrock to its end', () => {
  const { at } = minimise(([x, y]) => 100 * (y! - x! ** 2) ** 2 + (1 - x!) ** 2, [-1.2, 1]);
  expect(at[0]).toBeCloseTo(1, 5);
  expect(at[1]).toBeCloseTo(1, 5);
});

it('comes back from where a function is not defined', () => {
  // x - ln x: lowest at 1, NaN left of 0.
  const { at } = minimise(([x]) => x! - Math.log(x!), [0.1]);
  expect(at[0]).toBeCloseTo(1, 5);
});

it('ends where rounding hides what could be gained', () => {
  let asked = 0;
  // Beside 1e9 the last bits of a sum are some 1e-7.
  const { at, converged } = minimise(
    ([x, y]) => {
      asked += 1;
      return 1e9 + 1e3 * ((x! - 3) ** 2 + (y! + 1) ** 2) + 1e-6 * Math.sin(asked);
    },
    [0, 0],
  );
  expect(at[0]).toBeCloseTo(3, 3);
  expect(converged).toBe(true);
  expect(asked).toBeLessThan(1000);
});

it('says that it has not ended', () => {
  const { converged } = minimise(([x]) => -x!, [0], { mostIterations: 3 });
  expect(converged).toBe(false);
});

it('refuses to start where nothing is defined', () => {
  expect(() => minimise(() => NaN, [1, 2])).toThrow('minimise: not defined at the start 1, 2');
});
