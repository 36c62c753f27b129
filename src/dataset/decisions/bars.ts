/** Which actions may not be taken, and the first reason why, row by row. */

import type { LogSchema } from '../schema/log-schema';

/** Says that an action may not be taken in a row, and why. */
export type BarWriter = (row: number, action: number, reason: string) => void;

export interface Bars {
  /** [rows, actions] 0 where an action may be taken, else 1 + the index of the reason */
  readonly codes: Uint8Array;
  readonly reasons: readonly string[];
}

const MOST_REASONS = 255;

/** Gathers what bars actions; the first reason stays. No Action may always be taken, whatever is said of it. */
export class BarList implements Bars {
  readonly codes: Uint8Array;
  readonly reasons: string[] = [];
  readonly #codeOf = new Map<string, number>();
  readonly #actions: number;

  constructor(rows: number, actions: number) {
    this.codes = new Uint8Array(rows * actions);
    this.#actions = actions;
  }

  readonly bar: BarWriter = (row, action, reason) => {
    const at = row * this.#actions + action;
    if (action !== 0 && this.codes[at] === 0) this.codes[at] = this.#code(reason);
  };

  #code(reason: string): number {
    const known = this.#codeOf.get(reason);
    if (known !== undefined) return known;
    if (this.reasons.length === MOST_REASONS)
      throw new RangeError(`reasons: expected at most ${MOST_REASONS}, got one more: ${reason}`);
    this.reasons.push(reason);
    this.#codeOf.set(reason, this.reasons.length);
    return this.reasons.length;
  }
}

/** [rows, actions] 1 where an action may be taken; null where each may */
export function allowedBy(bars: Bars | null): Uint8Array | null {
  return bars === null ? null : bars.codes.map((code) => (code === 0 ? 1 : 0));
}

/** Why an action may not be taken; null where it may. @param action counted over all rows: row * actions + action */
export function reasonAgainst({ codes, reasons }: Bars, action: number): string | null {
  const code = codes[action]!;
  return code === 0 ? null : reasons[code - 1]!;
}

/** [actions] why eligibility bars each */
export function eligibleReasons({ eligible }: LogSchema, actions: readonly string[]): readonly string[] {
  const columnOf = (action: string) => (typeof eligible === 'string' ? eligible : eligible?.[action]);
  return actions.map((name) => `not eligible by ${columnOf(name) ?? 'its list'}`);
}
