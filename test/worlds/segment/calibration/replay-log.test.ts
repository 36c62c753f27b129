/** The replay is the simulator where all customers have one action, and the check says what a world does not reproduce. */
import { Random } from '../../../../src/core/random';
import { moments } from '../../../../src/stats/moments';
import type { FlowLog } from '../../../../src/stats/flow-log';
import { fitSegment } from '../../../../src/worlds/segment/calibration/calibrate';
import {
  checkStatistics,
  simultaneousBands,
} from '../../../../src/worlds/segment/calibration/check-statistics';
import { statisticForms, type StatisticForm } from '../../../../src/worlds/segment/calibration/course';
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

const anywhere = (name: string) => ({ name, isMoney: false, least: -Infinity, most: Infinity, tolerance: 0 });

it('makes bands as wide as all statistics at once need, by hand', () => {
  // Means 0 and 0, standard deviations 1 and 10, the farther of the two 1.5 or 0 away: at 60 %, 1.5.
  const simulated = [1, 1.5, 0, -1.5, -1].map((value, i) => [value, [-10, 0, 20, 0, -10][i]!]);
  const sd = (values: number[]) => Math.sqrt(moments(values).variance);
  const [a, b] = [sd([1, 1.5, 0, -1.5, -1]), sd([-10, 0, 20, 0, -10])];
  const farthest = [10 / b, 1.5 / a, 20 / b, 1.5 / a, 10 / b].toSorted((x, y) => x - y);
  const [first, second] = simultaneousBands([anywhere('a'), anywhere('b')], [2, 13], simulated, 0.6);
  expect(first).toMatchObject({ name: 'a', logged: 2, simulated: 0, reproduced: false });
  expect(first!.high).toBeCloseTo(farthest[3]! * a, 12);
  expect(second!.low).toBeCloseTo(-farthest[3]! * b, 12);
  expect(second!.reproduced).toBe(13 <= farthest[3]! * b);
});

const band = (
  form: Omit<StatisticForm, 'name' | 'isMoney'>,
  logged: number,
  simulated: readonly number[],
) => {
  const rows = simulated.map((value) => [value]);
  const [{ low, high, reproduced } = { low: NaN, high: NaN, reproduced: false }] = simultaneousBands(
    [{ name: 'it', isMoney: false, ...form }],
    [logged],
    rows,
    0.95,
  );
  return { low, high, reproduced };
};

it('takes what never differs for the same within its tolerance, and ends bands where statistics end', () => {
  const customers = { least: 0, most: Infinity, tolerance: 0.5 };
  expect(band(customers, 2.4, [2, 2])).toEqual({ low: 1.5, high: 2.5, reproduced: true });
  expect(band(customers, 1.6, [0, 0])).toEqual({ low: 0, high: 0.5, reproduced: false });
  // Half a customer of 1,000.
  const share = { least: 0, most: 1, tolerance: 0.0005 };
  expect(band(share, 0.001, [0, 0])).toEqual({ low: 0, high: 0.0005, reproduced: false });
  expect(band(share, 1, [1, 1])).toEqual({ low: 0.9995, high: 1, reproduced: true });
  // As far on either side of the mean of .28 as 1 is: from -.44 on.
  expect(band(share, 0.3, [0.1, 0.1, 0.1, 0.1, 1]).low).toBe(0);
});

it('has no band that a share, a spread or a number of customers cannot have', () => {
  const log = playedFlows(smallWorld(2), 5, Random.fromSeed(2));
  const { statistics } = checkStatistics(log, fitSegment(log).calibrated, 50, Random.fromSeed(3));
  for (const { name, low, high } of statistics) {
    if (!name.startsWith('profit of a period: mean')) expect([name, low >= 0]).toEqual([name, true]);
    if (name.endsWith('share')) expect([name, high <= 1]).toEqual([name, true]);
  }
});

it('tells shares apart by half a customer of those whom they are of', () => {
  const flow = { action: 'mail', from: 'active', to: 'nonActive' };
  const forms = statisticForms({ states: [], flows: [flow], weights: [[10, 30]], worth: 8 });
  expect(forms).toEqual([
    { name: 'mail, active to nonActive: share', isMoney: false, least: 0, most: 1, tolerance: 0.5 / 40 },
    {
      name: 'mail, active to nonActive: spread of the share',
      isMoney: false,
      least: 0,
      most: 1,
      tolerance: 0.5 / 20,
    },
    { name: 'profit of a period: mean', isMoney: true, least: -Infinity, most: Infinity, tolerance: 4 },
    { name: 'profit of a period: spread', isMoney: true, least: 0, most: Infinity, tolerance: 4 },
  ]);
});
