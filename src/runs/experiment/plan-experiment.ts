/** Plans an experiment: what customers bring now, from numbers or from a log, and how many show a lift. */
import { InputError, show } from '../../core/errors';
import { percentageOf } from '../../core/percentage';
import { readGroupShares } from '../../dataset/assignment/group-shares';
import { BUCKETS } from '../../dataset/assignment/buckets';
import { planExperiment, rateBaseline, type Baseline } from '../../evaluate/experiment/plan';
import type { PlannedExperiment } from '../../report/planned-experiment';
import { moments } from '../../stats/moments';
import { CUSTOMER, customerColumns, type ColumnFlags } from './customer-columns';
import { expectControl } from './experiment';
import { readTotals } from './read-totals';

export interface PlanFlags extends ColumnFlags {
  /** A difference per customer, or one of the baseline's mean such as `5%`. */
  readonly lift: string;
  readonly mean?: number | undefined;
  readonly sd?: number | undefined;
  /** Share of customers who respond. */
  readonly rate?: number | undefined;
  /** Outcomes of the past, as they will be read. */
  readonly data?: string | undefined;
  readonly until?: string | undefined;
  /** Of that file, those without a row too, who count with 0. */
  readonly customers?: number | undefined;
  /** `model=0.6,usual=0.4`, or a file of names and shares. */
  readonly groups: string;
  readonly control: string;
  readonly level: number;
  readonly power: number;
  /** New customers a day. */
  readonly perDay?: number | undefined;
}

const OUTCOME = 'outcome';

/** @throws InputError unless there is one source: mean and sd, or a rate, or a file */
function expectOneSource({ mean, sd, rate, data }: PlanFlags): void {
  const isMean = mean !== undefined || sd !== undefined;
  const sources = [isMean, rate !== undefined, data !== undefined].filter(Boolean).length;
  if (sources !== 1 || (isMean && (mean === undefined || sd === undefined)))
    throw new InputError(
      `--plan: expected --mean and --sd, or --rate, or --data with past outcomes, got ${sources === 0 ? 'none of them' : 'several, or half of one'}`,
    );
}

interface PastBaseline {
  readonly baseline: Baseline;
  /** Those it was taken from; null of numbers that were given. */
  readonly customers: number | null;
  /** Whether none of these brought 0, as none of a list of responses does, and nobody said how many there were. */
  readonly noneBroughtNothing: boolean;
}

/** Totals with a 0 for everybody who has no row. @throws InputError if the file has more customers than there were */
function everybody(file: string, totals: Float64Array, customers = totals.length): Float64Array {
  if (customers < totals.length)
    throw new InputError(
      `--customers: expected at least the ${totals.length} customers of ${file}, got ${customers}`,
    );
  const all = new Float64Array(customers);
  all.set(totals);
  return all;
}

async function baselineOf(flags: PlanFlags): Promise<PastBaseline> {
  expectOneSource(flags);
  const { mean, sd, rate, data, until } = flags;
  const given = (baseline: Baseline) => ({ baseline, customers: null, noneBroughtNothing: false });
  if (data === undefined && flags.customers !== undefined)
    throw new InputError(`--customers: expected with --data, got ${flags.customers}`);
  if (rate !== undefined) return given(rateBaseline(rate));
  if (data === undefined) return given({ mean: mean!, deviation: sd!, isRate: false });
  const columns = customerColumns(flags);
  const named = { customer: columns.customer ?? CUSTOMER, outcome: columns.outcome ?? OUTCOME };
  const { totals, rows } = await readTotals(data, { ...columns, ...named }, until);
  const seen = totals.filter((_, customer) => rows[customer]! > 0);
  const all = everybody(data, seen, flags.customers);
  const past = moments(all);
  if (!(past.variance > 0))
    throw new InputError(
      `${data} ${named.outcome}: expected customers who differ, got ${past.count} of them with a sum of ${past.mean} each`,
    );
  return {
    baseline: { mean: past.mean, deviation: Math.sqrt(past.variance), isRate: false },
    customers: past.count,
    noneBroughtNothing: flags.customers === undefined && !all.includes(0),
  };
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** @throws InputError unless it is a number, or a percentage of a mean, and not 0 */
function liftOf(text: string, { mean, isRate }: Baseline): number {
  const ofMean = percentageOf(text);
  const number = NUMBER.test(text.trim()) ? Number(text) : NaN;
  const lift = ofMean === null ? number : ofMean * mean;
  if (!(Math.abs(lift) > 0 && Math.abs(lift) < Infinity))
    throw new InputError(
      `--lift: expected a difference per customer other than 0, such as 0.5, or one of the mean, such as 5%, got ${show(text)}`,
    );
  const lifted = mean + lift;
  if (isRate && !(lifted >= 0 && lifted <= 1))
    throw new InputError(`--lift: expected a rate of 0 to 1 with it, got ${mean} and ${lift}`);
  return lift;
}

/** @throws InputError naming the flag, or file, line and column */
export async function planned(flags: PlanFlags): Promise<PlannedExperiment> {
  const { control, level, power, perDay = null } = flags;
  const groups = readGroupShares('--groups', flags.groups).map(({ name, buckets }) => ({
    ...{ name, share: buckets / BUCKETS },
  }));
  expectControl(control, groups);
  const { baseline, customers, noneBroughtNothing } = await baselineOf(flags);
  const lift = liftOf(flags.lift, baseline);
  const plan = planExperiment({ baseline, lift, groups, control, level, power });
  return {
    kind: 'plan',
    baseline: { ...baseline, customers, noneBroughtNothing, data: flags.data ?? null },
    ...{ lift, control, level, power, plan, perDay },
    days: perDay === null ? null : Math.ceil(plan.customers / perDay),
  };
}
