/** Chance under rules: the same for everybody who may be treated alike, and each action as often as it should be. */
import type { TargetingRows } from './response-model';

/** Rows that allow the same actions, taken together. */
interface MaskGroup {
  /** The actions they allow. */
  readonly open: readonly number[];
  /** Decisions that they stand for. */
  weight: number;
}

function groupsOf(
  { actionCount, sampleWeights }: Pick<TargetingRows, 'actionCount' | 'sampleWeights'>,
  allowed: Uint8Array,
): MaskGroup[] {
  const groups = new Map<string, MaskGroup>();
  sampleWeights.forEach((weight, row) => {
    const mask = allowed.subarray(row * actionCount, (row + 1) * actionCount);
    const key = mask.join('');
    const group = groups.get(key) ?? { open: [...mask.keys()].filter((a) => mask[a] === 1), weight: 0 };
    group.weight += weight;
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** [actions] mean probability of each, where every row divides the weights among what it allows */
function meansOf(weights: readonly number[], groups: readonly MaskGroup[]): number[] {
  const means = weights.map(() => 0);
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  for (const { open, weight } of groups) {
    const sum = open.reduce((all, action) => all + weights[action]!, 0);
    if (sum > 0) for (const action of open) means[action]! += (weight * weights[action]!) / (sum * total);
  }
  return means;
}

const CLOSE_ENOUGH = 1e-9;
/** What is taken wherever it is allowed comes near as 1 / rounds, all else much faster. */
const ROUNDS = 1000;

/**
 * Weights of the actions, such that each has its share of the decisions once every row has divided them among what it
 * allows, by iterative proportional fitting. Were they the shares themselves, an action that is seldom allowed would come
 * short of its own.
 *
 * @param shares [actions] of a policy that takes what is allowed: such weights exist then
 * @returns [actions] >= 0
 * @see Deming & Stephan (1940), On a least squares adjustment of a sampled frequency table when the expected marginal
 *   totals are known, https://doi.org/10.1214/aoms/1177731829
 */
export function weightsWithinRules(
  shares: readonly number[],
  rows: Pick<TargetingRows, 'actionCount' | 'allowed' | 'sampleWeights'>,
): number[] {
  let weights = [...shares];
  if (rows.allowed === null) return weights;
  const groups = groupsOf(rows, rows.allowed);
  for (let round = 0; round < ROUNDS; round += 1) {
    const means = meansOf(weights, groups);
    if (means.every((mean, action) => Math.abs(mean - shares[action]!) < CLOSE_ENOUGH)) break;
    weights = weights.map((weight, a) => (means[a]! > 0 ? (weight * shares[a]!) / means[a]! : 0));
  }
  return weights;
}
