/** The bootstrap of units: samples drawn anew, with replacement, from the one there is, and the intervals they give. */
import type { Estimate } from '../core/estimate';
import { pause as pauseNow } from '../core/pause';
import type { Random } from '../core/random';
import { expectLength } from '../core/shape';
import { UniformGenerator } from '../core/uniform-generator';
import { normalProbability, normalQuantile } from './normal';
import type { Statistic } from './statistic';

/** Numbers drawn at once: few enough to stay in the nearest cache. */
const DRAWN = 2048;

/**
 * Resamples of as many units as there are, drawn with replacement.
 *
 * @returns draws the next one: [units] how often each unit is in it, overwritten by the next call
 */
export function resampleCounts(units: number, random: Random): () => Int32Array {
  const generator = UniformGenerator.from(random);
  const counts = new Int32Array(units);
  const uniforms = new Float64Array(Math.min(DRAWN, units));
  return () => {
    counts.fill(0);
    for (let start = 0; start < units; start += uniforms.length) {
      generator.fill(uniforms);
      const drawn = Math.min(uniforms.length, units - start);
      for (let i = 0; i < drawn; i += 1) counts[(uniforms[i]! * units) | 0]! += 1;
    }
    return counts;
  };
}

export interface BootstrapOptions {
  readonly resamples: number;
  readonly random: Random;
  readonly onProgress?: (done: number) => void;
  /** Called after every resample, so that signals get through. @default that of `core/pause` */
  readonly pause?: () => Promise<void> | undefined;
}

/**
 * What statistics of the same units come to in the same resamples: their differences are paired.
 *
 * @returns one array [resamples] per statistic, in the order of the draws
 * @throws ShapeError if the statistics are not of as many units
 */
export async function bootstrap(
  statistics: readonly Statistic[],
  { resamples, random, onProgress, pause = pauseNow }: BootstrapOptions,
): Promise<Float64Array[]> {
  const units = statistics[0]?.units ?? 0;
  for (const { influence } of statistics) expectLength('influence', influence, units);
  const values = statistics.map(() => new Float64Array(resamples));
  const draw = resampleCounts(units, random);
  for (let resample = 0; resample < resamples; resample += 1) {
    const counts = draw();
    statistics.forEach((statistic, place) => (values[place]![resample] = statistic.resampled(counts)));
    onProgress?.(resample + 1);
    const turn = pause();
    if (turn !== undefined) await turn;
  }
  return values;
}

/** The ends of a two-sided interval; both null where it cannot be known. */
export type Ends = Pick<Estimate, 'low' | 'high'>;

const UNKNOWN: Ends = { low: null, high: null };

/**
 * The number that a share of such values stays below: the values lie at shares 1/(count + 1), 2/(count + 1), ..., and
 * between them on straight lines. What lies beyond the outermost is not known; they stand for it.
 */
function quantileOf(ascending: Float64Array, share: number): number {
  const place = Math.min(Math.max(share * (ascending.length + 1) - 1, 0), ascending.length - 1);
  const below = ascending[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (ascending[Math.ceil(place)]! - below);
}

/** Sorted; null if there are none, or if one is not finite: a quantile of the others would leave out the worst. */
function ascendingOf(values: Float64Array): Float64Array | null {
  return values.length > 0 && values.every(Number.isFinite) ? values.slice().sort() : null;
}

function expectLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected between 0 and 1, got ${level}`);
}

/**
 * Quantiles of resampled values: 95 % of them lie in the interval of level .95.
 *
 * @param values [resamples]
 * @param level coverage of the two-sided interval, in (0, 1)
 * @returns null ends if any value is not finite, such as that of a resample without denominator
 * @throws RangeError for another level
 * @see Efron (1979), Bootstrap methods: another look at the jackknife, https://doi.org/10.1214/aos/1176344552
 */
export function percentileInterval(values: Float64Array, level = 0.95): Ends {
  expectLevel(level);
  const ascending = ascendingOf(values);
  if (ascending === null) return UNKNOWN;
  return {
    low: quantileOf(ascending, (1 - level) / 2),
    high: quantileOf(ascending, (1 + level) / 2),
  };
}

/**
 * How fast the standard error changes with the value: Σψ³ / (6 (Σψ²)^1.5) of the influence ψ. The jackknife has
 * θ(·) − θ(i) in the place of ψ: without a unit that pulls up the value is lower, so both have one sign, and
 * (n − 1)(θ(·) − θ(i)) is ψ itself for a mean, and comes close to it for ratios. A common factor cancels.
 */
export function acceleration(influence: Float64Array): number {
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < influence.length; i += 1) {
    const square = influence[i]! * influence[i]!;
    squares += square;
    cubes += square * influence[i]!;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** Share of values below a number; of those that equal it half, or values of few distinct numbers would seem biased. */
function shareBelow(values: Float64Array, number: number): number {
  let twice = 0;
  for (const value of values) twice += value < number ? 2 : value === number ? 1 : 0;
  return twice / 2 / values.length;
}

export interface BootstrapInterval extends Estimate {
  /** Whether the ends are plain percentiles, because the correction is not defined. */
  readonly fellBack: boolean;
}

/**
 * The value with its BCa interval: percentiles at levels corrected for the bias of the resampled values (z0, how far
 * their median lies from the value) and for the acceleration a: Φ(z0 + (z0 + z) / (1 − a (z0 + z))), where plain
 * percentiles have Φ(z). Approximate: it misses somewhat more often than it says where units are few or tails heavy.
 *
 * @param values [resamples] what `bootstrap` gave for this statistic
 * @param level coverage of the two-sided interval, in (0, 1)
 * @returns value null where it is undefined; low and high null of fewer than two units, or if any value is not finite;
 *   `fellBack` if all values lie on one side, or so many that the correction turns back
 * @throws RangeError for another level
 * @see Efron (1987), Better bootstrap confidence intervals, https://doi.org/10.1080/01621459.1987.10478410
 */
export function bcaInterval(statistic: Statistic, values: Float64Array, level = 0.95): BootstrapInterval {
  expectLevel(level);
  const value = Number.isFinite(statistic.value) ? statistic.value : null;
  const ascending = ascendingOf(values);
  if (value === null || ascending === null || statistic.units < 2)
    return { value, ...UNKNOWN, level, fellBack: false };
  const bias = normalQuantile(shareBelow(values, value));
  const a = acceleration(statistic.influence);
  const [from, to] = [(1 - level) / 2, (1 + level) / 2].map((share) => {
    const shifted = bias + normalQuantile(share);
    const slack = 1 - a * shifted;
    return slack > 0 ? normalProbability(bias + shifted / slack) : NaN;
  }) as [number, number];
  if (!Number.isFinite(bias) || Number.isNaN(from + to))
    return { value, ...percentileInterval(values, level), level, fellBack: true };
  return { value, low: quantileOf(ascending, from), high: quantileOf(ascending, to), level, fellBack: false };
}
