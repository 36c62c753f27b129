/** Ten cases for each number that is sought are enough, one fewer is not; of two outcomes the rarer one counts. */
import { fewCasesText, rarerOf } from '../../src/profiles/few-cases';

const cases = (count: number) => ({ count, kind: 'customers', unknowns: 4, of: 'features' });

it('says nothing of ten cases each, and of fewer how many there are', () => {
  expect(fewCasesText(cases(40))).toBeNull();
  expect(fewCasesText(cases(39))).toBe(
    'Few to learn from: 39 customers, 9.8 for each of 4 features, where regressions ask for 10 at least and trees and nets for more. What it says of a customer may be chance.',
  );
  expect(fewCasesText(cases(0))).toContain('0 customers, 0 for each of 4 features');
});

it('counts the rarer of two outcomes', () => {
  expect([rarerOf(10, 0.3), rarerOf(10, 0.7), rarerOf(10, 0.5), rarerOf(10, 1)]).toEqual([3, 3, 5, 0]);
  // A third of 30 is no whole number in doubles.
  expect(rarerOf(30, 1 / 3)).toBe(10);
});
