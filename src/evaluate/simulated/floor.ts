/** Where the way to the best policy begins: what shares and margins are measured from. */

/** From the first choice on; chance is always played, also where a world lets nobody be left alone. */
const floors = ['no-action', 'uniform'];

/** The policy that leaves everybody alone, else the one that leaves all to chance; undefined if neither was played. */
export function floorOf<Played extends { readonly name: string }>(
  played: readonly Played[],
): Played | undefined {
  return floors
    .map((floor) => played.find(({ name }) => name === floor))
    .find((found) => found !== undefined);
}
