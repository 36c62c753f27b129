/** What a length of time such as `14d` comes to; apart from its schema, which a browser need not load. */

const MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

export const DAY = MILLISECONDS.d;

/** @returns milliseconds */
export function milliseconds(text: string): number {
  const unit = text.at(-1) as keyof typeof MILLISECONDS;
  return Number(text.slice(0, -1)) * MILLISECONDS[unit];
}
