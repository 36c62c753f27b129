/** Whether a learned policy earns its place in a simulator: the model against every baseline. */
import { overallDecision, type Decision, type Verdict } from '../verdict';
import type { SimulationComparison } from './compare';
import { leadsOf, type Lead } from './leads';
import { marginOf } from './margin';
import { leadReasons, levelReasons } from './verdict-reasons';

/** Of the leads that make the decision, the least; undefined if nothing can be compared. */
function decisiveOf(leads: readonly Lead[], decision: Decision): Lead | undefined {
  if (decision === 'cannot tell') return undefined;
  const single = leads.filter((lead) => lead.decision === decision);
  // None is "not shown better" by itself where only a baseline without an interval stands between.
  const deciding = single.length > 0 ? single : leads.filter((lead) => lead.decision === 'cannot tell');
  const value = ({ difference }: Lead) => difference.value ?? Infinity;
  return deciding.reduce((a, b) => (value(b) < value(a) ? b : a));
}

/**
 * The verdict by the objective, on paired episodes, against each baseline and against all. Better: the interval of the
 * difference lies above 0. As good as: it lies above minus the margin. Worse: the difference is shown to be below 0 even
 * when corrected for the number of baselines, for among many baselines one is ahead by chance; to be better than
 * all needs no such correction. A weaker-looking baseline with a wide interval can leave the model not shown better.
 */
export function simulationVerdict(comparison: SimulationComparison): Verdict {
  const margin = marginOf(comparison);
  const leads = leadsOf(comparison, margin.value);
  const decision = overallDecision(leads.map((lead) => lead.decision));
  const decisive = decisiveOf(leads, decision);
  return {
    decision,
    reasons: [
      ...leadReasons(comparison.objective, leads, decisive, margin),
      ...(decisive === undefined ? [] : levelReasons(comparison)),
    ],
    baseline: decisive?.name ?? null,
    guaranteed: null,
    margin: margin.value,
    comparisons: leads.map(({ name, decision: single, difference: { low, high } }) => {
      return { against: name, decision: single, low, high };
    }),
  };
}
