/** What is said of differences between customers that were learned. */
import { reportSummary } from '../../src/report/summary';
import type { Shrinkage } from '../../src/report/report';
import { companyReport } from '../support/report-fixtures';

function said(value: number | null, low: number | null, high: number | null): string {
  const shrinkage: Shrinkage = { means: [0, 0], share: { value, low, high, level: 0.95 } };
  return reportSummary({ ...companyReport(), shrinkage }).replaceAll(/\s+/g, ' ');
}

it('a part that came true is kept, with its interval', () => {
  const text = said(0.625, 0.5, 0.75);
  expect(text).toContain('62.5 % (95 % interval 50 % to 75 %) came true on validation customers');
  expect(text).toContain('the advantage of an action is its mean over customers, and 62.5 % of what sets');
  expect(text).not.toContain('chance: nothing');
});

it('what may be chance is called so, and nothing is kept of less than nothing', () => {
  const text = said(-0.125, -0.5, 0.25);
  expect(text).toContain('−12.5 % (95 % interval −50 % to 25 %) came true');
  expect(text).toContain('That may be chance: nothing shows that it tells customers apart. So much of them');
  expect(text).toContain('and 0 % of what sets a customer apart');
});

it('what is larger than was learned stays as it is', () => {
  expect(said(1.25, 1, 1.5)).toContain('They are no smaller than was learned, and values stay as they are');
});

it('a model that tells no decisions apart has no share', () => {
  expect(said(null, null, null)).toContain('The model tells no two decisions apart');
});

it('nothing is said where nothing was asked', () => {
  expect(reportSummary(companyReport())).not.toContain('came true');
});
