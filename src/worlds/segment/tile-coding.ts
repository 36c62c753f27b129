/** Counts of customers as tiles: the table in place of a network (lodist's published value-function agent). */

export interface TileCoding {
  /** Customers along one side of a tile. */
  readonly tileSize: number;
  /** Tiles per dimension; larger counts fall into the last one (the published table fails there). */
  readonly tilesPerDimension: number;
}

/**
 * Number of the tile that some counts fall into.
 *
 * @param counts [dimensions] customers, >= 0
 * @returns in [0, tilesPerDimension^dimensions)
 */
export function tileIndex(counts: ArrayLike<number>, { tileSize, tilesPerDimension }: TileCoding): number {
  let index = 0;
  for (let i = 0; i < counts.length; i += 1) {
    const tile = Math.min(tilesPerDimension - 1, Math.max(0, Math.trunc(counts[i]! / tileSize)));
    index = index * tilesPerDimension + tile;
  }
  return index;
}

/** Values per tile and action, zero at the start. Only visited tiles take memory: some hundreds of a million. */
export class TileTable {
  readonly #actions: number;
  readonly #values = new Map<number, Float64Array>();
  readonly #unseen: Float64Array;

  constructor(actions: number) {
    this.#actions = actions;
    this.#unseen = new Float64Array(actions);
  }

  /** @returns [actions] values of a tile; read only */
  values(tile: number): Readonly<Float64Array> {
    return this.#values.get(tile) ?? this.#unseen;
  }

  /** Moves one value towards a target by this share of the distance. */
  moveTowards(tile: number, action: number, target: number, share: number): void {
    let values = this.#values.get(tile);
    if (values === undefined) {
      values = new Float64Array(this.#actions);
      this.#values.set(tile, values);
    }
    values[action]! += share * (target - values[action]!);
  }
}
