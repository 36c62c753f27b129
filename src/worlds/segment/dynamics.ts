/** The configuration of the segment environment as flat tables: what the simulator and exact baselines read. */
import { everyPeriod, isDelayed, segmentNames, type SegmentConfig, type SegmentFlow } from './settings';

export interface SegmentDynamics {
  readonly actions: readonly string[];
  /** Names of the features of an observation: the counts, then the pending flows if harm is delayed. */
  readonly features: readonly string[];
  /** [3] customers by segment: active, semiActive, nonActive */
  readonly start: Float64Array;
  /** [3] customers */
  readonly arrivals: Float64Array;
  /** [actions, 3] profit per customer after the campaign's cost, account currency */
  readonly margin: Float64Array;
  /** [actions, 3] campaign cost per customer, account currency */
  readonly cost: Float64Array;
  /** Rows of the flow tables that each action causes: its own block, every-period flows first, delayed ones last. */
  readonly rows: {
    /** [actions] */
    readonly begin: Int32Array;
    /** [actions] first row of the block that acts later */
    readonly delayed: Int32Array;
    /** [actions] */
    readonly end: Int32Array;
  };
  /** [rows] segment index */
  readonly from: Int32Array;
  /** [rows] segment index */
  readonly to: Int32Array;
  /** [rows] share of the segment */
  readonly mean: Float64Array;
  /** [rows] share of the segment */
  readonly sd: Float64Array;
  /** Segment indices of each flow that acts two periods later, in the order of the delayed rows. */
  readonly pending: { readonly from: Int32Array; readonly to: Int32Array };
  /** Normal numbers per lane and step, whatever the action: the rows of the longest block. */
  readonly noiseSlots: number;
}

const segmentIndex = (row: SegmentFlow, end: 'from' | 'to'): number => segmentNames.indexOf(row[end]);

/** `pendingActiveToNonActiveIn1`: customers who will move in the next period. */
function pendingFeature(row: SegmentFlow, periods: number): string {
  const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  return `pending${capital(row.from)}To${capital(row.to)}In${periods}`;
}

/** The rows that act when an action is taken, in the order of their noise slots. */
function rowsOf(
  config: SegmentConfig,
  action: string,
): { readonly atOnce: SegmentFlow[]; readonly later: SegmentFlow[] } {
  const base = config.flows.filter((row) => row.when === everyPeriod);
  const own = config.flows.filter((row) => row.when === action);
  const later = own.filter((row) => isDelayed(config.emailHarmDelay, row));
  return { atOnce: [...base, ...own.filter((row) => !later.includes(row))], later };
}

/** The tables of a configuration. */
export function segmentDynamics(config: SegmentConfig): SegmentDynamics {
  const bySegment = (values: Readonly<Record<(typeof segmentNames)[number], number>>) =>
    segmentNames.map((name) => values[name]);
  const blocks = config.actions.map((action) => rowsOf(config, action.name));
  const flows = blocks.flatMap(({ atOnce, later }) => [...atOnce, ...later]);
  const later = blocks.flatMap((block) => block.later);
  const ends = blocks.map((_, i) =>
    blocks.slice(0, i + 1).reduce((rows, block) => rows + block.atOnce.length + block.later.length, 0),
  );
  const revenue = bySegment(config.revenue);
  const cost = config.actions.flatMap((action) => bySegment(action.cost));
  return {
    actions: config.actions.map((action) => action.name),
    features: [
      ...segmentNames,
      ...[1, 2].flatMap((periods) => later.map((row) => pendingFeature(row, periods))),
    ],
    start: Float64Array.from(bySegment(config.start)),
    arrivals: Float64Array.from(bySegment(config.arrivals)),
    margin: Float64Array.from(cost, (perCustomer, i) => revenue[i % segmentNames.length]! - perCustomer),
    cost: Float64Array.from(cost),
    rows: {
      begin: Int32Array.from([0, ...ends.slice(0, -1)]),
      delayed: Int32Array.from(ends, (end, i) => end - blocks[i]!.later.length),
      end: Int32Array.from(ends),
    },
    from: Int32Array.from(flows, (row) => segmentIndex(row, 'from')),
    to: Int32Array.from(flows, (row) => segmentIndex(row, 'to')),
    mean: Float64Array.from(flows, (row) => row.mean),
    sd: Float64Array.from(flows, (row) => row.sd),
    pending: {
      from: Int32Array.from(later, (row) => segmentIndex(row, 'from')),
      to: Int32Array.from(later, (row) => segmentIndex(row, 'to')),
    },
    noiseSlots: Math.max(...blocks.map((block) => block.atOnce.length + block.later.length)),
  };
}
