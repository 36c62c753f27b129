/** A number that is doubled oftener changes nothing any more. */
const MOST_DOUBLINGS = 100;

/**
 * The least number from 0 on that is enough; the next smaller one is not.
 *
 * @param isEnough of a number from where on all are
 * @param first the first that is tried beside 0
 * @returns null if none is
 */
export function smallest(isEnough: (one: number) => boolean, first: number): number | null {
  if (isEnough(0)) return 0;
  let [below, enough] = [0, first];
  for (let doubled = 0; !isEnough(enough); doubled += 1) {
    if (doubled === MOST_DOUBLINGS) return null;
    [below, enough] = [enough, 2 * enough];
  }
  for (;;) {
    const middle = below + (enough - below) / 2;
    if (middle <= below || middle >= enough) return enough;
    if (isEnough(middle)) enough = middle;
    else below = middle;
  }
}
