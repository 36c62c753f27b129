/**
 * The calibrated world played as the log was: in each period each state's customers are divided among the actions as the
 * log divided them, and every part moves by the flows of its action. Where the log gave all customers one action, this
 * is a period of the simulator.
 */
import { NormalGenerator } from '../../../core/normal-generator';
import type { Random } from '../../../core/random';
import type { FlowLog } from '../../../stats/flow-log';
import type { ArrivalEstimate, FlowEstimate } from '../../calibration-form';
import type { Course } from './course';
import { actedOver } from './estimates';

export interface CalibratedFlows {
  readonly flows: readonly FlowEstimate[];
  /** [parts] actions of the world, and the undecided, by their indices in the log */
  readonly parts: readonly number[];
  readonly arrivals: readonly ArrivalEstimate[];
  readonly reach: readonly number[];
  readonly revenue: readonly number[];
  /** Cost per customer of actions of the world, by their indices in the log; 0 of others. */
  readonly costs: ReadonlyMap<number, number>;
}

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than a flow. */
const { floor, max, min, sqrt } = Math;

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

/**
 * [states, parts, periods] how customers of a state are divided: the reached ones among the actions as in the log (where
 * nobody was in the state, as over all periods), the others undecided.
 */
function divisions(log: FlowLog, { parts, reach }: CalibratedFlows): number[][][] {
  const undecided = log.hasUndecided ? log.actions.length - 1 : -1;
  return log.states.map((_, from) => {
    const acted = parts.map((action) => (action === undecided ? [] : actedOver(log, action, from)));
    const sums = acted.map((periods) => periods.reduce((sum, count) => sum + count, 0));
    const all = sums.reduce((sum, count) => sum + count, 0);
    return parts.map((action, part) =>
      Array.from({ length: log.periods }, (_period, period) => {
        if (action === undecided) return 1 - reach[from]!;
        const there = acted.reduce((sum, periods) => sum + (periods[period] ?? 0), 0);
        if (there > 0) return (reach[from]! * acted[part]![period]!) / there;
        return all > 0 ? (reach[from]! * sums[part]!) / all : 0;
      }),
    );
  });
}

/** Standard deviation of a part's share: its chance is that of fewer customers, its spread that of any number. */
function partDeviation({ whole: { sd }, spread }: FlowEstimate, part: number): number {
  const between = min(sd ** 2, (spread ?? 0) ** 2);
  return sqrt(between + (sd ** 2 - between) / part);
}

const clipped = (share: number) => min(1, max(0, share));

export class LogReplay {
  /** Periods of states that more customers were to leave than there were. */
  clips = 0;
  readonly #log: FlowLog;
  readonly #calibrated: CalibratedFlows;
  readonly #pairs: readonly PairFlows[];
  /** [states, parts, periods] */
  readonly #divided: readonly (readonly (readonly number[])[])[];
  /** [flows] index of its action among the parts */
  readonly #partOf: readonly number[];
  readonly #noise: NormalGenerator;

  constructor(log: FlowLog, calibrated: CalibratedFlows, random: Random) {
    const names = calibrated.parts.map((action) => log.actions[action]!);
    this.#log = log;
    this.#calibrated = calibrated;
    this.#pairs = pairsOf(calibrated, log.states);
    this.#divided = divisions(log, calibrated);
    this.#partOf = calibrated.flows.map(({ action }) => names.indexOf(action));
    this.#noise = NormalGenerator.from(random);
  }

  /** One simulated log, from the customers that the log begins with. */
  play(): Course {
    const { states, periods, customers, arrivals } = this.#log;
    const { flows } = this.#calibrated;
    const joining = this.#calibrated.arrivals.map(({ given }) => given);
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
    const { revenue, costs, parts } = this.#calibrated;
    return counts.reduce((sum, customers, state) => {
      const cost = parts.reduce(
        (all, action, part) => all + this.#divided[state]![part]![period]! * (costs.get(action) ?? 0),
        0,
      );
      return sum + customers * (revenue[state]! - cost);
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
        const part = this.#divided[from]![this.#partOf[flow]!]![period]!;
        if (part === 0) continue;
        const share = clipped(estimate.whole.mean + partDeviation(estimate, part) * noise[flow]!);
        shares[flow]![period] = share;
        together += part * share;
      }
      const wanted = together * before[from]!;
      const moved = floor(wanted);
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
