/** What is said of differences between customers that were learned. */
import { reportSummary } from '../../src/report/summary';
import type { Shrinkage } from '../../src/report/report';
import { companyReport } from '../support/report-fixtures';

const saidOf = (shrinkage: Shrinkage) =>
  reportSummary({ ...companyReport(), shrinkage }).replaceAll(/\s+/g, ' ');

const said = (kept: number, value: number | null, low: number | null, high: number | null) =>
  saidOf({ means: [0, 0], slope: { value, low, high, level: 0.95 }, kept });

it('a part that came true is kept, with its interval', () => {
  const text = said(0.5625, 0.625, 0.5, 0.75);
  expect(text).toContain(
    '62.5 % (the calibration slope, 95 % interval 50 % to 75 %) came true on the validation side',
  );
  expect(text).toContain(
    'Less what may be chance, 56.3 % of them is kept: the value of an action over the others',
  );
  expect(text).not.toContain('same for everybody');
  expect(text).not.toContain('chance: nothing');
});

it('what may be chance is called so', () => {
  const text = said(0, -0.125, -0.5, 0.25);
  expect(text).toContain('−12.5 % (the calibration slope, 95 % interval −50 % to 25 %) came true');
  expect(text).toContain('That may be chance: nothing shows that it tells customers apart.');
  expect(text).toContain('0 % of them is kept: the model does the same for everybody');
});

it('a model that tells no decisions apart has no slope', () => {
  expect(said(1, null, null, null)).toContain('the model tells no two of them apart');
});

it('what nothing can be known of is not identified, and says why', () => {
  expect(saidOf({ unknown: 'the log never shows call' })).toContain(
    'came true is not identified: the log never shows call. Values stay as they were learned.',
  );
});

it('nothing is said where nothing was asked', () => {
  expect(reportSummary(companyReport())).not.toContain('came true');
});
