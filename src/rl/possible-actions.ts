/** What was never logged was never possible, as far as a model of a log can tell. */

/**
 * @param allowed [n, actions]; null where each was
 * @param isLogged [actions] whether the log holds it at all
 * @returns [n, actions]; null where each could be
 */
export function possibleActions(
  allowed: Uint8Array | null,
  n: number,
  isLogged: readonly boolean[],
): Uint8Array | null {
  if (isLogged.every((is) => is)) return allowed;
  const width = isLogged.length;
  return Uint8Array.from({ length: n * width }, (_, at) =>
    isLogged[at % width]! ? (allowed?.[at] ?? 1) : 0,
  );
}
