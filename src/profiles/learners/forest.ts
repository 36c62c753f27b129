/**
 * Random forests: trees on resampled rows, each cut from a few features drawn anew, and the mean of what they say.
 *
 * @see Breiman (2001), Random forests, https://doi.org/10.1023/A:1010933404324
 */
import { z } from 'zod';
import type { Random } from '../../core/random';
import type { BinnedFeatures } from './bins';
import { growTree, treeSchema, treeValues, type TreeSettings } from './tree';

export const forestSchema = z.array(treeSchema).min(1).readonly();
export type Forest = z.infer<typeof forestSchema>;

export interface ForestSettings extends TreeSettings {
  readonly trees: number;
}

/** Told how many trees of a forest have been grown. */
export type TellGrown = (grown: number, trees: number) => void;

export const tellNobody: TellGrown = () => undefined;

/** @param target [rows] all of which are of the fit */
export function growForest(
  binned: BinnedFeatures,
  target: ArrayLike<number>,
  settings: ForestSettings,
  random: Random,
  tell = tellNobody,
): Forest {
  const rows = target.length;
  return Array.from({ length: settings.trees }, (_, place) => {
    const own = random.fork(`tree-${place}`);
    const drawn = Int32Array.from({ length: rows }, () => own.integer(rows));
    const tree = growTree(binned, target, drawn, settings, own);
    tell(place + 1, settings.trees);
    return tree;
  });
}

/** [rows] @param features [rows, width] */
export function forestValues(forest: Forest, features: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(features.length / width);
  for (const tree of forest)
    treeValues(tree, features, width).forEach((value, row) => (sums[row]! += value / forest.length));
  return sums;
}
