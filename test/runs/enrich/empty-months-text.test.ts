import type { MonthlyFit } from '../../../src/profiles/enrich';
import { emptyMonthsTexts } from '../../../src/runs/enrich/empty-months-text';

const fit = (model: string, month: string, reason: string | null): MonthlyFit => ({
  ...{ model, month, reason, decisions: 3, customers: 60, fewCases: null },
});

it('says once for each model which months are empty and why, months that follow each other together', () => {
  const months = ['2025-11', '2025-12', '2026-01', '2026-02', '2026-04'];
  const of = (model: string, reasons: readonly (string | null)[]) =>
    months.map((month, i) => fit(model, month, reasons[i]!));
  const fits = [
    ...of('churn', ['nobody was known', 'nobody was known', null, null, 'nobody was known']),
    ...of('value', [null, null, null, null, null]),
    ...of('segments', ['nobody was known', '12 were known', '30 were known', null, 'none were found']),
  ];
  expect(emptyMonthsTexts(fits)).toEqual([
    'churn: empty in 2025-11 to 2025-12, 2026-04: nobody was known',
    'segments: empty in 2025-11: nobody was known; in 2025-12 to 2026-01: in the first of them 12 were known; in 2026-04: none were found',
  ]);
  expect(emptyMonthsTexts([])).toEqual([]);
});
