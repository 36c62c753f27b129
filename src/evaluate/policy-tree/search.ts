/**
 * The best tree of each depth up to three, by the sum of gains.
 *
 * Depth two is exact on the cuts there are: sums of gains by the states of every pair of columns are made in one pass over
 * the decisions each, and added up along both, so that every pair of cuts is a difference of four sums. The time is that of
 * reading the decisions once a pair of columns, whatever the number of cuts. Depth three is not exact: its first question is
 * that of the best tree of depth two, and each half has the best tree of depth two there.
 *
 * A question is asked only where it gains something, so that no two neighbours do the same: they would be one leaf.
 *
 * @see Sverdrup, Kanodia, Zhou, Athey & Wager (2020), policytree: Policy learning via doubly robust empirical welfare
 *   maximization over trees, https://doi.org/10.21105/joss.02232, whose search is exact at any depth and takes the number of
 *   decisions to the power of it
 */
import { reordered } from '../../dataset/contacts/row-order';
import { firstCuts, secondCuts, type FirstCut, type Packed, type Searched } from './pairs-of-cuts';
import { addends, formOf, leafAction, leafGain, totalOf } from './sums';
import { partedBy, type PolicyTree } from './tree';
import type { TreeProblem } from './tree-problem';

/** Columns of which pairs are tried; of more, those whose single cut gains most: pairs grow with the square. */
export const MOST_COLUMNS = 30;
/** Share of all gains that may come of rounding. */
const ROUNDING = 1e-12;
export const DEEPEST = 3;

function packed(problem: TreeProblem, decisions: Int32Array): Packed {
  const form = formOf(problem);
  const own = addends(problem, decisions);
  const total = totalOf(own, form.width);
  let size = 0;
  for (const value of own) size += Math.abs(value);
  return {
    ...{ form, own, total, tolerance: ROUNDING * size, decisions },
    columns: problem.columns.map(({ states, stateCount, cuts }, index) => {
      return { index, stateCount, cuts, states: reordered(states, decisions) };
    }),
  };
}

/** A leaf with the best action; null where there may be none. */
function leafFor(problem: TreeProblem, decisions: Int32Array): PolicyTree | null {
  const form = formOf(problem);
  const action = leafAction(totalOf(addends(problem, decisions), form.width), form);
  return action === null ? null : { kind: 'leaf', action };
}

/** A question with trees for both answers; null where either has none. */
async function splitOf(
  problem: TreeProblem,
  decisions: Int32Array,
  at: Pick<FirstCut, 'column' | 'cut'>,
  grow: (decisions: Int32Array, isYes: boolean) => PolicyTree | null | Promise<PolicyTree | null>,
): Promise<PolicyTree | null> {
  const [ofYes, ofNo] = partedBy(problem.columns[at.column]!, at.cut, decisions);
  const [yes, no] = [await grow(ofYes, true), await grow(ofNo, false)];
  return yes && no && { kind: 'split', column: at.column, cut: at.cut, yes, no };
}

const leavesOf = ({ bestYes, bestNo }: FirstCut) =>
  (bestYes.second === null ? 1 : 2) + (bestNo.second === null ? 1 : 2);

/** The cut with the largest gain, of equal ones the first with the fewest leaves; null where none gains more than `without`. */
function bestOf(
  cuts: readonly FirstCut[],
  gainOf: (cut: FirstCut) => number,
  without: number,
  tolerance: number,
): FirstCut | null {
  let [best, most]: [FirstCut | null, number] = [null, without];
  for (const cut of cuts) {
    const gain = gainOf(cut);
    const isSmaller = best !== null && gain > most - tolerance && leavesOf(cut) < leavesOf(best);
    if (!(gain > most + tolerance) && !isSmaller) continue;
    [best, most] = [cut, gain];
  }
  return best;
}

/** Columns with the best single cuts, in their own order. */
function screened(pack: Packed, cuts: readonly FirstCut[]): Packed['columns'] {
  if (pack.columns.length <= MOST_COLUMNS) return pack.columns;
  const gains = new Map<number, number>();
  for (const { column, yes, no } of cuts)
    gains.set(column, Math.max(gains.get(column) ?? -Infinity, yes.gain + no.gain));
  const gainOf = (index: number) => gains.get(index)!;
  const kept = [...pack.columns]
    .sort((a, b) =>
      gainOf(a.index) === gainOf(b.index) ? a.index - b.index : gainOf(b.index) - gainOf(a.index),
    )
    .slice(0, MOST_COLUMNS);
  return kept.sort((a, b) => a.index - b.index);
}

type Trees = readonly (PolicyTree | null)[];

/** Trees of depths 0, 1 and 2. */
async function exactTrees(
  problem: TreeProblem,
  decisions: Int32Array,
  deepest: number,
  searched: Searched,
): Promise<Trees> {
  const leaf = (some: Int32Array) => leafFor(problem, some);
  const stump = leaf(decisions);
  if (deepest === 0) return [stump];
  const pack = packed(problem, decisions);
  const { total, form, tolerance } = pack;
  const without = leafGain(total, 0, form);
  const cuts = firstCuts(pack);
  const first = bestOf(cuts, ({ yes, no }) => yes.gain + no.gain, without, tolerance);
  const one = first === null ? stump : await splitOf(problem, decisions, first, leaf);
  if (deepest === 1) return [stump, one];
  const least = first === null ? without : first.yes.gain + first.no.gain;
  await secondCuts({ ...pack, columns: screened(pack, cuts) }, cuts, searched);
  const root = bestOf(cuts, ({ bestYes, bestNo }) => bestYes.gain + bestNo.gain, least, tolerance);
  if (root === null) return [stump, one, one];
  const two = await splitOf(problem, decisions, root, (some, isYes) => {
    const { second } = isYes ? root.bestYes : root.bestNo;
    return second === null ? leaf(some) : splitOf(problem, some, second, leaf);
  });
  return [stump, one, two];
}

const ignored: Searched = () => Promise.resolve();

/**
 * @param decisions of the fit, indices into the problem's arrays
 * @param deepest depth of the last tree that is asked for
 * @param searched told of all decisions once for depth two, and once more at most for depth three. @default nobody is told
 * @returns by depth; null where no such tree keeps to what a leaf must be
 */
export async function treesByDepth(
  problem: TreeProblem,
  decisions: Int32Array,
  deepest = DEEPEST,
  searched = ignored,
): Promise<Trees> {
  const exact = await exactTrees(problem, decisions, Math.min(deepest, 2), searched);
  const two = exact[2] ?? null;
  const three =
    deepest > 2 && two?.kind === 'split'
      ? await splitOf(
          problem,
          decisions,
          two,
          async (some) => (await exactTrees(problem, some, 2, searched))[2]!,
        )
      : two;
  return [...exact, three].slice(0, deepest + 1);
}
