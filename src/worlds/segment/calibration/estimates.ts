/** What a log says of the numbers of the segment world. */
import { moments } from '../../../stats/moments';
import { varyingShare, type VaryingShare } from '../../../stats/varying-share';
import type { FlowLog } from '../../../stats/flow-log';
import type {
  ArrivalEstimate,
  Calibration,
  FlowEstimate,
  MeanAndDeviation,
  ShareDifference,
} from '../../calibration-form';

export interface SegmentEstimates {
  readonly flows: readonly FlowEstimate[];
  readonly differences: readonly ShareDifference[];
  readonly arrivals: readonly ArrivalEstimate[];
  readonly reach: readonly number[];
  readonly revenue: readonly number[];
  readonly costs: Calibration['costs'];
}

const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** [periods] values of one cell of each period. @param width cells of a period */
export function overPeriods(values: ArrayLike<number>, width: number, cell: number, count: number): number[] {
  return Array.from({ length: count }, (_, period) => values[period * width + cell]!);
}

/** [periods] customers of a state with an action. */
export function actedOver(
  { acted, states, actions, periods }: FlowLog,
  action: number,
  from: number,
): number[] {
  return overPeriods(acted, actions.length * states.length, action * states.length + from, periods);
}

/** [periods] those of them who were in another state at the end. */
export function movedOver(
  { moved, states, actions, periods }: FlowLog,
  action: number,
  from: number,
  to: number,
): number[] {
  const width = states.length ** 2;
  const cell = action * width + from * states.length + to;
  return overPeriods(moved, actions.length * width, cell, periods);
}

/** Customers of a state, at the beginnings of all periods together. */
export function everIn({ customers, states, periods }: FlowLog, state: number): number {
  return sumOf(overPeriods(customers, states.length, state, periods));
}

/** States of whose customers nobody was given an action, though there were some: what it does to them cannot be known. */
export function unseenStates(log: FlowLog, action: number): number[] {
  return [...log.states.keys()].filter(
    (from) => everIn(log, from) > 0 && sumOf(actedOver(log, action, from)) === 0,
  );
}

/** Six digits: more would say more than is known. */
export const rounded = (value: number) => Number(value.toPrecision(6));

/** Customers of each state when an episode starts, who are those at the end of the log: [states] before and after they arrive. */
export function startOf({ customers, arrivals, states, periods }: FlowLog) {
  const last = periods * states.length;
  const after = states.map((_, state) => customers[last + state]!);
  return { after, before: after.map((count, state) => count - arrivals[last + state]!) };
}

/**
 * Mean and spread for a world that moves whole customers: shares of so many customers vary by chance too, and
 * truncation takes half a customer off on average, which the mean is raised by.
 *
 * @param customers of the state, on average over the log
 */
function wholeOf({ share, spread }: VaryingShare, customers: number): MeanAndDeviation {
  if (share === 0) return { mean: 0, sd: 0 };
  const chance = (share * (1 - share)) / customers;
  return {
    mean: rounded(Math.min(1, share + 0.5 / customers)),
    sd: rounded(Math.sqrt((spread ?? 0) ** 2 + chance)),
  };
}

/** Flows from one state to others that anybody ever took. @param actions indices of those that are known of every state */
export function flowEstimates(log: FlowLog, actions: readonly number[]): FlowEstimate[] {
  const size = (state: number) => everIn(log, state) / log.periods;
  const pairs = log.states.flatMap((_, from) =>
    [...log.states.keys()]
      .filter((to) => to !== from)
      .filter((to) => actions.some((action) => sumOf(movedOver(log, action, from, to)) > 0))
      .map((to) => ({ from, to })),
  );
  return actions.flatMap((action) =>
    pairs.flatMap(({ from, to }) => {
      const estimate = varyingShare(movedOver(log, action, from, to), actedOver(log, action, from));
      if (estimate === null) return [];
      const names = { action: log.actions[action]!, from: log.states[from]!, to: log.states[to]! };
      return [{ ...names, ...estimate, whole: wholeOf(estimate, size(from)) }];
    }),
  );
}

/** [states] share of the customers on whom something was decided; 1 where there never were any */
export function reachOf(log: FlowLog): number[] {
  return log.states.map((_, from) => {
    const acted = log.actions.map((_name, action) => sumOf(actedOver(log, action, from)));
    const all = sumOf(acted);
    return log.hasUndecided && all > 0 ? 1 - acted.at(-1)! / all : 1;
  });
}

export function arrivalEstimates({ arrivals, states, periods }: FlowLog): ArrivalEstimate[] {
  return states.map((state, i) => {
    const { mean, variance, count } = moments(overPeriods(arrivals, states.length, i, periods + 1));
    const sd = Math.sqrt(variance);
    return { state, mean, sd, standardError: sd / Math.sqrt(count), given: Math.round(mean) };
  });
}

/** [states] money of the period before per customer of the state that it led to; 0 where nobody ever was in it */
export function revenues({ money, customers, states, periods }: FlowLog): number[] {
  return states.map((_, state) => {
    const of = (values: ArrayLike<number>) => sumOf(overPeriods(values, states.length, state, periods + 1));
    return of(customers) === 0 ? 0 : rounded(of(money) / of(customers));
  });
}

/** Cost of an action per customer and period; null where the log does not say it. */
export function costOf(log: FlowLog, action: number): number | null {
  const width = log.actions.length * log.states.length;
  const of = (values: ArrayLike<number>) =>
    sumOf(
      log.states.flatMap((_, from) =>
        overPeriods(values, width, action * log.states.length + from, log.periods),
      ),
    );
  return of(log.priced) === 0 ? null : rounded(of(log.costs) / of(log.priced));
}
