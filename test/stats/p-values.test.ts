import fc from 'fast-check';
import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { meanInterval } from '../../src/stats/intervals';
import { holmCorrected, pValueBelowZero } from '../../src/stats/p-values';

describe('pValueBelowZero', () => {
  it('is the lower tail of the t distribution, in closed form for one and two degrees of freedom', () => {
    // One: 1/2 + atan(t) / pi. Samples -3, -1: mean -2, standard error 1, t -2.
    expect(pValueBelowZero([-3, -1])).toBeCloseTo(0.5 - Math.atan(2) / Math.PI, 12);
    // Two: 1/2 + t / (2 sqrt(2 + t^2)). Samples -4, -3, -2: mean -3, standard error 1 / sqrt 3, t^2 = 27.
    expect(pValueBelowZero([-4, -3, -2])).toBeCloseTo(0.5 - 0.5 * Math.sqrt(27 / 29), 12);
    expect(pValueBelowZero([4, 3, 2])).toBeCloseTo(0.5 + 0.5 * Math.sqrt(27 / 29), 12);
  });

  it('is below .025 exactly where the 95 % interval lies below 0', () => {
    const samples = fc.array(fc.integer({ min: -20, max: 10 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(samples, (values) => {
        const { high } = meanInterval(values);
        fc.pre(Math.abs(high!) > 1e-9);
        expect(pValueBelowZero(values)! < 0.025).toBe(high! < 0);
      }),
    );
  });

  it('is certain of equal samples, and unknown of fewer than two', () => {
    expect(
      [
        [-1, -1],
        [0, 0],
        [1, 1],
      ].map(pValueBelowZero),
    ).toEqual([0, 1, 1]);
    expect([pValueBelowZero([]), pValueBelowZero([-5])]).toEqual([null, null]);
  });
});

describe('holmCorrected', () => {
  it('multiplies the smallest by all, the next by one fewer, and lets none fall below those before it', () => {
    // Sorted .005, .011, .02: 3 * .005 = .015, 2 * .011 = .022, 1 * .02 -> .022.
    const corrected = holmCorrected([0.02, 0.005, 0.011]);
    expect(corrected).toEqual([0.022, 0.015, 0.022]);
    // All three are at most .025 after the correction; Bonferroni would keep .005 alone.
  });

  it('stops at the first that is too weak: what comes after it is not rejected either', () => {
    // Of four at .025 the thresholds are .00625, .00833, .0125, .025. .001 passes, .009 does not; .011 and .02 would.
    const corrected = holmCorrected([0.011, 0.001, 0.02, 0.009]);
    [0.027, 0.004, 0.027, 0.027].forEach((value, i) => expect(corrected[i]).toBeCloseTo(value, 12));
    expect(corrected.map((value) => value <= 0.025)).toEqual([false, true, false, false]);
  });

  it('keeps what is too weak for the number of tests', () => {
    // Each of .01, .02, .02 is below .025; corrected they are .03, .04, .04.
    expect(holmCorrected([0.02, 0.01, 0.02])).toEqual([0.04, 0.03, 0.04]);
  });

  it('changes nothing about one test, makes none of none and never exceeds 1', () => {
    expect(holmCorrected([0.3])).toEqual([0.3]);
    expect(holmCorrected([])).toEqual([]);
    expect(holmCorrected([0.9, 0.6])).toEqual([1, 1]);
  });

  it('finds anything among five true null hypotheses no more often than the level says', () => {
    const generator = NormalGenerator.from(Random.fromSeed(5));
    const samples = new Float64Array(6);
    let [found, foundUncorrected] = [0, 0];
    for (let i = 0; i < 4000; i += 1) {
      const pValues = Array.from({ length: 5 }, () => {
        generator.fill(samples);
        return pValueBelowZero(samples)!;
      });
      if (Math.min(...holmCorrected(pValues)) <= 0.05) found += 1;
      if (Math.min(...pValues) <= 0.05) foundUncorrected += 1;
    }
    expect(found / 4000).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 4000));
    expect(foundUncorrected / 4000).toBeGreaterThan(0.2); // 1 - .95^5 = .226
  });
});
