/**
 * A fitted model of classes as plain data: what tells the frequent classes apart, made as sure as it is right by a
 * temperature, and the shares of the others. JSON holds all of it, so that who reads it back computes the same
 * probabilities to the bit.
 */
import { writeProbabilities, type ClassShares } from './class-shares';
import { predictedProbabilities } from './multinomial-logistic';
import { networkLength, networkProbabilities } from './softmax-network';

export interface ClassModel {
  /** What tells the frequent classes apart; `shares` where fewer than two are frequent enough for a fit. */
  readonly kind: 'logistic' | 'network' | 'shares';
  /** Features of a row, at least 1. */
  readonly width: number;
  /** Coefficients [width + 1, frequent] of the logistic model, or all that the network has; none of shares */
  readonly parameters: readonly number[];
  readonly temperature: number;
  readonly shares: ClassShares;
}

/** Everything but how sure it is. */
export type UntemperedModel = Omit<ClassModel, 'temperature'>;

/** Numbers of a fit as JSON holds them, which knows no -0. */
export function plainNumbers(values: Float64Array): readonly number[] {
  return Array.from(values, (value) => value + 0);
}

/** How many parameters a model of this kind has. */
export function parameterCount({ kind, width, shares }: Omit<UntemperedModel, 'parameters'>): number {
  const classes = shares.frequent.length;
  switch (kind) {
    case 'shares':
      return 0;
    case 'logistic':
      return (width + 1) * classes;
    case 'network':
      return networkLength(width, classes);
  }
}

/**
 * Probabilities of the frequent classes among each other, before masks and weights.
 *
 * @param features [rows, width]
 * @param temperature by which scores are divided: p^(1/T) / Σ p^(1/T) of the probabilities p before it, without the powers
 * @returns [rows, frequent]
 */
export function frequentProbabilities(
  { kind, width, parameters, shares }: UntemperedModel,
  features: ArrayLike<number>,
  temperature = 1,
): Float64Array {
  const classes = shares.frequent.length;
  const numbers = Float64Array.from(parameters);
  switch (kind) {
    case 'shares':
      return new Float64Array((classes * features.length) / width).fill(1);
    case 'logistic':
      return predictedProbabilities({ width, classes, coefficients: numbers }, features, null, temperature);
    case 'network':
      return networkProbabilities({ width, classes, parameters: numbers }, features, null, temperature);
  }
}

/**
 * @param features [rows, width]
 * @param allowed [rows, classes] 0 for a class that the row could not be of; null where each could be any
 * @returns [rows, classes] of all classes of the population, each row sums to 1; NaN where a row could be of none
 */
export function classProbabilities(
  model: ClassModel,
  features: ArrayLike<number>,
  allowed: ArrayLike<number> | null,
): Float64Array {
  const { width, temperature, shares } = model;
  const guessed = frequentProbabilities(model, features, temperature);
  const classes = shares.rare.length;
  const result = new Float64Array((features.length / width) * classes);
  for (let row = 0; row * classes < result.length; row += 1)
    writeProbabilities(shares, guessed, row, allowed, row, result, row * classes);
  return result;
}
