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
  /** What a customer brings or costs in a period at most, account currency. */
  readonly worth: number;
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

/** A statistic by its name, what it is of, the range in which it lies, and within how much two of it are the same. */
export interface StatisticForm {
  readonly name: string;
  readonly isMoney: boolean;
  readonly least: number;
  readonly most: number;
  readonly tolerance: number;
}

/** Customers are whole: within half of one, numbers that never differ are the same. */
const HALF = 0.5;

/** The tolerances are those of half a customer: as a customer, among the customers of a share, and by what one brings. */
export function statisticForms({ states, flows, weights, worth }: Statistics): StatisticForm[] {
  const customers = (name: string) => ({
    ...{ name, isMoney: false, least: 0, most: Infinity, tolerance: HALF },
  });
  const share = (name: string, of: number) => ({
    ...{ name, isMoney: false, least: 0, most: 1, tolerance: HALF / of },
  });
  const money = { isMoney: true, tolerance: HALF * worth };
  return [
    ...states.flatMap((state) => [
      customers(`customers ${state}: mean`),
      customers(`customers ${state}: spread`),
      customers(`customers ${state}: at the end`),
    ]),
    ...states.flatMap((state) => [
      customers(`arrivals ${state}: mean`),
      customers(`arrivals ${state}: spread`),
    ]),
    ...flows.flatMap(({ action, from, to }, flow) => {
      const all = weights[flow]!.reduce((sum, weight) => sum + weight, 0);
      return [
        share(`${action}, ${from} to ${to}: share`, all),
        share(`${action}, ${from} to ${to}: spread of the share`, all / weights[flow]!.length),
      ];
    }),
    { name: 'profit of a period: mean', least: -Infinity, most: Infinity, ...money },
    { name: 'profit of a period: spread', least: 0, most: Infinity, ...money },
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

/** In the order of their forms. What the beginning of the first period has is given, so it is none of them. */
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
