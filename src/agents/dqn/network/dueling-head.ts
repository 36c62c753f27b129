/**
 * A stream for the value of the observation and one for the advantage of each action, of which only differences from
 * their mean count: what all actions share is learned from every action's transitions. As in the paper, each stream
 * has a hidden layer of its own, as wide as the last one of the settings.
 *
 * Other than in the paper, the gradient that enters the shared layers is not scaled by 1/√2: Adam and the clipping of
 * the global norm bound it already.
 *
 * @see Wang et al. (2016), https://arxiv.org/abs/1511.06581, equation 9
 */
import type { Head } from './head';

export const duelingHead: Head = {
  ownLayers: 1,
  streams: (actions) => [
    { name: 'value', units: 1, perAction: false },
    { name: 'advantage', units: actions, perAction: true },
  ],
  /** Q = V + A − mean(A). */
  qValues: ([value, advantage]) => advantage!.sub(advantage!.mean(1, true)).add(value!),
  /** V has a share in every Q-value, and A − mean(A) does not change when a constant is added to A. */
  outputGradients: (qGradient) => [qGradient.sum(1, true), qGradient.sub(qGradient.mean(1, true))],
  combination: (actions) => {
    const matrix = new Float32Array((1 + actions) * actions).fill(-1 / actions);
    matrix.fill(1, 0, actions);
    for (let action = 0; action < actions; action += 1)
      matrix[(1 + action) * actions + action] = 1 - 1 / actions;
    return matrix;
  },
};
