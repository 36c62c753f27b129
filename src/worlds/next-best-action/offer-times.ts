/**
 * When offers are made: at rounded normal time steps, drawn again until all three lie in the episode and in their
 * order. The notebook draws once; with its numbers one customer in two thousand differs.
 */
import type { NormalSource } from '../../core/normal-generator';
import { normalProbability } from '../../stats/normal';
import { OFFERS, type NextBestActionConfig } from './settings';

type Timing = Pick<NextBestActionConfig, 'horizon' | 'offerMeans' | 'jitter'>;

function areInOrder(times: Float64Array, horizon: number): boolean {
  for (let i = 0; i < OFFERS; i += 1) {
    if (times[i]! < (i === 0 ? 0 : times[i - 1]! + 1)) return false;
  }
  return times[OFFERS - 1]! < horizon;
}

/** @param out [offers] overwritten with the time steps of one customer's offers */
export function drawOfferTimes(
  { horizon, offerMeans, jitter }: Timing,
  noise: NormalSource,
  out: Float64Array,
): void {
  do {
    noise.fill(out);
    for (let i = 0; i < OFFERS; i += 1) out[i] = Math.round(offerMeans[i]! + jitter * out[i]!);
  } while (!areInOrder(out, horizon));
}

/** [horizon] probability that a rounded normal number is the time step. */
function timeProbabilities({ horizon, jitter }: Timing, mean: number): number[] {
  const below = (edge: number) => normalProbability((edge - mean) / jitter);
  return Array.from({ length: horizon }, (_, time) => below(time + 0.5) - below(time - 0.5));
}

/** Sums from the start up to, and without, each entry. */
function sumsBefore(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value) - value);
}

function sumsAfter(values: readonly number[]): number[] {
  return sumsBefore([...values].reverse()).reverse();
}

const product = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value * b[i]!);

/**
 * Mean time steps of the offers, exactly: over all triples in their order, weighted by their probabilities.
 *
 * @returns [offers] `offerMeans` without jitter, next to them with little
 */
export function expectedOfferTimes(timing: Timing): readonly number[] {
  const { offerMeans, jitter } = timing;
  if (jitter === 0) return offerMeans;
  const [first, second, third] = offerMeans.map((mean) => timeProbabilities(timing, mean));
  // Ways to reach each time step with the offers before it in order, and to go on from it.
  const reached = sumsBefore(product(second!, sumsBefore(first!)));
  const left = sumsAfter(product(second!, sumsAfter(third!)));
  const weights = [
    product(first!, left),
    product(second!, product(sumsBefore(first!), sumsAfter(third!))),
    product(third!, reached),
  ];
  return weights.map((row) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.reduce((sum, weight, time) => sum + weight * time, 0) / total;
  });
}
