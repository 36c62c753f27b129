/** From where on a weight is cut or shrunk. */
import type { Histories } from './histories';

/**
 * √n of n decisions: the bias of cutting there falls as fast as the variance, whatever the tails of the weights.
 *
 * @see Ionides (2008), Truncated importance sampling, https://doi.org/10.1198/106186008X320456
 */
export function largestRatio({ actions }: Pick<Histories, 'actions'>): number {
  return Math.sqrt(actions.length);
}
