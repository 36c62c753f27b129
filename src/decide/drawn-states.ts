/** States of a model that takes no raw columns, about what its network is scaled to. */
import type { Model } from '../agents/model';
import { NormalGenerator } from '../core/normal-generator';
import type { Random } from '../core/random';

/** @returns [count] states of [features]; features that are not shifted are drawn from 0 on, as counts and shares are */
export function drawnStates(
  { scaling, features }: Pick<Model, 'scaling' | 'features'>,
  count: number,
  random: Random,
): number[][] {
  const { observationOffset, observationScale } = scaling;
  const numbers = new Float64Array(count * features.length);
  NormalGenerator.from(random.fork('normal')).fill(numbers);
  return Array.from({ length: count }, (_, row) =>
    features.map((_name, i) => {
      const offset = observationOffset[i]!;
      const drawn = numbers[row * features.length + i]!;
      const step = (offset === 0 ? Math.abs(drawn) : drawn) / observationScale[i]!;
      return Number((offset + step).toPrecision(6));
    }),
  );
}
