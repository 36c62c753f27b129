/**
 * The calibrated world played as the log was: in each period each state's customers are divided among the actions as the
 * log divided them, and every part moves by the flows of its action. Where the log gave all customers one action, this
 * is a period of the simulator.
 */
import { NormalGenerator } from '../../../core/normal-generator';
import type { Random } from '../../../core/random';
import type { FlowEstimate, FlowLog } from '../../calibration-form';
import type { SegmentConfig } from '../settings';
import type { Course } from './course';
import { actedOver } from './estimates';

export interface CalibratedFlows {
  readonly config: SegmentConfig;
  readonly flows: readonly FlowEstimate[];
}

interface PairFlows {
  readonly from: number;
  readonly to: number;
  /** Places among the flows, one for each action. */
  readonly flows: readonly number[];
}

/** Flows of all actions between the same two states, who move together. */
function pairsOf({ flows }: CalibratedFlows, states: readonly string[]): PairFlows[] {
  const pairs = new Map<string, PairFlows & { flows: number[] }>();
  flows.forEach(({ from, to }, flow) => {
    const known = pairs.get(`${from} ${to}`);
    if (known === undefined)
      pairs.set(`${from} ${to}`, { from: states.indexOf(from), to: states.indexOf(to), flows: [flow] });
    else known.flows.push(flow);
  });
  return [...pairs.values()];
}

/** [states, actions of the world, periods] the log's shares of the actions; where nobody was in the state, those of all periods. */
function actionShares(log: FlowLog, names: readonly string[]): number[][][] {
  return log.states.map((_, from) => {
    const acted = names.map((name) => actedOver(log, log.actions.indexOf(name), from));
    const sums = acted.map((periods) => periods.reduce((sum, count) => sum + count, 0));
    const all = sums.reduce((sum, count) => sum + count, 0);
    return acted.map((own, action) =>
      own.map((count, period) => {
        const there = acted.reduce((sum, periods) => sum + periods[period]!, 0);
        if (there > 0) return count / there;
        return all > 0 ? sums[action]! / all : 0;
      }),
    );
  });
}

/** Standard deviation of a part's share: its chance is that of fewer customers, its spread that of any number. */
function partDeviation({ given: { sd }, spread }: FlowEstimate, part: number): number {
  const between = Math.min(sd ** 2, (spread ?? 0) ** 2);
  return Math.sqrt(between + (sd ** 2 - between) / part);
}

const clipped = (share: number) => Math.min(1, Math.max(0, share));

export class LogReplay {
  /** Periods of states that more customers were to leave than there were. */
  clips = 0;
  readonly #log: FlowLog;
  readonly #calibrated: CalibratedFlows;
  readonly #pairs: readonly PairFlows[];
  /** [states, actions, periods] */
  readonly #parts: readonly (readonly (readonly number[])[])[];
  /** [flows] index of its action in the world */
  readonly #actionOf: readonly number[];
  readonly #noise: NormalGenerator;

  constructor(log: FlowLog, calibrated: CalibratedFlows, random: Random) {
    const names = calibrated.config.actions.map(({ name }) => name);
    this.#log = log;
    this.#calibrated = calibrated;
    this.#pairs = pairsOf(calibrated, log.states);
    this.#parts = actionShares(log, names);
    this.#actionOf = calibrated.flows.map(({ action }) => names.indexOf(action));
    this.#noise = NormalGenerator.from(random);
  }

  /** One simulated log, from the customers that the log begins with. */
  play(): Course {
    const { states, periods, customers, arrivals } = this.#log;
    const { config, flows } = this.#calibrated;
    const joining = states.map((state) => config.arrivals[state as keyof SegmentConfig['arrivals']]);
    const counts = states.map((_, state) => customers[state]! - arrivals[state]!);
    const stock = () => states.map(() => new Float64Array(periods + 1));
    const course = {
      ...{ customers: stock(), arrivals: stock(), profits: new Float64Array(periods) },
      shares: flows.map(() => new Float64Array(periods)),
    };
    for (let period = 0; period <= periods; period += 1) {
      states.forEach((_, state) => {
        // The log begins with those who are there, whoever of them arrived.
        counts[state]! += period === 0 ? arrivals[state]! : joining[state]!;
        course.customers[state]![period] = counts[state]!;
        course.arrivals[state]![period] = joining[state]!;
      });
      if (period === periods) break;
      course.profits[period] = this.#profit(counts, period);
      this.#move(counts, period, course.shares);
    }
    return course;
  }

  #profit(counts: readonly number[], period: number): number {
    const { config } = this.#calibrated;
    return this.#log.states.reduce((sum, name, state) => {
      const segment = name as keyof SegmentConfig['revenue'];
      const cost = config.actions.reduce(
        (all, action, i) => all + this.#parts[state]![i]![period]! * action.cost[segment],
        0,
      );
      return sum + counts[state]! * (config.revenue[segment] - cost);
    }, 0);
  }

  /** @param shares [flows, periods] filled in for the period */
  #move(counts: number[], period: number, shares: readonly Float64Array[]): void {
    const before = counts.slice();
    const noise = new Float64Array(this.#calibrated.flows.length);
    this.#noise.fill(noise);
    for (const { from, to, flows } of this.#pairs) {
      let together = 0;
      for (const flow of flows) {
        const estimate = this.#calibrated.flows[flow]!;
        const part = this.#parts[from]![this.#actionOf[flow]!]![period]!;
        if (part === 0) continue;
        const share = clipped(estimate.given.mean + partDeviation(estimate, part) * noise[flow]!);
        shares[flow]![period] = share;
        together += part * share;
      }
      const wanted = together * before[from]!;
      const moved = Math.floor(wanted);
      for (const flow of flows) if (wanted > 0) shares[flow]![period]! *= moved / wanted;
      counts[from]! -= moved;
      counts[to]! += moved;
    }
    for (let state = 0; state < counts.length; state += 1)
      if (counts[state]! < 0) {
        this.clips += 1;
        counts[state] = 0;
      }
  }
}
