/** Settings of the segment world, of what was estimated. */
import type { FlowLog } from '../../../stats/flow-log';
import type { Calibration, FlowEstimate } from '../../calibration-form';
import { segmentNames, type SegmentName } from '../settings';
import { rounded, startOf, type SegmentEstimates } from './estimates';

const bySegment = <Value>(of: (state: number) => Value) =>
  Object.fromEntries(segmentNames.map((name, state) => [name, of(state)])) as Record<SegmentName, Value>;

/**
 * Flows of the world's campaigns: a campaign moves the customers whom it reaches as the log's contacts moved theirs, while
 * the others go on as those on whom nothing was decided.
 */
function worldFlows(log: FlowLog, { flows, reach }: SegmentEstimates, actions: readonly string[]) {
  const spreadOf = ({ spread, whole: { sd } }: FlowEstimate) => Math.min(sd ** 2, (spread ?? 0) ** 2);
  const undecided = log.hasUndecided ? log.actions.at(-1) : undefined;
  return flows
    .filter(({ action }) => actions.includes(action))
    .map((flow) => {
      const { action, from, to } = flow;
      const reached = reach[log.states.indexOf(from)]!;
      const others = flows.find((one) => one.action === undecided && one.from === from && one.to === to);
      const parts = [
        { part: reached, of: flow },
        ...(others === undefined ? [] : [{ part: 1 - reached, of: others }]),
      ];
      const mean = parts.reduce((sum, { part, of }) => sum + part * of.whole.mean, 0);
      // Spreads are of all customers of a part at once, chances of each customer.
      const variance = parts.reduce(
        (sum, { part, of }) => sum + part ** 2 * spreadOf(of) + part * (of.whole.sd ** 2 - spreadOf(of)),
        0,
      );
      return { when: action, from, to, mean: rounded(mean), sd: rounded(Math.sqrt(variance)) };
    })
    .filter(({ mean }) => mean > 0);
}

/** As a file has them. */
export function settingsOf(log: FlowLog, estimates: SegmentEstimates) {
  const { arrivals, reach, revenue, costs } = estimates;
  const { before } = startOf(log);
  return {
    start: bySegment((state) => before[state]!),
    arrivals: bySegment((state) => arrivals[state]!.given),
    revenue: bySegment((state) => revenue[state]!),
    actions: costs.map(({ action, cost }, i) => ({
      name: action,
      // The world's No Action costs nothing.
      cost: bySegment((state) => (i === 0 ? 0 : rounded(reach[state]! * (cost ?? 0)))),
    })),
    flows: worldFlows(
      log,
      estimates,
      costs.map(({ action }) => action),
    ),
  };
}

/** Rewards of a period of the order of 1, as those of the published world are made by its own scale. */
export function defaultsOf(log: FlowLog, { revenue }: SegmentEstimates): Calibration['defaults'] {
  const { after } = startOf(log);
  const earned = after.reduce((sum, customers, state) => sum + customers * Math.abs(revenue[state]!), 0);
  return earned > 0 ? { dqn: { rewardScale: Number(`1e${-Math.ceil(Math.log10(earned))}`) } } : {};
}
