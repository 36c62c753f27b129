/** How many customers an experiment needs to show a lift, before it starts. */
import { unitsForAnytimeDifference, unitsForDifference, type DifferencePlan } from '../../stats/sample-size';
import { FEWEST_CUSTOMERS } from './fewest-customers';

/** What customers bring under the control. */
export interface Baseline {
  /** Per customer. */
  readonly mean: number;
  readonly deviation: number;
  /** Whether a customer either responds or does not: the deviation then follows from the mean. */
  readonly isRate: boolean;
}

export interface PlanRequest {
  readonly baseline: Baseline;
  /** Difference of a group to the control that is to be shown, not 0. */
  readonly lift: number;
  readonly groups: readonly { readonly name: string; readonly share: number }[];
  readonly control: string;
  /** Of the experiment, all comparisons together. */
  readonly level: number;
  readonly power: number;
}

export interface PlannedComparison {
  readonly group: string;
  readonly share: number;
  /** In all groups together, so that the group and the control have enough, and at least those of whom anything is said. */
  readonly customers: number;
  readonly inGroup: number;
  readonly inControl: number;
  /** In all groups together, for the interval that holds at any time to leave out 0. */
  readonly customersAnytime: number;
}

export interface ExperimentPlan {
  /** Of one comparison: that of the experiment shared among all, the worst case of Holm's correction. */
  readonly level: number;
  /** Those that need fewer customers first. */
  readonly comparisons: readonly PlannedComparison[];
  /** So that every comparison has enough. */
  readonly customers: number;
  /** The same for looks at any time. */
  readonly customersAnytime: number;
}

/** Of one who responds with this probability. */
const deviationOfRate = (rate: number) => Math.sqrt(rate * (1 - rate));

/**
 * The test that the reading makes, two-sided, of each group against the control. A group is taken to vary as the control
 * does, unless outcomes are rates, whose deviation moves with them.
 *
 * @throws RangeError if a rate and its lift is none, or as `unitsForDifference`
 */
export function planExperiment(request: PlanRequest): ExperimentPlan {
  const { baseline, lift, groups, control: name, power } = request;
  const control = groups.find((group) => group.name === name);
  if (control === undefined) throw new RangeError(`control: expected one of the groups, got ${name}`);
  const others = groups.filter((group) => group !== control);
  const lifted = baseline.mean + lift;
  if (baseline.isRate && !(lifted >= 0 && lifted <= 1))
    throw new RangeError(`lift: expected a rate between 0 and 1 with it, got ${lifted}`);
  const level = 1 - (1 - request.level) / others.length;
  const deviation = baseline.isRate ? deviationOfRate(lifted) : baseline.deviation;
  const comparisons = others.map(({ name: group, share }): PlannedComparison => {
    const plan: DifferencePlan = {
      groups: [
        { share, deviation },
        { share: control.share, deviation: baseline.deviation },
      ],
      ...{ difference: lift, level, power },
    };
    const fewest = FEWEST_CUSTOMERS / Math.min(share, control.share);
    const customers = Math.ceil(Math.max(fewest, unitsForDifference(plan)));
    const customersAnytime = Math.ceil(Math.max(fewest, unitsForAnytimeDifference(plan)));
    const part = (of: number) => Math.ceil(of * customers);
    return {
      group,
      share,
      customers,
      inGroup: part(share),
      inControl: part(control.share),
      customersAnytime,
    };
  });
  comparisons.sort((a, b) => a.customers - b.customers);
  const most = (counts: readonly number[]) => Math.max(...counts);
  return {
    ...{ level, comparisons },
    customers: most(comparisons.map(({ customers }) => customers)),
    customersAnytime: most(comparisons.map(({ customersAnytime }) => customersAnytime)),
  };
}

/** What a customer who responds with this probability brings. */
export function rateBaseline(rate: number): Baseline {
  return { mean: rate, deviation: deviationOfRate(rate), isRate: true };
}
