/** The name that was probably meant, where one was mistyped. */

/** As many slips are forgiven: more, and the suggestion would be a guess. */
const MOST_SLIPS = 2;

/**
 * Slips that turn one word into another: a letter too many, missing, wrong, or two neighbours swapped (optimal string
 * alignment: Damerau 1964, https://doi.org/10.1145/363958.363994, without further edits of what was swapped).
 */
export function slips(a: string, b: string): number {
  const row = (i: number) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : i));
  const counts = Array.from({ length: a.length + 1 }, (_, i) => row(i));
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      counts[i]![j] = Math.min(
        counts[i - 1]![j]! + 1,
        counts[i]![j - 1]! + 1,
        counts[i - 1]![j - 1]! + wrong,
        swapped ? counts[i - 2]![j - 2]! + 1 : Infinity,
      );
    }
  }
  return counts[a.length]![b.length]!;
}

/** The nearest of the names, the first of equals; null if none is near. Letters count alike in either case. */
export function nearest(given: string, names: readonly string[]): string | null {
  // A word of which half would be wrong resembles nothing.
  let least = Math.min(MOST_SLIPS, Math.floor(given.length / 2)) + 1;
  let found: string | null = null;
  for (const name of names) {
    const count = slips(given.toLowerCase(), name.toLowerCase());
    if (count < least) [least, found] = [count, name];
  }
  return found;
}

/**
 * `; did you mean email?`, to end a message with; nothing where no name is near.
 *
 * @param shown how a name stands in the message
 */
export function didYouMean(
  given: string,
  names: readonly string[],
  shown = (name: string): string => name,
): string {
  const meant = nearest(given, names);
  return meant === null ? '' : `; did you mean ${shown(meant)}?`;
}
