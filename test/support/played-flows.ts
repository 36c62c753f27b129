/** The segment world played by customers, as the counts of a log: each moves by chance, with a share that its period draws. */
import { NormalGenerator } from '../../src/core/normal-generator';
import type { Random } from '../../src/core/random';
import type { FlowLog } from '../../src/stats/flow-log';
import {
  defaultSegmentConfig,
  everyPeriod,
  segmentNames,
  type SegmentConfig,
} from '../../src/worlds/segment/settings';

export interface PlayedWorld {
  readonly start: readonly number[];
  readonly arrivals: readonly number[];
  /** Action names; index 0 is No Action. */
  readonly actions: readonly string[];
  /** Chances with which a customer is given each action. */
  readonly chances: readonly number[];
  /** [actions, from, to] mean share of a period, and its standard deviation */
  readonly mean: readonly (readonly (readonly number[])[])[];
  readonly sd: readonly (readonly (readonly number[])[])[];
  readonly revenue: readonly number[];
  readonly cost: readonly number[];
}

/** Of a configuration, with what happens in every period added to each action. @param spread times its standard deviations */
export function playedWorldOf(config: SegmentConfig, names: readonly string[], spread: number): PlayedWorld {
  const table = (of: (rows: SegmentConfig['flows']) => number) =>
    names.map((name) =>
      segmentNames.map((from) =>
        segmentNames.map((to) =>
          of(
            config.flows.filter(
              (row) => [everyPeriod, name].includes(row.when) && row.from === from && row.to === to,
            ),
          ),
        ),
      ),
    );
  return {
    start: segmentNames.map((name) => config.start[name]),
    arrivals: segmentNames.map((name) => config.arrivals[name]),
    actions: names,
    chances: names.map(() => 1 / names.length),
    mean: table((rows) => rows.reduce((sum, { mean }) => sum + mean, 0)),
    sd: table((rows) => spread * Math.sqrt(rows.reduce((sum, { sd }) => sum + sd ** 2, 0))),
    revenue: segmentNames.map((name) => config.revenue[name]),
    cost: names.map((name) => config.actions.find((action) => action.name === name)!.cost.nonActive),
  };
}

/** Three actions of the published world, in a company a tenth as large. */
export const smallWorld = (spread: number): PlayedWorld => ({
  ...playedWorldOf(defaultSegmentConfig, ['none', 'email', 'resurrection'], spread),
  start: [150, 120, 230],
  arrivals: [2, 1, 0],
});

/** Which of some things a uniform number falls on; their number where it falls on none. */
function drawn(shares: readonly number[], uniform: number): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i += 1) {
    sum += shares[i]!;
    if (uniform < sum) return i;
  }
  return shares.length;
}

export function playedFlows(world: PlayedWorld, periods: number, random: Random): FlowLog {
  const { actions, start, arrivals } = world;
  const noise = NormalGenerator.from(random.fork('shares'));
  const cells = periods * actions.length * 3;
  const log = {
    ...{ states: segmentNames, actions, hasUndecided: false, periods },
    ...{ customers: new Int32Array((periods + 1) * 3), arrivals: new Int32Array((periods + 1) * 3) },
    ...{ acted: new Int32Array(cells), moved: new Int32Array(cells * 3) },
    ...{ money: new Float64Array((periods + 1) * 3), costs: new Float64Array(cells) },
    priced: new Int32Array(cells),
  };
  let counts = start.slice();
  for (let period = 0; period <= periods; period += 1) {
    counts = counts.map((count, state) => count + arrivals[state]!);
    counts.forEach((count, state) => {
      log.customers[period * 3 + state] = count;
      log.arrivals[period * 3 + state] = arrivals[state]!;
      log.money[period * 3 + state] = count * world.revenue[state]!;
    });
    if (period === periods) break;
    const z = new Float64Array(actions.length * 9);
    noise.fill(z);
    const shares = world.mean.map((rows, action) =>
      rows.map((row, from) =>
        row.map((mean, to) => {
          const share = mean + world.sd[action]![from]![to]! * z[(action * 3 + from) * 3 + to]!;
          return Math.min(1, Math.max(0, share));
        }),
      ),
    );
    const next = counts.slice();
    counts.forEach((count, from) => {
      for (let customer = 0; customer < count; customer += 1) {
        const action = drawn(world.chances, random.uniform());
        const to = drawn(shares[action]![from]!, random.uniform());
        const reached = to === 3 ? from : to;
        const cell = (period * actions.length + action) * 3 + from;
        log.acted[cell]! += 1;
        log.priced[cell]! += 1;
        log.costs[cell]! += world.cost[action]!;
        log.moved[cell * 3 + reached]! += 1;
        next[from]! -= 1;
        next[reached]! += 1;
      }
    });
    counts = next;
  }
  return log;
}
