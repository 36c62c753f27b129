/** Numbers as the sentences on policies have them. */

/** Three significant digits. */
export const number = (value: number) => String(Number(value.toPrecision(3)));

/** A policy in a sentence. */
export const named = (name: string) => (name === 'model' ? 'the model' : name);

export const percent = (share: number) => `${number(100 * share)} %`;

/** 1234 as 1,234 */
export const count = (value: number) => value.toLocaleString('en-US');
