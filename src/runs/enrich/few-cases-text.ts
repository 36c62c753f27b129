import type { MonthlyFit } from '../../profiles/enrich';

/** Months whose models were learned of too few, a line for each model with what is said of the first and the last of them. */
export function fewCasesTexts(fits: readonly MonthlyFit[]): string[] {
  return [...new Set(fits.map(({ model }) => model))].flatMap((model) => {
    const own = fits.filter((fit) => fit.model === model && fit.reason === null);
    const few = own.filter(({ fewCases }) => fewCases !== null);
    if (few.length === 0) return [];
    const { month, fewCases } = few[0]!;
    const first = `${model} in ${few.length} of ${own.length} months, first ${month}: ${fewCases}`;
    const last = few.at(-1)!;
    return few.length === 1 ? first : `${first} Last ${last.month}: ${last.fewCases}`;
  });
}
