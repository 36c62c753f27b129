/** Numbers as tables print them, to hold report.md against report.json. */

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** All numbers of a document, and half the width of every interval. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const { low, high } = value as Partial<Ends>;
  const half = typeof low === 'number' && typeof high === 'number' ? [(high - low) / 2] : [];
  return [...half, ...Object.values(value).flatMap(numbersOf)];
}

const digits = (text: string) =>
  text
    .replaceAll(',', '')
    .replace('−', '-')
    .replace(/^-(?=[0.]+$)/, '');

/** Every number as it is, as a share in percent, and per thousand, with 0 to 6 decimals. */
export function printedForms(document: unknown): ReadonlySet<string> {
  const forms = new Set<string>();
  for (const number of numbersOf(document)) {
    for (const factor of [1, 100, 1000]) {
      const scaled = factor * number;
      for (let decimals = 0; decimals <= 6; decimals += 1) forms.add(digits(scaled.toFixed(decimals)));
      forms.add(digits(String(Number(scaled.toPrecision(3)))));
    }
  }
  return forms;
}

/** Of all tables, the labels of rows apart: names and steps are no results. */
export function numbersInTables(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| :--'))
    .flatMap((line) => line.split(' | ').slice(1))
    .filter((cell) => /^[+−\d[]/.test(cell))
    .flatMap((cell) => cell.match(/−?\d[\d,]*(\.\d+)?/g) ?? [])
    .map(digits);
}
