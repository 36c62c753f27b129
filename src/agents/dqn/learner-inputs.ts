/** How batches are laid out for the program: a column per part of a transition, updates one below the other. */
import type { TransitionBatch } from '../../replay/transition';
import type { HostArray, TensorSpec } from '../../tensor/program';

/** `values` as `perCall` batches, zeros after the last one there is. */
function stacked<Column extends Float32Array | Int32Array>(values: Column, length: number): Column {
  if (values.length === length) return values;
  const padded = (values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length)) as Column;
  padded.set(values);
  return padded;
}

/** Sizes of the batches that a learner is given. */
export interface BatchSizes {
  readonly batchSize: number;
  readonly features: number;
  /** Number of actions if the environment masks them, else 0. */
  readonly maskedActions: number;
  /** Whether each transition has a weight. @default false */
  readonly weighted?: boolean;
  /** Whether each update has a learning rate of its own. @default false */
  readonly scheduled?: boolean;
}

/** What the step `learn` takes: a column per part of a transition, each [perCall, batch, ...]. */
export function learnInputs(
  perCall: number,
  { batchSize, features, maskedActions, weighted = false, scheduled = false }: BatchSizes,
) {
  const column = (...width: number[]): TensorSpec => ({
    shape: [perCall, batchSize, ...width],
    dtype: 'float32',
  });
  return {
    observations: column(features),
    actions: { shape: [perCall, batchSize], dtype: 'int32' } as TensorSpec,
    rewards: column(),
    discounts: column(),
    nextObservations: column(features),
    ...(maskedActions === 0 ? {} : { nextAllowed: column(maskedActions) }),
    ...(weighted && { weights: column() }),
    ...(scheduled && { learningRate: { shape: [perCall], dtype: 'float32' } as TensorSpec }),
  };
}

/** What updates are given beside their batches; null where all are alike. */
export interface LearnExtras {
  /** [batches] */
  readonly weights: Float32Array | null;
  /** [updates] */
  readonly learningRate: Float32Array | null;
}

/** Batches one after the other as what `learn` takes, zeros after the last one there is. */
export function stackedInputs(
  batches: TransitionBatch,
  { weights, learningRate }: LearnExtras,
  updates: number,
  perCall: number,
): Record<string, HostArray> {
  const { size, observations, nextAllowed } = batches;
  const columns = { ...batches, weights, learningRate };
  const inputs = learnInputs(perCall, {
    batchSize: size / updates,
    features: observations.length / size,
    maskedActions: (nextAllowed?.length ?? 0) / size,
    weighted: weights !== null,
    scheduled: learningRate !== null,
  });
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => {
      const values = columns[name as keyof typeof inputs]!;
      return [
        name,
        {
          values: stacked(
            values,
            shape.reduce((a, b) => a * b),
          ),
          shape,
        },
      ];
    }),
  );
}
