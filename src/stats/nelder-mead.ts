/**
 * The simplex search of Nelder & Mead: the lowest point of a function of a few numbers, by its values alone. It begins anew
 * at what it found until that gains nothing more, because a simplex that has become flat stops where it should not.
 *
 * @see Nelder & Mead (1965), A simplex method for function minimization, https://doi.org/10.1093/comjnl/7.4.308
 */

interface Point {
  readonly at: readonly number[];
  readonly value: number;
}

export interface Minimum extends Point {
  /** Whether a search that began at it gained nothing. */
  readonly converged: boolean;
}

export interface SearchOptions {
  /** Edge of the first simplex, in the unit of the numbers. @default 0.5 */
  readonly step?: number;
  /**
   * Differences of values, and of numbers, below which points are one. @default 1e-10 and 1e-7. Of large values differences
   * are known no better than to a share of 1e-12, which counts then.
   */
  readonly tolerance?: { readonly value: number; readonly at: number };
  /** Of one search. @default 2000 */
  readonly mostIterations?: number;
}

type Objective = (at: readonly number[]) => number;

const MOST_SEARCHES = 10;
/** What rounding leaves of a sum of many terms. */
const KNOWN = 1e-12;

/** The difference that counts beside such a value. */
function leastGain(value: number, tolerance: number): number {
  return Math.max(tolerance, KNOWN * Math.abs(value));
}

/** Infinite where the function is not defined, so that no search goes there. */
function pointAt(objective: Objective, at: readonly number[]): Point {
  const value = objective(at);
  return { at, value: Number.isNaN(value) ? Infinity : value };
}

/** From the centre, so many times the way from the centre to a point. */
function along(centre: readonly number[], { at }: Point, factor: number): number[] {
  return centre.map((value, i) => value + factor * (at[i]! - value));
}

function isOnePoint(simplex: readonly Point[], tolerance: { value: number; at: number }): boolean {
  const [best] = simplex as [Point];
  const worst = simplex.at(-1)!;
  const spread = Math.max(
    ...simplex.flatMap(({ at }) => at.map((value, i) => Math.abs(value - best.at[i]!))),
  );
  return worst.value - best.value <= leastGain(best.value, tolerance.value) && spread <= tolerance.at;
}

/** What takes the place of the worst point; null where the simplex has to shrink. */
function replacement(objective: Objective, simplex: readonly Point[]): Point | null {
  const worst = simplex.at(-1)!;
  const others = simplex.slice(0, -1);
  const centre = worst.at.map((_, i) => others.reduce((sum, { at }) => sum + at[i]!, 0) / others.length);
  const reflected = pointAt(objective, along(centre, worst, -1));
  if (reflected.value < simplex[0]!.value) {
    const expanded = pointAt(objective, along(centre, worst, -2));
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < others.at(-1)!.value) return reflected;
  const outside = reflected.value < worst.value;
  const contracted = pointAt(objective, along(centre, worst, outside ? -0.5 : 0.5));
  return contracted.value < Math.min(reflected.value, worst.value) ? contracted : null;
}

function search(objective: Objective, start: readonly number[], options: Required<SearchOptions>): Point {
  const corners = start.map((_, corner) =>
    start.map((value, i) => (i === corner ? value + options.step : value)),
  );
  let simplex = [start, ...corners].map((at) => pointAt(objective, at));
  for (let iteration = 0; iteration < options.mostIterations; iteration += 1) {
    simplex.sort((one, other) => one.value - other.value);
    if (isOnePoint(simplex, options.tolerance)) break;
    const better = replacement(objective, simplex);
    if (better !== null) simplex[simplex.length - 1] = better;
    else
      simplex = simplex.map((point, i) =>
        i === 0 ? point : pointAt(objective, along(simplex[0]!.at, point, 0.5)),
      );
  }
  return simplex.reduce((best, point) => (point.value < best.value ? point : best));
}

/**
 * @param objective NaN or Infinity where it is not defined
 * @param start where it is defined
 * @throws RangeError where it is not
 */
export function minimise(
  objective: Objective,
  start: readonly number[],
  options: SearchOptions = {},
): Minimum {
  const { step = 0.5, tolerance = { value: 1e-10, at: 1e-7 }, mostIterations = 2000 } = options;
  let best = pointAt(objective, start);
  if (!Number.isFinite(best.value))
    throw new RangeError(`minimise: not defined at the start ${start.join(', ')}`);
  for (let searches = 0; searches < MOST_SEARCHES; searches += 1) {
    const found = search(objective, best.at, { step, tolerance, mostIterations });
    const gain = best.value - found.value;
    if (found.value < best.value) best = found;
    if (gain <= leastGain(best.value, tolerance.value)) return { ...best, converged: true };
  }
  return { ...best, converged: false };
}
