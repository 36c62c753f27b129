/** How far behind a baseline a model may be and still count as good as it. */
import { moments } from '../../stats/moments';
import { leadSamples, type PlayedBaseline, type SimulationComparison } from './compare';
import { floorOf } from './floor';

/** Part of the way from no-action, or else uniform, to the best value that nobody would pay for. */
const SHARE_OF_WAY = 0.001;

export interface Margin {
  /** In units of the objective, at least 0. */
  readonly value: number;
  /** What it is a part of, or why there is none, for the reader of a report. */
  readonly origin: string;
}

/** The policy that leads the floor by most, on the episodes that both have played. */
function longestLead({ objective, model, baselines }: SimulationComparison, floor: PlayedBaseline) {
  const policies: readonly PlayedBaseline[] = [{ name: 'the model', results: model }, ...baselines];
  const leads = policies.map(({ name, results, groupOf }) => {
    return { name, lead: moments(leadSamples(objective, results, floor.results, groupOf)).mean };
  });
  return leads.reduce((a, b) => (b.lead > a.lead ? b : a));
}

/** .1 % of the way from the floor to the best known value, or to the best policy played where no value is known. */
export function marginOf(comparison: SimulationComparison): Margin {
  const { objective, baselines, bestKnown } = comparison;
  const floor = floorOf(baselines);
  if (floor === undefined) return { value: 0, origin: 'neither no-action nor uniform was played' };
  const share = `${100 * SHARE_OF_WAY} % of the way from ${floor.name} to`;
  if (bestKnown !== null) {
    const way = bestKnown.value - moments(floor.results[objective]).mean;
    if (!(way > 0)) return { value: 0, origin: `the best known value is not above ${floor.name}` };
    return { value: SHARE_OF_WAY * way, origin: `${share} the best known value` };
  }
  const { name, lead } = longestLead(comparison, floor);
  if (!(lead > 0)) return { value: 0, origin: `nothing played earns more than ${floor.name}` };
  return { value: SHARE_OF_WAY * lead, origin: `${share} the best policy played, ${name}` };
}
