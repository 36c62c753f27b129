/** The replay is the simulator where all customers have one action, and the check says what a world does not reproduce. */
import { Random } from '../../../../src/core/random';
import { moments } from '../../../../src/stats/moments';
import type { FlowLog } from '../../../../src/stats/flow-log';
import { fitSegment } from '../../../../src/worlds/segment/calibration/calibrate';
import {
  checkStatistics,
  simultaneousBands,
} from '../../../../src/worlds/segment/calibration/check-statistics';
import { segmentConfigSchema } from '../../../../src/worlds/segment/settings';
import { makeSegment } from '../../../../src/worlds/segment/simulator';
import { playedFlows, smallWorld, type PlayedWorld } from '../../../support/played-flows';

/** Campaigns of the whole company, one after the other: no customer has another action. */
function campaigns(periods: number, random: Random): FlowLog {
  const world = smallWorld(1);
  const whole = playedFlows(world, periods, random);
  const log = { ...whole, acted: whole.acted.slice().fill(0), moved: whole.moved.slice().fill(0) };
  // Periods of three logs in which everybody has the same action, taken in turn.
  let start: readonly number[] = world.start;
  for (let period = 0; period < periods; period += 1) {
    const action = period % 3;
    const chances = [0, 1, 2].map((one) => (one === action ? 1 : 0));
    const one: PlayedWorld = { ...world, chances, start };
    const played = playedFlows(one, 1, random.fork(String(period)));
    log.acted.set(played.acted, period * 9);
    log.moved.set(played.moved, period * 27);
    log.priced.set(played.priced, period * 9);
    log.costs.set(played.costs, period * 9);
    for (const values of ['customers', 'arrivals', 'money'] as const)
      log[values].set(played[values], period * 3);
    start = [0, 1, 2].map((state) => played.customers[3 + state]! - world.arrivals[state]!);
  }
  return log;
}

it('plays campaigns of a whole company as the simulator does', () => {
  const periods = 6;
  const log = campaigns(periods, Random.fromSeed(3));
  const { calibration, calibrated } = fitSegment(log);
  const check = checkStatistics(log, calibrated, 300, Random.fromSeed(4));
  const first = ['active', 'semiActive', 'nonActive'].map(
    (name, i) => [name, log.customers[i]! - log.arrivals[i]!] as const,
  );
  const config = segmentConfigSchema.parse({ ...calibration.settings, start: Object.fromEntries(first) });
  const lanes = 600;
  const environment = makeSegment(config, lanes, Random.fromSeed(5));
  for (let period = 0; period < periods; period += 1) {
    const { nextObservations } = environment.step(new Int32Array(lanes).fill(period % 3));
    check.courses.forEach(({ simulated, low, high }, state) => {
      const counts = Float64Array.from({ length: lanes }, (_, lane) => nextObservations[lane * 3 + state]!);
      // Arrivals come at the beginning of the next period.
      const { mean, variance } = moments(counts.map((count) => count + smallWorld(1).arrivals[state]!));
      const error = Math.sqrt(variance * (1 / lanes + 1 / check.replications));
      expect(Math.abs(simulated[period + 1]! - mean)).toBeLessThan(4.5 * error + 1e-9);
      // The middle 95 % of a normal number are 3.92 standard deviations; ends of 300 are off by some, and whole.
      const width = high[period + 1]! - low[period + 1]!;
      expect(Math.abs(width - 3.92 * Math.sqrt(variance))).toBeLessThan(0.8 * Math.sqrt(variance) + 2);
    });
  }
});

const missed = (of: FlowLog) =>
  checkStatistics(of, fitSegment(of).calibrated, 200, Random.fromSeed(9)).statistics.filter(
    ({ reproduced }) => !reproduced,
  );

it('lets those on whom nothing was decided go on by themselves', () => {
  const played = playedFlows(smallWorld(1), 12, Random.fromSeed(8));
  const log = { ...played, actions: ['none', 'email', 'nothing decided'], hasUndecided: true };
  expect(missed(log)).toEqual([]);
});

it('finds a log of the world itself reproduced, and one with a jump not', () => {
  const log = playedFlows(smallWorld(1), 12, Random.fromSeed(8));
  expect(missed(log)).toEqual([]);
  // As many customers again appear in the sixth period, whom no flow and no arrival explains.
  const jump = { ...log, customers: log.customers.map((count, i) => (i >= 18 ? 2 * count : count)) };
  expect(missed(jump).map(({ name }) => name)).toContain('customers nonActive: at the end');
});

it('makes bands as wide as all statistics at once need, by hand', () => {
  // Means 0 and 0, standard deviations 1 and 10, the farther of the two 1.5 or 0 away: at 60 %, 1.5.
  const simulated = [1, 1.5, 0, -1.5, -1].map((value, i) => [value, [-10, 0, 20, 0, -10][i]!]);
  const sd = (values: number[]) => Math.sqrt(moments(values).variance);
  const [a, b] = [sd([1, 1.5, 0, -1.5, -1]), sd([-10, 0, 20, 0, -10])];
  const farthest = [10 / b, 1.5 / a, 20 / b, 1.5 / a, 10 / b].toSorted((x, y) => x - y);
  const [first, second] = simultaneousBands(['a', 'b'], [2, 13], simulated, 0.6);
  expect(first).toMatchObject({ name: 'a', logged: 2, simulated: 0, reproduced: false });
  expect(first!.high).toBeCloseTo(farthest[3]! * a, 12);
  expect(second!.low).toBeCloseTo(-farthest[3]! * b, 12);
  expect(second!.reproduced).toBe(13 <= farthest[3]! * b);
  // What is always the same is so to half a customer.
  const same = simultaneousBands(['arrivals'], [2.4], [[2], [2]], 0.95);
  expect(same).toEqual([
    { name: 'arrivals', logged: 2.4, simulated: 2, low: 1.5, high: 2.5, reproduced: true },
  ]);
});
