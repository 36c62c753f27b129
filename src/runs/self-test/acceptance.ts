/** From where on an interval is said to be wrong about itself, and when so few logs can show it. */
import { binomialTails } from '../../stats/binomial';
import { intervalKinds, type IntervalKind } from './coverage';
import type { Coverage } from './coverage-summary';

/**
 * Coverage that an approximate interval of 95 % is allowed. Too wide a one is wrong as too narrow a one is: it hides
 * what a log can tell.
 */
export const ACCEPTED = { low: 0.925, high: 0.97 } as const;

/**
 * Chance that a test fails all the same whose intervals are all just at the edge of what is accepted. Right ones cover 94 to
 * 95 %, and fail next to never.
 */
const FALSE_ALARM = 0.05;

export interface Failure {
  readonly setting: string;
  readonly estimator: string;
  /** The estimator as tables call it. */
  readonly label: string;
  readonly interval: IntervalKind;
  /** In which there was such an interval, of all that were asked for one: none is had where an estimate is undefined. */
  readonly logs: number;
  readonly askedLogs: number;
  readonly coverage: number;
  /** Chance of a coverage as far off by the draw of the logs alone, if the true one were at the edge of what is accepted. */
  readonly chance: number;
}

/** Intervals that claim a level, with what there is to hold them against. */
function claims(coverages: readonly Coverage[]) {
  return coverages.flatMap(({ setting, estimators, logs: all, bootstrapLogs }) =>
    estimators
      .filter(({ claimsLevel }) => claimsLevel)
      .flatMap(({ estimator, label, intervals }) =>
        intervalKinds.map((interval) => ({
          ...{ setting, estimator, label, interval },
          ...{ askedLogs: interval === 't' ? all : bootstrapLogs, ...intervals[interval] },
        })),
      )
      .filter(({ logs }) => logs > 0),
  );
}

function chanceOf(covered: number, logs: number): number {
  const low = binomialTails(covered, logs, ACCEPTED.low).atMost;
  const high = binomialTails(covered, logs, ACCEPTED.high).atLeast;
  return Math.min(low, high);
}

/**
 * Intervals that cover the truth less or more often than is accepted, by more than chance: each is allowed its part of
 * the chance of a false alarm (Bonferroni).
 */
export function failuresOf(coverages: readonly Coverage[]): Failure[] {
  const tested = claims(coverages);
  return tested.flatMap(({ setting, estimator, label, interval, logs, askedLogs, covered, coverage }) => {
    const chance = chanceOf(covered, logs);
    if (coverage === null || chance > FALSE_ALARM / tested.length) return [];
    return [{ setting, estimator, label, interval, logs, askedLogs, coverage, chance }];
  });
}
