import type { MonthlyFit } from '../../profiles/enrich';

/** "2025-01 to 2025-04, 2025-09": months that follow each other among all of them, in short. @param months in their order */
function runsText(months: readonly string[], all: readonly string[]): string {
  const runs: string[][] = [];
  for (const month of months) {
    const last = runs.at(-1);
    const follows = last !== undefined && all.indexOf(month) === all.indexOf(last.at(-1)!) + 1;
    if (follows) last.push(month);
    else runs.push([month]);
  }
  return runs.map((run) => (run.length === 1 ? run[0]! : `${run[0]!} to ${run.at(-1)!}`)).join(', ');
}

/** Reasons that differ in their numbers alone, such as a count or a date, are one: that of the first month is told. */
function reasonsOf(empty: readonly MonthlyFit[], all: readonly string[]): string[] {
  const alike = new Map<string, MonthlyFit[]>();
  for (const fit of empty) {
    const key = fit.reason!.replaceAll(/\d+/g, '0');
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [fit]);
    else known.push(fit);
  }
  return [...alike.values()].map((fits) => {
    const [{ reason }] = fits as [MonthlyFit];
    const months = runsText(
      fits.map(({ month }) => month),
      all,
    );
    const ofFirst = fits.every((fit) => fit.reason === reason) ? '' : 'in the first of them ';
    return `${months}: ${ofFirst}${reason}`;
  });
}

/** Months in which a model says nothing: a line for each model, with which these are and why. */
export function emptyMonthsTexts(fits: readonly MonthlyFit[]): string[] {
  return [...new Set(fits.map(({ model }) => model))].flatMap((model) => {
    const own = fits.filter((fit) => fit.model === model);
    const empty = own.filter(({ reason }) => reason !== null);
    if (empty.length === 0) return [];
    const all = own.map(({ month }) => month);
    return [`${model}: empty in ${reasonsOf(empty, all).join('; in ')}`];
  });
}
