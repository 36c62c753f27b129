/** Columns that take the cells of a CSV file one by one: typed arrays that grow, no object per row. */

/** Takes the cells of one column, row by row. */
export interface ColumnReader {
  /** Name in the header. */
  readonly name: string;
  /** Keeps the cell; returns null, or in words what was expected if the cell is not that. */
  append(cell: string): string | null;
}

type GrowingKind = Float32Array | Float64Array | Int32Array;

/** A typed array with room to grow, at most twice the size it needs. */
export class GrowingArray<Kind extends GrowingKind> {
  readonly #kind: new (length: number) => Kind;
  #values: Kind;
  #length = 0;

  constructor(kind: new (length: number) => Kind) {
    this.#kind = kind;
    this.#values = new kind(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new this.#kind(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** A copy of the values so far. */
  toArray(): Kind {
    return this.#values.slice(0, this.#length) as Kind;
  }
}

const ZERO = 0x30;

/** `0x1F`, `0b11` and `0o7` are numbers to JavaScript, and slips in data. */
function hasOtherBase(text: string): boolean {
  return text.length > 2 && text.charCodeAt(0) === ZERO && 'xbo'.includes(text[1]!.toLowerCase());
}

/**
 * The number a cell holds in decimal digits, or in words what was expected. An empty cell is not 0, and a number beyond
 * single precision is refused because observations and rewards are learned from in single precision.
 */
export function numberOrExpectation(cell: string): number | string {
  const value = Number(cell);
  const text = cell.trim();
  if (Number.isNaN(value) || text === '' || hasOtherBase(text)) return 'a number';
  return Number.isFinite(Math.fround(value)) ? value : 'a finite number in single precision';
}

/** A column of numbers. */
export class NumberColumn implements ColumnReader {
  readonly name: string;
  readonly #values = new GrowingArray(Float64Array);

  constructor(name: string) {
    this.name = name;
  }

  append(cell: string): string | null {
    const value = numberOrExpectation(cell);
    if (typeof value === 'string') return value;
    this.#values.push(value);
    return null;
  }

  values(): Float64Array {
    return this.#values.toArray();
  }
}

/** A column of lists of numbers as Python and JSON write them, `[0.25, 1.0]`, all of one length. */
export class NumberListColumn implements ColumnReader {
  readonly name: string;
  readonly #values = new GrowingArray(Float64Array);
  #width: number | null;

  /** @param width numbers per list; null to take it from the first row */
  constructor(name: string, width: number | null) {
    this.name = name;
    this.#width = width;
  }

  append(cell: string): string | null {
    const text = cell.trim();
    if (!/^\[.*\S.*\]$/s.test(text)) return 'a list of numbers such as [0.25, 1]';
    const parts = text.slice(1, -1).split(',');
    this.#width ??= parts.length;
    if (parts.length !== this.#width)
      return `a list of ${this.#width} numbers (this one has ${parts.length})`;
    for (let i = 0; i < parts.length; i += 1) {
      const value = numberOrExpectation(parts[i]!);
      if (typeof value === 'string') return `${value} in place ${i + 1} of the list`;
      this.#values.push(value);
    }
    return null;
  }

  /** Numbers per list; 0 before the first row if it was not given. */
  get width(): number {
    return this.#width ?? 0;
  }

  /** [rows, width] */
  values(): Float64Array {
    return this.#values.toArray();
  }
}

/** A column of names, kept as codes; blanks around a name are no part of it. */
export class NameColumn implements ColumnReader {
  readonly name: string;
  readonly #codes = new GrowingArray(Int32Array);
  readonly #codeOf = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  append(cell: string): string | null {
    const name = cell.trim();
    if (name === '') return 'a name';
    if (/\r(?!\n)/.test(name)) return 'a name without a carriage return in it';
    let code = this.#codeOf.get(name);
    if (code === undefined) {
      code = this.#codeOf.size;
      this.#codeOf.set(name, code);
    }
    this.#codes.push(code);
    return null;
  }

  /** [rows] index into `names()` */
  codes(): Int32Array {
    return this.#codes.toArray();
  }

  /** The different names in the order of first use. */
  names(): readonly string[] {
    return [...this.#codeOf.keys()];
  }
}
