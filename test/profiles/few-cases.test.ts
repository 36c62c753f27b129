/** Ten cases for each number that is sought are enough, one fewer is not; of two outcomes the rarer one counts, of amounts those apart. */
import { fewCasesText, meanOfEach, rarerOf, toldApart } from '../../src/profiles/few-cases';

const cases = (count: number) => ({ count, kind: 'customers', unknowns: 4, of: 'features' });

it('says nothing of ten cases each, and of fewer how many there are', () => {
  expect(fewCasesText(cases(40))).toBeNull();
  expect(fewCasesText(cases(39))).toBe(
    'Few to learn from: 39 customers, 9.8 for each of 4 features, where regressions ask for 10 at least and trees and nets for more. What it says of a customer may be chance.',
  );
  expect(fewCasesText(cases(0))).toContain('0 customers, 0 for each of 4 features');
});

it('asks for seventy of each variable of segments', () => {
  const ofSegments = (count: number) => fewCasesText({ ...cases(count), advised: 'segments' });
  expect(ofSegments(280)).toBeNull();
  expect(ofSegments(279)).toBe(
    'Few to learn from: 279 customers, 70 for each of 4 features, where 70 are advised for segments. What it says of a customer may be chance.',
  );
});

it('counts the rarer of two outcomes', () => {
  expect([rarerOf(10, 0.3), rarerOf(10, 0.7), rarerOf(10, 0.5), rarerOf(10, 1)]).toEqual([3, 3, 5, 0]);
  // A third of 30 is no whole number in doubles.
  expect(rarerOf(30, 1 / 3)).toBe(10);
});

it('counts amounts that are apart, and of the same ones few', () => {
  const told = (...amounts: number[]) => toldApart(Float64Array.from(amounts));
  // 1000 - (997^3 + 3) / 1000^2 = 1000 - 991.027
  expect(told(12, ...new Array<number>(997).fill(0), 5, -3)).toBe(9);
  // 5 - 5 / 25; 6 - 2 * 3^3 / 36 = 4.5; 4 - 4^3 / 16
  expect([told(5, 1, 4, 2, 3), told(7, 0, 7, 0, 7, 0), told(2, 2, 2, 2)]).toEqual([5, 5, 0]);
  expect(told()).toBe(0);
});

it('counts each customer once, by the mean', () => {
  expect(meanOfEach(['b', 'a', 'b', 'b'], Float64Array.of(1, 5, 0, 2))).toEqual(Float64Array.of(1, 5));
});
