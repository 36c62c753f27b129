/** The model against each baseline by itself. */
import type { Estimate } from '../../core/estimate';
import { meanInterval } from '../../stats/intervals';
import { holmCorrected, pValueBelowZero } from '../../stats/p-values';
import type { Decision } from '../verdict';
import { leadSamples, type SimulationComparison } from './compare';

/** The model against one baseline, on the episodes that both have played. */
export interface Lead {
  readonly name: string;
  readonly decision: Decision;
  /** Model minus baseline, with the interval of this comparison alone. */
  readonly difference: Estimate;
  /** p-value of "the model is behind", corrected for the number of baselines; null where there is no interval. */
  readonly correctedP: number | null;
  readonly episodes: number;
  /** Independent units: episodes, or groups of them. */
  readonly units: number;
}

/** The level of one side of a two-sided interval, without the dust of the subtraction. */
export function tailOf(level: number): number {
  return Number(((1 - level) / 2).toPrecision(12));
}

function decide({ low, level }: Estimate, correctedP: number | null, margin: number): Decision {
  if (low === null || correctedP === null) return 'cannot tell';
  if (low > 0) return 'better';
  if (low > -margin) return 'as good as';
  return correctedP <= tailOf(level) ? 'worse' : 'not shown better';
}

/**
 * One lead per baseline, in their order. "Worse" is corrected by Holm for all baselines that have an interval.
 *
 * @param margin how far behind still counts as good as a baseline, in units of the objective
 */
export function leadsOf(
  { objective, model, baselines, level }: SimulationComparison,
  margin: number,
): readonly Lead[] {
  const samples = baselines.map(({ results, groupOf }) => leadSamples(objective, model, results, groupOf));
  const pValues = samples.map(pValueBelowZero);
  const corrected = holmCorrected(pValues.filter((p) => p !== null));
  return baselines.map(({ name, results }, i) => {
    const difference = meanInterval(samples[i]!, level);
    const correctedP = pValues[i] === null ? null : corrected.shift()!;
    return {
      name,
      decision: decide(difference, correctedP, margin),
      difference,
      correctedP,
      episodes: Math.min(model.periods.length, results.periods.length),
      units: samples[i]!.length,
    };
  });
}
