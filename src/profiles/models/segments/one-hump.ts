/**
 * Numbers like those of a column, but of one hump: what a column would be if customers were not of several kinds. Drawn from
 * the column smoothed just so far that one hump is left, and drawn in to its spread.
 *
 * @see Silverman (1981), Using kernel density estimates to investigate multimodality, https://doi.org/10.1111/j.2517-6161.1981.tb01155.x
 */
import { NormalGenerator } from '../../../core/normal-generator';
import type { Random } from '../../../core/random';
import { moments } from '../../../stats/moments';

const CELLS = 128;
/** A hump of fewer rows is no segment that anybody writes to; a straggler must not blur the rest. */
const LEAST_SHARE = 0.05;
const BISECTIONS = 12;

/** Cells of a normal kernel in each direction, beyond which nothing is left. */
const REACH = 4;

/** [CELLS] share of the values in each cell, smoothed by a normal kernel of so many cells. */
function smoothed(shares: Float64Array, cells: number): Float64Array {
  const weights = Float64Array.from({ length: CELLS }, (_, i) => Math.exp(-0.5 * (i / cells) ** 2));
  const reach = Math.ceil(REACH * cells);
  const result = new Float64Array(CELLS);
  for (let i = 0; i < CELLS; i += 1) {
    const share = shares[i]!;
    if (share === 0) continue;
    const to = Math.min(CELLS - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j += 1)
      result[j]! += share * weights[i < j ? j - i : i - j]!;
  }
  return result;
}

/** Stretches between valleys that hold enough of the whole. */
function humps(density: Float64Array): number {
  const total = density.reduce((sum, one) => sum + one, 0);
  let [count, mass, falling] = [0, 0, false];
  density.forEach((one, i) => {
    const before = density[i - 1] ?? 0;
    if (one > before && falling) {
      if (mass >= LEAST_SHARE * total) count += 1;
      mass = 0;
    }
    if (one !== before) falling = one < before;
    mass += one;
  });
  return count + (mass >= LEAST_SHARE * total ? 1 : 0);
}

/** Of the kernel, in the unit of the values. @returns 0 of a constant */
export function oneHumpBandwidth(values: Float64Array): number {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(high > low)) return 0;
  // Room on both sides, so that no hump is cut off.
  const cell = (2 * (high - low)) / CELLS;
  const shares = new Float64Array(CELLS);
  for (const value of values) shares[Math.floor((value - low) / cell + CELLS / 4)]! += 1 / values.length;
  let [few, enough] = [0, CELLS / 2];
  for (let i = 0; i < BISECTIONS; i += 1) {
    const middle = (few + enough) / 2;
    if (humps(smoothed(shares, middle)) > 1) few = middle;
    else enough = middle;
  }
  return enough * cell;
}

/** @returns draws as many numbers as there are values, anew at each call */
export function oneHumpDraws(values: Float64Array): (random: Random) => Float64Array {
  const bandwidth = oneHumpBandwidth(values);
  const { mean, variance } = moments(values);
  const shrink = 1 / Math.sqrt(1 + (variance > 0 ? bandwidth ** 2 / variance : 0));
  return (random) => {
    const noise = new Float64Array(values.length);
    NormalGenerator.from(random).fill(noise);
    return noise.map((z) => mean + shrink * (values[random.integer(values.length)]! - mean + bandwidth * z));
  };
}
