/** What a simulated company sells, and who likes what. */
import type { Random } from '../../core/random';

export const products = [
  { product: 'garden chair', category: 'garden' },
  { product: 'spade', category: 'garden' },
  { product: 'frying pan', category: 'kitchen' },
  { product: 'kettle', category: 'kitchen' },
  { product: 'novel', category: 'books' },
  { product: 'travel guide', category: 'books' },
  { product: 'running shoes', category: 'sport' },
  { product: 'yoga mat', category: 'sport' },
] as const;

/** Chances of each product, of one customer: squares of exponential draws, so that most like two or three. [products] */
export function drawnAffinity(random: Random): Float64Array {
  const weights = Float64Array.from(products, () => Math.log(1 - random.uniform()) ** 2);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** @param affinity [products] sums to 1 @returns index of a product */
export function drawnProduct(affinity: Float64Array, random: Random): number {
  let left = random.uniform();
  // Sums of rounded numbers may end a little below 1: the last product has the rest.
  for (let product = 0; product < affinity.length - 1; product += 1) {
    left -= affinity[product]!;
    if (left < 0) return product;
  }
  return affinity.length - 1;
}

/** One mostly, two or three now and then. */
export function drawnQuantity(random: Random): number {
  const drawn = random.uniform();
  return drawn < 0.75 ? 1 : drawn < 0.95 ? 2 : 3;
}
