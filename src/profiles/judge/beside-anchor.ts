/** A model beside its anchor, the simple thing that it has to beat: whether it does, by how much, and for whom not. */
import type { Estimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { expectLength } from '../../core/shape';
import { bcaInterval, bootstrap } from '../../stats/bootstrap';
import { meanOf } from '../../stats/ratio-of-sums';
import { decisionOf, type AnchorDecision } from './anchor-decision';
import type { CustomerSegments } from './frequency-segments';
import { FEWEST, levelOfEach, resamplesFor } from '../../stats/intervals-at-once';

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
  /** At least; more where intervals are wide. */
  readonly resamples: number;
  readonly random: Random;
  /** @default 0.95 */
  readonly level?: number;
  /** How many segments are shown together, those of other calls too. @default those of this one */
  readonly atOnce?: number;
}

type GainOptions = Required<Pick<BesideAnchorOptions, 'resamples' | 'random' | 'level'>>;

/**
 * By resampled customers: a model and its anchor meet the same ones, so that what both cannot know cancels.
 *
 * @param model [rows] loss of the model of each customer, the lower the better
 * @param anchor [rows] that of the anchor
 * @throws ShapeError if the lengths differ
 */
export async function gainOver(
  model: Float64Array,
  anchor: Float64Array,
  { resamples, random, level }: GainOptions,
): Promise<Gain> {
  expectLength('anchor', anchor, model.length);
  const { length: customers } = model;
  if (customers === 0) {
    const gain = { value: null, low: null, high: null, level };
    return { customers, model: null, anchor: null, gain, decision: decisionOf(gain) };
  }
  const statistic = meanOf(anchor.map((loss, row) => loss - model[row]!));
  const own = { customers, model: meanOf(model).value, anchor: meanOf(anchor).value };
  if (customers < FEWEST) {
    const gain = { value: statistic.value, low: null, high: null, level };
    return { ...own, gain, decision: decisionOf(gain) };
  }
  const [values] = await bootstrap([statistic], { resamples: resamplesFor(level, resamples), random });
  const { fellBack: _, ...gain } = bcaInterval(statistic, values!, level);
  return { ...own, gain, decision: decisionOf(gain) };
}

/**
 * Of segments, each resampled on its own.
 *
 * @param model [rows] as `gainOver`
 * @throws ShapeError if the lengths differ
 */
export async function gainsOfSegments(
  model: Float64Array,
  anchor: Float64Array,
  segments: CustomerSegments,
  { resamples, random, level = 0.95, atOnce = segments.names.length }: BesideAnchorOptions,
): Promise<BesideAnchor['segments']> {
  expectLength('anchor', anchor, model.length);
  expectLength('segments', segments.of, model.length);
  const parts: BesideAnchor['segments'][number][] = [];
  for (const [part, name] of segments.names.entries()) {
    const isMember = (_: number, row: number) => segments.of[row] === part;
    const gain = await gainOver(model.filter(isMember), anchor.filter(isMember), {
      ...{ resamples, random: random.fork(`segment-${part}`), level: levelOfEach(level, atOnce) },
    });
    parts.push({ name, ...gain });
  }
  return parts;
}

/** Of all customers, and of segments. @throws as `gainsOfSegments` */
export async function besideAnchor(
  model: Float64Array,
  anchor: Float64Array,
  segments: CustomerSegments,
  options: BesideAnchorOptions,
): Promise<BesideAnchor> {
  const { resamples, random, level = 0.95 } = options;
  const all = await gainOver(model, anchor, { resamples, random: random.fork('all'), level });
  return { ...all, segments: await gainsOfSegments(model, anchor, segments, options) };
}
