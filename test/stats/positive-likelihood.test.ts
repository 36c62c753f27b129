import { fitPositive, numericalHessian } from '../../src/stats/positive-likelihood';

it('is that of a Poisson rate: the mean, with the error of a mean', () => {
  const counts = [3, 0, 2, 7, 1, 5];
  const sum = 18;
  const fit = fitPositive(([rate]) => sum * Math.log(rate!) - counts.length * rate!, [[1], [20]]);
  expect(fit.parameters[0]).toBeCloseTo(3, 6);
  // The information of a rate is n / rate.
  expect(fit.standardErrors![0]).toBeCloseTo(Math.sqrt(3 / 6), 5);
  expect(fit.logLikelihood).toBeCloseTo(18 * Math.log(3) - 18, 9);
  expect(fit.converged).toBe(true);
});

it('takes the better of two summits, whichever start is named first', () => {
  // In the logarithm: summits at ln x = 0, of height 1, and at ln x = 3, of height 2.
  const hills = ([x]: readonly number[]) => Math.max(1 - Math.log(x!) ** 2, 2 - (Math.log(x!) - 3) ** 2);
  for (const starts of [
    [[1], [15]],
    [[15], [1]],
  ])
    expect(fitPositive(hills, starts).parameters[0]).toBeCloseTo(Math.exp(3), 3);
});

it('has no errors where parameters cannot be told apart', () => {
  const fit = fitPositive(([a, b]) => -((Math.log(a! * b!) - 1) ** 2), [[1, 1]]);
  expect(fit.parameters[0]! * fit.parameters[1]!).toBeCloseTo(Math.E, 5);
  expect(fit.standardErrors).toBeNull();
});

it('has errors along a narrow ridge too, which far from its summit is no longer a parabola', () => {
  // Of ln a - ln b the error is a hundredth, of ln a + ln b it is 1: of each alone half the root of 1.0001.
  const ridge = ([a, b]: readonly number[]) => {
    const across = Math.log(a! / b!);
    return 1e4 * (across - Math.expm1(across)) - Math.log(a! * b!) ** 2 / 2;
  };
  const fit = fitPositive(ridge, [[2, 1]]);
  for (const error of fit.standardErrors!) expect(error).toBeCloseTo(Math.sqrt(1.0001) / 2, 3);
});

it('has no errors where a parameter is on its way to infinity, whatever rounding makes of its curvature', () => {
  // The mean tells b; of a the likelihood rises ever more slowly, with a dent at ln a = 12 that looks like a summit.
  const dent = (a: number) => Math.exp(-100 * (Math.log(a) - 12) ** 2);
  const rising = ([a, b]: readonly number[]) => dent(a!) - 1 / a! - (Math.log(b!) - 1) ** 2;
  const fit = fitPositive(rising, [[1, 1]]);
  expect(fit.parameters[1]).toBeCloseTo(Math.E, 3);
  expect(Math.log(fit.parameters[0]!)).toBeCloseTo(12, 2);
  expect(fit.standardErrors).toBeNull();
});

it('second derivatives', () => {
  const hessian = numericalHessian(([x, y]) => x! ** 2 * y! + 3 * y! ** 2, [2, 5]);
  // [2y, 2x; 2x, 6]
  [10, 4, 4, 6].forEach((value, i) => expect(hessian[i]).toBeCloseTo(value, 6));
});
