/** Segments in words: what sets each apart from all customers. */
import { z } from 'zod';

export const traitSchema = z
  .strictObject({
    feature: z.string(),
    difference: z.number().describe('mean of the segment minus that of all, in standard deviations of all'),
    words: z.string(),
  })
  .readonly();
export type Trait = z.infer<typeof traitSchema>;

/** Of features of a profile, what much and little of it is called; other features are "much" or "little" of their name. */
const wordsFor: Readonly<Record<string, readonly [string, string]>> = {
  recency_days: ['bought early on only', 'bought until lately'],
  days_since_purchase: ['not seen for long', 'recent'],
  recency: ['not seen for long', 'recent'],
  frequency: ['buys often', 'buys rarely'],
  purchases: ['buys often', 'buys rarely'],
  monetary_value: ['spends much at a time', 'spends little at a time'],
  monetary: ['spends much', 'spends little'],
  spend: ['spends much', 'spends little'],
  tenure_days: ['long a customer', 'new'],
  tenure: ['long a customer', 'new'],
  age_days: ['long a customer', 'new'],
  open_rate: ['opens mails', 'leaves mails unopened'],
  click_rate: ['clicks', 'does not click'],
  answer_rate: ['answers', 'does not answer'],
};

/** Standard deviations from which a difference is told. */
const TOLD = 0.5;
const MOST_TRAITS = 3;

function wordsOf(feature: string, difference: number): string {
  const known = Object.hasOwn(wordsFor, feature) ? wordsFor[feature] : undefined;
  const [much, little] = known ?? [`high ${feature}`, `low ${feature}`];
  return difference > 0 ? much : little;
}

/** [features] differences of one segment, the largest first */
function traitsOf(names: readonly string[], differences: ArrayLike<number>): Trait[] {
  return names
    .map((feature, j) => ({ feature, difference: differences[j]! }))
    .filter(({ difference }) => Number.isFinite(difference))
    .sort((one, other) => Math.abs(other.difference) - Math.abs(one.difference))
    .map((one) => ({ ...one, words: wordsOf(one.feature, one.difference) }));
}

const listed = (traits: readonly Trait[]): string =>
  [...new Set(traits.map(({ words }) => words))].join(', ');

/** The shortest list of traits, from what is told on, whose words no other segment has; with its number if none has. */
function nameOf(all: readonly (readonly Trait[])[], place: number): { name: string; traits: Trait[] } {
  const own = all[place]!;
  const told = own.filter(({ difference }) => Math.abs(difference) >= TOLD).slice(0, MOST_TRAITS);
  const first = Math.max(1, told.length);
  for (let count = first; count <= Math.max(first, Math.min(MOST_TRAITS, own.length)); count += 1) {
    const traits = own.slice(0, count);
    const name = told.length === 0 ? 'like all others' : listed(traits);
    const taken = all.some((other, i) => i !== place && listed(other.slice(0, count)) === name);
    if (!taken && told.length > 0) return { name, traits };
  }
  const name = told.length === 0 ? 'like all others' : listed(told);
  return { name: `${name} (${place + 1})`, traits: told };
}

/**
 * @param centres [segments, features] means in standard deviations from the mean of all
 * @returns a name for each, no two alike, and what it is made of
 */
export function describeSegments(
  names: readonly string[],
  centres: Float64Array,
): { readonly name: string; readonly traits: readonly Trait[] }[] {
  const width = names.length;
  const all = Array.from({ length: centres.length / width }, (_, segment) =>
    traitsOf(names, centres.subarray(segment * width, (segment + 1) * width)),
  );
  return all.map((_, place) => nameOf(all, place));
}
