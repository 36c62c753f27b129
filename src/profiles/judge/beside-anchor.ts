/** A model beside its anchor, the simple thing that it has to beat: whether it does, by how much, and for whom not. */
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { expectLength } from '../../core/shape';
import { bcaInterval, bootstrap } from '../../stats/bootstrap';
import { ratioOfSums } from '../../stats/ratio-of-sums';
import type { Statistic } from '../../stats/statistic';
import { decisionOf, type AnchorDecision } from './anchor-decision';
import type { CustomerSegments } from './frequency-segments';

export interface Gain {
  readonly customers: number;
  /** Mean loss of the model, and of the anchor; null where there is no customer. */
  readonly model: number | null;
  readonly anchor: number | null;
  /** Mean loss of the anchor minus that of the model, with its interval: above 0 where the model is better. */
  readonly gain: Estimate;
  readonly decision: AnchorDecision;
}

export interface BesideAnchor extends Gain {
  /** Intervals as wide as so many of them at once need (Bonferroni). */
  readonly segments: readonly (Gain & { readonly name: string })[];
}

export interface BesideAnchorOptions {
  readonly resamples: number;
  readonly random: Random;
  /** @default 0.95 */
  readonly level?: number;
}

function meanOver(values: Float64Array, isMember: Float64Array): number | null {
  const { value } = ratioOfSums(
    values.map((one, row) => (isMember[row] === 1 ? one : 0)),
    isMember,
  );
  return Number.isNaN(value) ? null : value;
}

/**
 * By resampled customers: a model and its anchor meet the same ones, so that what both cannot know cancels.
 *
 * @param model [rows] loss of the model of each customer, the lower the better
 * @param anchor [rows] that of the anchor
 * @throws ShapeError if the lengths differ
 */
export async function besideAnchor(
  model: Float64Array,
  anchor: Float64Array,
  segments: CustomerSegments,
  { resamples, random, level = 0.95 }: BesideAnchorOptions,
): Promise<BesideAnchor> {
  expectLength('anchor', anchor, model.length);
  expectLength('segments', segments.of, model.length);
  const differences = anchor.map((loss, row) => loss - model[row]!);
  const everybody = new Float64Array(model.length).fill(1);
  const parts = segments.names.map((_, part) =>
    Float64Array.from(segments.of, (one) => (one === part ? 1 : 0)),
  );
  const members = [everybody, ...parts];
  const statistics = members.map((isMember) =>
    ratioOfSums(
      differences.map((one, row) => (isMember[row] === 1 ? one : 0)),
      isMember,
    ),
  );
  const resampled = await bootstrap(statistics, { resamples, random });
  const gainOf = (place: number, ofLevel: number): Gain => {
    const customers = members[place]!.reduce((sum, one) => sum + one, 0);
    const gain = gainEstimate(statistics[place]!, resampled[place]!, customers, ofLevel);
    const of = (losses: Float64Array) => meanOver(losses, members[place]!);
    return { customers, model: of(model), anchor: of(anchor), gain, decision: decisionOf(gain) };
  };
  const each = 1 - (1 - level) / Math.max(1, parts.length);
  return {
    ...gainOf(0, level),
    segments: segments.names.map((name, part) => ({ name, ...gainOf(part + 1, each) })),
  };
}

/** Resamples of a handful of customers tell nothing of others. */
const FEWEST = 10;

function gainEstimate(
  statistic: Statistic,
  values: Float64Array,
  customers: number,
  level: number,
): Estimate {
  if (customers === 0) return { value: null, low: null, high: null, level };
  if (customers < FEWEST) return { value: statistic.value, low: null, high: null, level };
  const { fellBack: _, ...estimate } = bcaInterval(statistic, values, level);
  return estimate;
}
