/** Numbers and names as the sentences of the audit have them. */

/** Three significant digits. */
export function decimals(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** @param share in [0, 1]; what is nearly all is not shown as all */
export function percent(share: number): string {
  const shown = Number((100 * share).toPrecision(3));
  return shown >= 100 && share < 1 ? 'over 99.9 %' : `${shown} %`;
}

/** `212 of 296 rows (71.6 %)` */
export function shareOf(part: number, whole: number, what = 'rows'): string {
  return `${part} of ${whole} ${what} (${percent(part / whole)})`;
}

/** Names in a sentence, the rest counted: `a, b, c and 4 more`. */
export function named(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
