/**
 * Regression trees on binned features. Of a target of 0 and 1 they are classification trees by Gini's index, for its
 * impurity is twice the variance, and a leaf's mean is its probability. Cuts lie between at most 256 bins of about
 * equally many rows, so that a node is searched in one pass over its rows.
 *
 * Our own: on four fifths of the Telco customers (5,634 rows, 30 features) ml-cart 2.1.1 took 21 seconds of the processor for
 * a tree of depth 5, whose AUC on the last fifth is .808 where scikit-learn's is .818, and ml-random-forest 2.1.0 ended with
 * an error after 48.
 *
 * @see Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees
 * @see Ke et al. (2017), LightGBM, https://papers.nips.cc/paper/6907 (histograms)
 */
import { z } from 'zod';
import type { Random } from '../../core/random';
import type { BinnedFeatures } from './bins';

const numbers = z.array(z.number()).readonly();

/** Nodes in the order in which they were grown, the root first. */
export const treeSchema = z
  .strictObject({
    feature: numbers.describe('[nodes] asked about; -1 of a leaf'),
    threshold: numbers.describe('[nodes] at most it goes to the low side; 0 of a leaf'),
    low: numbers.describe('[nodes] child, after its parent; 0 of a leaf'),
    high: numbers.describe('[nodes]'),
    value: numbers.describe('[nodes] mean of the target'),
  })
  .readonly();
export type Tree = z.infer<typeof treeSchema>;

export interface TreeSettings {
  readonly depth: number;
  /** Rows of a leaf. */
  readonly leastRows: number;
  /** Features looked at for a cut, drawn anew for each; all of them where it is at least their number. */
  readonly featuresPerCut: number;
}

interface Cut {
  readonly feature: number;
  /** The last bin of the low side. */
  readonly bin: number;
}

interface Work {
  readonly binned: BinnedFeatures;
  readonly target: ArrayLike<number>;
  readonly settings: TreeSettings;
  readonly random: Random;
  /** [256] scratch */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

/** Features to look at for one cut. */
function drawnFeatures({ binned: { width }, settings: { featuresPerCut }, random }: Work): number[] {
  const features = Array.from({ length: width }, (_, j) => j);
  if (featuresPerCut >= width) return features;
  for (let i = 0; i < featuresPerCut; i += 1) {
    const other = i + random.integer(width - i);
    [features[i], features[other]] = [features[other]!, features[i]!];
  }
  return features.slice(0, featuresPerCut);
}

/** The cut that takes most off the sum of squares; null if none takes anything. */
function bestCut(work: Work, rows: Int32Array, total: number): Cut | null {
  const { binned, target, settings, counts, sums } = work;
  const base = total ** 2 / rows.length;
  let best: Cut | null = null;
  let most = base + 1e-9 * (1 + Math.abs(base));
  for (const feature of drawnFeatures(work)) {
    const bins = binned.cuts[feature]!.length + 1;
    counts.fill(0, 0, bins);
    sums.fill(0, 0, bins);
    for (const row of rows) {
      const bin = binned.bins[row * binned.width + feature]!;
      counts[bin]! += 1;
      sums[bin]! += target[row]!;
    }
    let [count, sum] = [0, 0];
    for (let bin = 0; bin < bins - 1; bin += 1) {
      count += counts[bin]!;
      sum += sums[bin]!;
      const others = rows.length - count;
      if (counts[bin] === 0 || count < settings.leastRows) continue;
      if (others < settings.leastRows) break;
      const gained = sum ** 2 / count + (total - sum) ** 2 / others;
      if (gained > most) [best, most] = [{ feature, bin }, gained];
    }
  }
  return best;
}

/**
 * @param rows of the fit; a row may be there more than once
 * @param target [all rows]
 * @param random draws the features of a cut
 */
export function growTree(
  binned: BinnedFeatures,
  target: ArrayLike<number>,
  rows: Int32Array,
  settings: TreeSettings,
  random: Random,
): Tree {
  const work = {
    ...{ binned, target, settings, random },
    ...{ counts: new Float64Array(256), sums: new Float64Array(256) },
  };
  const feature: number[] = [];
  const threshold: number[] = [];
  const [low, high, value] = [[] as number[], [] as number[], [] as number[]];
  const grow = (own: Int32Array, depth: number): number => {
    const node = feature.length;
    const total = own.reduce((sum, row) => sum + target[row]!, 0);
    const cut = depth < settings.depth ? bestCut(work, own, total) : null;
    feature.push(cut?.feature ?? -1);
    threshold.push(cut === null ? 0 : binned.cuts[cut.feature]![cut.bin]!);
    low.push(0);
    high.push(0);
    value.push(total / own.length);
    if (cut === null) return node;
    const isLow = (row: number) => binned.bins[row * binned.width + cut.feature]! <= cut.bin;
    low[node] = grow(own.filter(isLow), depth + 1);
    high[node] = grow(
      own.filter((row) => !isLow(row)),
      depth + 1,
    );
    return node;
  };
  grow(rows, 0);
  return { feature, threshold, low, high, value };
}

/** [rows] the mean of the leaf of each row. @param features [rows, width] */
export function treeValues(tree: Tree, features: Float64Array, width: number): Float64Array {
  return Float64Array.from({ length: features.length / width }, (_, row) => {
    let node = 0;
    for (let asked = tree.feature[node]!; asked >= 0; asked = tree.feature[node]!)
      node = features[row * width + asked]! <= tree.threshold[node]! ? tree.low[node]! : tree.high[node]!;
    return tree.value[node]!;
  });
}
