/** One output per action, its Q-value. @see Mnih et al. (2015), https://doi.org/10.1038/nature14236 */
import type { Head } from './head';

export const plainHead: Head = {
  ownLayers: 0,
  streams: (actions) => [{ name: 'q_values', units: actions, perAction: true }],
  qValues: ([qValues]) => qValues!,
  outputGradients: (qGradient) => [qGradient],
  combination: () => null,
};
