/** Whether what is said to have a probability of a tenth comes about a tenth of the time. */
import type { Histories } from './histories';

export interface CalibrationBin {
  /** Mean probability. */
  readonly predicted: number;
  /** Share of the decisions in which it came about. */
  readonly observed: number;
  /** Of observed - predicted, by unit; NaN of a single unit. */
  readonly standardError: number;
  readonly decisions: number;
  /** Share of all decisions, as many as each stands for. */
  readonly share: number;
}

/** Bins of as many decisions each, fewer where many probabilities are the same. */
const BINS = 10;

/** Upper ends of all bins but the last, ascending, no two the same. */
function upperEnds(probabilities: Float64Array): Float64Array {
  const sorted = probabilities.slice().sort();
  const ends = Array.from(
    { length: BINS - 1 },
    (_, bin) => sorted[Math.ceil(((bin + 1) * sorted.length) / BINS) - 1]!,
  );
  return Float64Array.from(new Set(ends.filter((end) => end < sorted.at(-1)!)));
}

function binOf(ends: Float64Array, probability: number): number {
  let bin = 0;
  while (bin < ends.length && probability > ends[bin]!) bin += 1;
  return bin;
}

interface Sums {
  weights: number;
  predicted: number;
  observed: number;
  decisions: number;
}

const noSums = (): Sums => ({ weights: 0, predicted: 0, observed: 0, decisions: 0 });

/**
 * Squared sums over units of w (1[came about] - p - their mean), of each bin: the delta method's error of a ratio of sums,
 * which decisions of one customer that follow each other do not make too small.
 */
function squaresByUnit(
  { units, starts, sampleWeights }: Pick<Histories, 'units' | 'starts' | 'sampleWeights'>,
  bins: Uint8Array,
  gaps: Float64Array,
  means: readonly number[],
) {
  const squares = means.map(() => ({ squares: 0, units: 0 }));
  const [own, touched] = [new Float64Array(means.length), new Uint8Array(means.length)];
  for (let unit = 0; unit < units; unit += 1) {
    own.fill(0);
    touched.fill(0);
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      own[bins[i]!]! += sampleWeights[i]! * (gaps[i]! - means[bins[i]!]!);
      touched[bins[i]!] = 1;
    }
    for (let bin = 0; bin < means.length; bin += 1) {
      squares[bin]!.squares += own[bin]! * own[bin]!;
      squares[bin]!.units += touched[bin]!;
    }
  }
  return squares;
}

/**
 * @param probabilities [n]
 * @param cameAbout [n] 1 where it did
 * @returns bins by rising probability
 * @see Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning,
 *   https://doi.org/10.1609/aaai.v29i1.9602
 */
export function calibrationOf(
  histories: Pick<Histories, 'units' | 'starts' | 'sampleWeights'>,
  probabilities: Float64Array,
  cameAbout: Uint8Array,
): CalibrationBin[] {
  const { sampleWeights } = histories;
  const ends = upperEnds(probabilities);
  const bins = Uint8Array.from(probabilities, (p) => binOf(ends, p));
  const sums = Array.from({ length: ends.length + 1 }, noSums);
  let total = 0;
  bins.forEach((bin, i) => {
    const [own, weight] = [sums[bin]!, sampleWeights[i]!];
    own.weights += weight;
    own.predicted += weight * probabilities[i]!;
    own.observed += weight * cameAbout[i]!;
    own.decisions += 1;
    total += weight;
  });
  const means = sums.map(({ weights, predicted, observed }) => (observed - predicted) / weights);
  const gaps = probabilities.map((p, i) => cameAbout[i]! - p);
  const squares = squaresByUnit(histories, bins, gaps, means);
  return sums.map(({ weights, predicted, observed, decisions }, bin) => {
    const { squares: sum, units } = squares[bin]!;
    return {
      ...{ predicted: predicted / weights, observed: observed / weights, decisions, share: weights / total },
      standardError: units < 2 ? NaN : Math.sqrt((sum * units) / (units - 1)) / weights,
    };
  });
}
