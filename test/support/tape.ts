import { Random } from '../../src/core/random';
import type { TransitionBatch } from '../../src/replay/transition';

export interface TapeShape {
  readonly size: number;
  readonly features: number;
  readonly actions: number;
  /** Whether some next actions are forbidden; No Action never is. */
  readonly masked?: boolean;
}

/** The same random transitions for every learner that is to be compared: a fifth of them terminated. */
export function tape({ size, features, actions, masked = false }: TapeShape, seed = 1): TransitionBatch {
  const random = Random.fromSeed(seed).fork('tape');
  const floats = (length: number) => Float32Array.from({ length }, () => 2 * random.uniform() - 1);
  return {
    size,
    observations: floats(size * features),
    actions: Int32Array.from({ length: size }, () => random.integer(actions)),
    rewards: floats(size),
    discounts: Float32Array.from({ length: size }, () => (random.uniform() < 0.2 ? 0 : 0.9)),
    nextObservations: floats(size * features),
    nextAllowed: masked
      ? Float32Array.from({ length: size * actions }, (_, i) =>
          i % actions === 0 || random.uniform() < 0.5 ? 1 : 0,
        )
      : null,
  };
}
