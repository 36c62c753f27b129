/** Numbers in sentences about customer models, as they look elsewhere in a report. */

const significant = (least: number, most: number) => ({
  ...{ minimumSignificantDigits: least, maximumSignificantDigits: most },
});

/** 1234 as 1,234 */
export const count = (value: number): string => value.toLocaleString('en-US');

/** With as many significant digits, 12345.6 as 12,300 and 0.5 as 0.50; below 0 with a minus sign. */
export function words(value: number, digits = 3): string {
  return value.toLocaleString('en-US', significant(digits, digits)).replace('-', '−');
}

/** The same without zeros at the end: 0.5 as 0.5. */
export function shortWords(value: number, digits = 3): string {
  return value.toLocaleString('en-US', significant(1, digits)).replace('-', '−');
}
