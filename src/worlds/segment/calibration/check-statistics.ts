/** Holds statistics of a log against those of logs that the calibrated world makes (a predictive check). */
import type { Random } from '../../../core/random';
import { moments } from '../../../stats/moments';
import type { FlowLog } from '../../../stats/flow-log';
import type { CalibrationCheck, StatisticCheck } from '../../calibration-form';
import {
  loggedCourse,
  statisticForms,
  statisticsOf,
  type Course,
  type StatisticForm,
  type Statistics,
} from './course';
import { actedOver } from './estimates';
import { LogReplay, type CalibratedFlows } from './replay-log';

const LEVEL = 0.95;

/** The value that this share of the numbers is not above. @param sorted rising, at least one */
const quantile = (sorted: ArrayLike<number>, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

const sortedOf = (values: readonly number[]) => Float64Array.from(values).sort();

/**
 * Bands of one width in standard deviations, in all of which at once a simulated log lies so often: looking at many
 * statistics, one would be outside by chance alone. Bands end where their statistics do.
 *
 * @see Montiel Olea & Plagborg-Møller (2019), Simultaneous confidence bands, https://doi.org/10.1002/jae.2656
 * @param simulated [replications, statistics]
 */
export function simultaneousBands(
  forms: readonly StatisticForm[],
  logged: readonly number[],
  simulated: readonly (readonly number[])[],
  level: number,
): StatisticCheck[] {
  const of = forms.map((_, i) => moments(simulated.map((one) => one[i]!)));
  const sd = of.map(({ variance }) => Math.sqrt(variance));
  const farthest = simulated.map((one) =>
    Math.max(...one.map((value, i) => (sd[i]! > 0 ? Math.abs(value - of[i]!.mean) / sd[i]! : 0))),
  );
  const width = quantile(sortedOf(farthest), level);
  return forms.map(({ name, isMoney, least, most, tolerance }, i) => {
    const { mean } = of[i]!;
    const half = sd[i]! > 0 ? width * sd[i]! : tolerance;
    const [low, high] = [Math.max(least, mean - half), Math.min(most, mean + half)];
    return {
      ...{ name, isMoney, logged: logged[i]!, simulated: mean, low, high },
      reproduced: logged[i]! >= low && logged[i]! <= high,
    };
  });
}

/** What a customer brings or costs in a period at most. */
const worthOf = ({ revenue, costs }: CalibratedFlows) =>
  Math.max(...revenue.map(Math.abs)) + Math.max(0, ...costs.values());

/** Customers over time, logged and in the middle of the simulated logs. */
function coursesOf(states: readonly string[], logged: Course, simulated: readonly Course[]) {
  return states.map((state, i) => {
    const periods = Array.from(logged.customers[i]!, (_, period) =>
      sortedOf(simulated.map(({ customers }) => customers[i]![period]!)),
    );
    return {
      state,
      logged: [...logged.customers[i]!],
      simulated: periods.map((values) => moments(values).mean),
      low: periods.map((values) => quantile(values, (1 - LEVEL) / 2)),
      high: periods.map((values) => quantile(values, (1 + LEVEL) / 2)),
    };
  });
}

/** @param replications logs to simulate */
export function checkStatistics(
  log: FlowLog,
  calibrated: CalibratedFlows,
  replications: number,
  random: Random,
): CalibrationCheck {
  const { states } = log;
  const { flows } = calibrated;
  const weights = flows.map(({ action, from }) =>
    actedOver(log, log.actions.indexOf(action), states.indexOf(from)),
  );
  const looked: Statistics = { states, flows, weights, worth: worthOf(calibrated) };
  const logged = loggedCourse(log, looked, calibrated.costs);
  const replay = new LogReplay(log, calibrated, random);
  const simulated = Array.from({ length: replications }, () => replay.play());
  return {
    ...{ replications, level: LEVEL },
    statistics: simultaneousBands(
      statisticForms(looked),
      statisticsOf(logged, looked),
      simulated.map((course) => statisticsOf(course, looked)),
      LEVEL,
    ),
    courses: coursesOf(states, logged, simulated),
    clips: replay.clips / replications,
  };
}
