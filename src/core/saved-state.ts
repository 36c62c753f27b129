/**
 * Plain data that a checkpoint can hold: JSON values and typed arrays, nothing else. Whoever has state offers
 * `state()` (a copy, safe to keep) and `restore(state)`.
 */
export type StateArray = Float32Array | Float64Array | Int32Array | Uint8Array | Uint32Array;

export type SavedValue = string | number | boolean | null | StateArray | SavedState | readonly SavedValue[];

export interface SavedState {
  readonly [key: string]: SavedValue;
}

/** Something whose state can be written down and put back, bit by bit. */
export interface Savable {
  state(): SavedState;
  /** @throws Error if the state was made by something of another shape */
  restore(state: SavedState): void;
}

/** A typed array out of a saved state. @throws TypeError naming the key if it is another kind or length */
export function savedArray<Kind extends StateArray>(
  state: SavedState,
  key: string,
  kind: new (length: number) => Kind,
  length?: number,
): Kind {
  const value = state[key];
  if (!(value instanceof kind) || (length !== undefined && value.length !== length)) {
    throw new TypeError(`saved state: ${key} is not a ${kind.name} of ${length ?? 'any'} elements`);
  }
  return value;
}

/** A number out of a saved state. @throws TypeError naming the key if it is something else */
export function savedNumber(state: SavedState, key: string): number {
  const value = state[key];
  if (typeof value !== 'number') throw new TypeError(`saved state: ${key} is not a number`);
  return value;
}

/** A nested state. @throws TypeError naming the key if it is something else */
export function savedPart(state: SavedState, key: string): SavedState {
  const value = state[key];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new TypeError(`saved state: ${key} is not a nested state`);
  }
  return value as SavedState;
}
