/** Which layers of a network tell actions apart, and are held back alone where what all actions share has layers of its own. */
import type { Layer } from '../../../tensor/learning/layers';
import { headOf } from './heads';
import type { NetworkSpec } from './spec';

/** The layers that only streams with something to say of each action are made of, in the order of the spec. */
export function actionLayers({ head, actions, layers, outputs }: NetworkSpec): readonly Layer[] {
  const others = new Set<number>();
  for (const [stream, { perAction }] of headOf(head).streams(actions).entries())
    for (let at = perAction ? null : outputs[stream]!; at !== null; at = layers[at]!.from) others.add(at);
  return layers.filter((_, at) => !others.has(at));
}
