/**
 * Puts whole columns in another order where they lie. Rows of one customer are strewn over a file, and a look at each
 * where it lies misses every cache: so values first go, in the order of the file, to the part of the column that they
 * belong to, and then, within a part that fits the cache, to their places.
 */

/** Rows of a part, as a power of two: a quarter of a megabyte of doubles. */
const PART_SHIFT = 15;

type TypedArray = Float64Array | Int32Array | Uint8Array;

export class Reordering {
  /** [rows] place in the order of parts of each row of the file */
  readonly #partPlaces: Int32Array;
  /** [rows] where among the parts each row of the result lies, never in another part */
  readonly #sources: Int32Array;
  /** [rows] memory that every column passes through */
  readonly #doubles: Float64Array;
  readonly #integers: Int32Array;

  /** @param order [rows] the row that comes first, second, ...; its memory is taken over */
  constructor(order: Int32Array) {
    const rows = order.length;
    const places = new Int32Array(rows);
    for (let place = 0; place < rows; place += 1) places[order[place]!] = place;
    const next = new Int32Array((rows >> PART_SHIFT) + 1);
    for (let part = 0; part < next.length; part += 1) next[part] = part << PART_SHIFT;
    for (let row = 0; row < rows; row += 1) {
      const place = places[row]!;
      const part = place >> PART_SHIFT;
      const between = next[part]!;
      next[part] = between + 1;
      places[row] = between;
      order[place] = between;
    }
    this.#partPlaces = places;
    this.#sources = order;
    this.#doubles = new Float64Array(rows);
    this.#integers = new Int32Array(this.#doubles.buffer, 0, rows);
  }

  /** Reorders doubles in their own memory, which it returns. */
  doubles(values: Float64Array): Float64Array {
    const [between, partPlaces, sources] = [this.#doubles, this.#partPlaces, this.#sources];
    for (let row = 0; row < values.length; row += 1) between[partPlaces[row]!] = values[row]!;
    for (let row = 0; row < values.length; row += 1) values[row] = between[sources[row]!]!;
    return values;
  }

  /** The same of whole numbers. */
  integers(values: Int32Array): Int32Array {
    const [between, partPlaces, sources] = [this.#integers, this.#partPlaces, this.#sources];
    for (let row = 0; row < values.length; row += 1) between[partPlaces[row]!] = values[row]!;
    for (let row = 0; row < values.length; row += 1) values[row] = between[sources[row]!]!;
    return values;
  }

  /** The same of several numbers a row. @param width numbers a row */
  table<Kind extends TypedArray>(values: Kind, width: number): Kind {
    const [between, partPlaces, sources] = [this.#doubles, this.#partPlaces, this.#sources];
    for (let column = 0; column < width; column += 1) {
      for (let row = 0; row < sources.length; row += 1)
        between[partPlaces[row]!] = values[row * width + column]!;
      for (let row = 0; row < sources.length; row += 1)
        values[row * width + column] = between[sources[row]!]!;
    }
    return values;
  }
}
