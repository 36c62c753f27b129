/** Who a new customer is: every kind of newcomer with its probability, drawn by one uniform number. */
import { oncePerObject } from '../../core/once';
import type { CustomersConfig } from './settings';

export interface Newcomers {
  /** [kinds] index into the config's segments */
  readonly segment: Uint8Array;
  /** [kinds] index of the preferred channel */
  readonly preference: Uint8Array;
  /** [kinds] level */
  readonly interest: Uint8Array;
  /** [kinds] bit c: may be contacted by channel c */
  readonly optIns: Uint8Array;
  /** [kinds] sum to 1 */
  readonly probability: Float64Array;
  /** [kinds] sums of the probabilities up to and with each kind */
  readonly upTo: Float64Array;
}

const normalised = (weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};

/** [2^channels] chance of each set of channels that a customer may be contacted by; consents are independent. */
function optInChances(channels: CustomersConfig['channels']): number[] {
  return Array.from({ length: 2 ** channels.length }, (_, bits) =>
    channels.reduce((chance, { optIn }, c) => chance * ((bits >> c) & 1 ? optIn : 1 - optIn), 1),
  );
}

function workedOut({ channels, segments, interest }: CustomersConfig): Newcomers {
  const shares = normalised(segments.map(({ weight }) => weight));
  const optIns = optInChances(channels);
  const kinds = segments.flatMap(({ prefers }, segment) =>
    normalised(channels.map(({ name }) => prefers[name] ?? 0)).flatMap((preferring, preference) =>
      Array.from({ length: interest.levels }).flatMap((_, level) =>
        optIns.map((chance, bits) => {
          const probability = (shares[segment]! * preferring * chance) / interest.levels;
          return { segment, preference, level, bits, probability };
        }),
      ),
    ),
  );
  const possible = kinds.filter(({ probability }) => probability > 0);
  let sum = 0;
  return {
    segment: Uint8Array.from(possible, ({ segment }) => segment),
    preference: Uint8Array.from(possible, ({ preference }) => preference),
    interest: Uint8Array.from(possible, ({ level }) => level),
    optIns: Uint8Array.from(possible, ({ bits }) => bits),
    probability: Float64Array.from(possible, ({ probability }) => probability),
    upTo: Float64Array.from(possible, ({ probability }) => (sum += probability)),
  };
}

/**
 * All levels of interest are equally likely at the start, and everybody is rested. Each simulator asks, and a search for
 * rules makes thousands of them.
 */
export const newcomersOf = oncePerObject(workedOut);

/**
 * The kind that a uniform number falls on.
 *
 * @param uniform in [0, 1)
 */
export function drawKind({ upTo }: Newcomers, uniform: number): number {
  let low = 0;
  // Sums of rounded numbers may end a little below 1: the last kind has the rest.
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (uniform < upTo[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
