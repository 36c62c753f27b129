/** Values of a batch, or the row whose values are none. */
import { InputError } from '../../core/errors';
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { QFunction } from '../../policies/policy';

/** @throws InputError (from `qValues`) naming the row: some number of it is larger than a network computes with */
export function finiteValues(q: QFunction, actions: number, { place }: Pick<RawBatch, 'place'>): QFunction {
  return {
    charges: q.charges,
    qValues: async (observations) => {
      const values = await q.qValues(observations);
      for (let at = 0; at < values.length; at += 1)
        if (!Number.isFinite(values[at]!))
          throw new InputError(
            `${place(Math.floor(at / actions))}: expected numbers of the size that the model was trained on, its values are not finite`,
          );
      return values;
    },
    supportedActions: (observations, allowed) => q.supportedActions?.(observations, allowed) ?? allowed,
  };
}
