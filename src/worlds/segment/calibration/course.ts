/** What a log shows over time, logged or simulated, and statistics of it. */
import { moments } from '../../../stats/moments';
import type { FlowLog } from '../../../stats/flow-log';
import type { FlowEstimate } from '../../calibration-form';
import { actedOver, movedOver, overPeriods } from './estimates';

export interface Course {
  /** [states, periods + 1] customers */
  readonly customers: readonly Float64Array[];
  /** [states, periods + 1] */
  readonly arrivals: readonly Float64Array[];
  /** [flows, periods] share of the action's customers who moved; without meaning where nobody was given the action */
  readonly shares: readonly Float64Array[];
  /** [periods] profit, account currency */
  readonly profits: Float64Array;
}

/** What of a log is held against simulated ones, beside its course. */
export interface Statistics {
  readonly states: readonly string[];
  readonly flows: readonly Pick<FlowEstimate, 'action' | 'from' | 'to'>[];
  /** [flows, periods] customers whom the log gave the action in the state that the flow leaves */
  readonly weights: readonly (readonly number[])[];
}

/** [periods, actions, states] cost of the log's contacts: what it says, and the mean where it says nothing. */
function loggedCost(log: FlowLog, period: number, costs: ReadonlyMap<number, number>): number {
  const width = log.actions.length * log.states.length;
  let sum = 0;
  for (const [action, cost] of costs)
    for (let from = 0; from < log.states.length; from += 1) {
      const cell = period * width + action * log.states.length + from;
      sum += log.costs[cell]! + cost * (log.acted[cell]! - log.priced[cell]!);
    }
  return sum;
}

/** @param costs of the actions that the world has, by their indices in the log */
export function loggedCourse(
  log: FlowLog,
  { flows }: Pick<Statistics, 'flows'>,
  costs: ReadonlyMap<number, number>,
): Course {
  const { states, actions, periods } = log;
  const stock = (values: ArrayLike<number>) =>
    states.map((_, state) => Float64Array.from(overPeriods(values, states.length, state, periods + 1)));
  const money = stock(log.money);
  return {
    ...{ customers: stock(log.customers), arrivals: stock(log.arrivals) },
    shares: flows.map(({ action, from, to }) => {
      const place = [actions.indexOf(action), states.indexOf(from), states.indexOf(to)] as const;
      const acted = actedOver(log, place[0], place[1]);
      return Float64Array.from(movedOver(log, ...place), (moved, i) =>
        acted[i] === 0 ? 0 : moved / acted[i]!,
      );
    }),
    profits: Float64Array.from(
      { length: periods },
      (_, period) => money.reduce((sum, of) => sum + of[period]!, 0) - loggedCost(log, period, costs),
    ),
  };
}

export function statisticNames({ states, flows }: Statistics): string[] {
  return [
    ...states.flatMap((state) => [
      `customers ${state}: mean`,
      `customers ${state}: spread`,
      `customers ${state}: at the end`,
    ]),
    ...states.flatMap((state) => [`arrivals ${state}: mean`, `arrivals ${state}: spread`]),
    ...flows.flatMap(({ action, from, to }) => [
      `${action}, ${from} to ${to}: share`,
      `${action}, ${from} to ${to}: spread of the share`,
    ]),
    'profit of a period: mean',
    'profit of a period: spread',
  ];
}

const deviation = (values: ArrayLike<number>) =>
  values.length < 2 ? 0 : Math.sqrt(moments(values).variance);

function weighted(values: Float64Array, weights: readonly number[]): [number, number] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / all;
  const variance = values.reduce((sum, value, i) => sum + weights[i]! * (value - mean) ** 2, 0) / all;
  return [mean, Math.sqrt(variance)];
}

/** In the order of their names. What the beginning of the first period has is given, so it is none of them. */
export function statisticsOf(
  { customers, arrivals, shares, profits }: Course,
  { weights }: Statistics,
): number[] {
  return [
    ...customers.flatMap((course) => {
      const later = course.subarray(1);
      return [moments(later).mean, deviation(later), course.at(-1)!];
    }),
    ...arrivals.flatMap((course) => [moments(course).mean, deviation(course)]),
    ...shares.flatMap((course, flow) => weighted(course, weights[flow]!)),
    ...[moments(profits).mean, deviation(profits)],
  ];
}
