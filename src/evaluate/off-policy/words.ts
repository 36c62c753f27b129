/** Numbers as the sentences on policies have them. */

/** Three significant digits. */
export const number = (value: number) => String(Number(value.toPrecision(3)));

/** A policy in a sentence. */
export const named = (name: string) => (name === 'model' ? 'the model' : name);

export const percent = (share: number) => `${number(100 * share)} %`;

/** Beyond it a number of customers to come says only: not with such a log. */
const FAR_OFF = 10_000_000;

/** How many more would be needed, as roughly as it is known: two significant digits. */
export function roughlyMore(further: number, unit: string): string {
  return further > FAR_OFF
    ? `more than ${count(FAR_OFF / 1e6)} million more ${unit}s`
    : `about ${count(Number(further.toPrecision(2)))} more ${unit}s`;
}

/** 1234 as 1,234 */
export const count = (value: number) => value.toLocaleString('en-US');
