/**
 * How deep a tree may be: a deeper one must pay on customers that it was not grown on. Each half of the customers is judged
 * by trees grown on the other; a depth is taken if the interval of what it gains over the last one taken lies above 0, so
 * that a log of noise has a single leaf.
 */
import type { Estimate } from '../../core/estimate';
import { pause } from '../../core/pause';
import { ratioOfSums } from '../../stats/ratio-of-sums';
import { tInterval } from '../../stats/statistic';
import { decisionsInside, decisionsOf, unitsOutside, type Folds } from '../off-policy/folds';
import type { ShapeOfHistories } from '../off-policy/histories-of';
import { decisionCounts, unitSums } from '../off-policy/unit-sums';
import type { Searched } from './pairs-of-cuts';
import { DEEPEST, treesByDepth } from './search';
import { leafOf, type PolicyTree } from './tree';
import type { TreeProblem } from './tree-problem';

/** A depth that was tried. */
export interface DepthTried {
  readonly depth: number;
  /** Of the last one taken; null where there was none, so that nothing is to be gained over. */
  readonly over: number | null;
  /** Per decision, on customers that neither tree was grown on; null where some half has no tree of this depth. */
  readonly gain: Estimate | null;
  readonly isTaken: boolean;
}

export interface ChosenTree {
  /** null where no tree keeps to what a leaf must be */
  readonly tree: PolicyTree | null;
  readonly tried: readonly DepthTried[];
}

export interface DepthRequest {
  readonly problem: TreeProblem;
  readonly histories: Pick<ShapeOfHistories, 'units' | 'starts' | 'sampleWeights'>;
  readonly folds: Folds;
  /** Of the intervals. */
  readonly level: number;
  /** Told how far it is, in decisions searched, of at most so many: a tree that stays small ends it earlier. @default nobody is told */
  readonly onProgress?: (done: number, atMost: number) => void;
}

/** Depths two and three each read all decisions once, in both halves and, where so deep a tree is taken, of all together. */
function searchedOf({ histories, folds, onProgress }: DepthRequest): Searched {
  const { length } = histories.sampleWeights;
  let atMost = 2 * length;
  for (let fold = 0; fold < folds.count; fold += 1)
    atMost += 2 * decisionsOf(histories, unitsOutside(folds, fold)).length;
  let done = 0;
  return async (decisions) => {
    done += decisions;
    onProgress?.(Math.round(done), atMost);
    await pause();
  };
}

/** [depths][n] what the tree of the other half gains at each decision; null where a half has none */
async function crossFittedGains(
  { problem, histories, folds }: DepthRequest,
  searched: Searched,
): Promise<readonly (Float64Array | null)[]> {
  const { gains, actionCount, columns } = problem;
  const result = Array.from(
    { length: DEEPEST + 1 },
    (): Float64Array | null => new Float64Array(histories.sampleWeights.length),
  );
  for (let fold = 0; fold < folds.count; fold += 1) {
    await pause();
    const outside = decisionsOf(histories, unitsOutside(folds, fold));
    const trees = await treesByDepth(problem, outside, DEEPEST, searched);
    const inside = decisionsInside(histories, folds, fold);
    trees.forEach((tree, depth) => {
      const own = result[depth]!;
      if (tree === null) result[depth] = null;
      else if (own !== null)
        for (const i of inside) own[i] = gains[i * actionCount + leafOf(tree, columns, i).action]!;
    });
  }
  return result;
}

export async function chooseDepth(request: DepthRequest): Promise<ChosenTree> {
  const { problem, histories, level } = request;
  const searched = searchedOf(request);
  const gains = await crossFittedGains(request, searched);
  const tried: DepthTried[] = [];
  let taken: number | null = null;
  gains.forEach((own, depth) => {
    const over = taken;
    const last = over === null ? null : gains[over]!;
    const gain =
      own === null || last === null
        ? null
        : tInterval(
            ratioOfSums(
              unitSums(histories, (i) => own[i]! - last[i]!),
              decisionCounts(histories),
            ),
            level,
          );
    const isTaken = own !== null && (last === null || (gain?.low ?? 0) > 0);
    if (isTaken) taken = depth;
    tried.push({ depth, over, gain, isTaken });
  });
  await pause();
  const all = Int32Array.from({ length: histories.sampleWeights.length }, (_, i) => i);
  const tree = taken === null ? null : (await treesByDepth(problem, all, taken, searched))[taken]!;
  return { tree, tried };
}
