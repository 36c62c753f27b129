import type { MonthlyFit } from '../../../src/profiles/enrich';
import { fewCasesTexts } from '../../../src/runs/enrich/few-cases-text';

const fit = (
  model: string,
  month: string,
  fewCases: string | null,
  reason: string | null = null,
): MonthlyFit => ({
  ...{ model, month, fewCases, reason, decisions: 3, customers: reason === null ? 60 : null },
});

it('counts months with too few among those with a model, and quotes the first and the last', () => {
  const fits = [
    ...[fit('churn', '2026-01', null, 'nobody was known'), fit('value', '2026-01', null)],
    ...[fit('churn', '2026-02', 'Few: 3.'), fit('value', '2026-02', null)],
    ...[fit('churn', '2026-03', 'Few: 4.'), fit('churn', '2026-04', null)],
  ];
  expect(fewCasesTexts(fits)).toEqual([
    'churn in 2 of 3 months, first 2026-02: Few: 3. Last 2026-03: Few: 4.',
  ]);
  expect(fewCasesTexts(fits.slice(0, 4))).toEqual(['churn in 1 of 1 months, first 2026-02: Few: 3.']);
  expect(fewCasesTexts([])).toEqual([]);
});
