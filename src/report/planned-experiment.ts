/** A planned experiment, and how the terminal shows it. */
import type { Baseline, ExperimentPlan } from '../evaluate/experiment/plan';
import { formatGiven, formatNumber, formatShare } from './format';
import { numberColumn, terminalTable, textColumn, wrapped } from './terminal';

export interface PlannedExperiment {
  readonly kind: 'plan';
  readonly baseline: Baseline & {
    /** Customers it was taken from; null of numbers that were given. */
    readonly customers: number | null;
    readonly data: string | null;
    /** Whether none of them brought 0: likely a file of those who responded alone. */
    readonly noneBroughtNothing: boolean;
  };
  /** Difference per customer that is to be shown. */
  readonly lift: number;
  readonly control: string;
  /** Of all comparisons together. */
  readonly level: number;
  readonly power: number;
  readonly plan: ExperimentPlan;
  /** New customers a day; null where nobody said. */
  readonly perDay: number | null;
  /** Until there are enough; null where nobody said how many come. */
  readonly days: number | null;
}

function baselineText({ baseline, lift, control }: PlannedExperiment): string {
  const { mean, deviation, isRate, customers, data } = baseline;
  const from = customers === null ? '' : `, from ${formatNumber(customers)} customers of ${data!}`;
  const relative = mean === 0 ? '' : ` (${formatShare(lift / Math.abs(mean))} of it)`;
  const what = isRate
    ? `a rate of ${formatGiven(mean)}`
    : `${formatNumber(mean)} per customer, standard deviation ${formatNumber(deviation)}`;
  return `${control} brings ${what}${from}; to be shown is a difference of ${formatNumber(lift)}${relative}.`;
}

/** Empty where the file has customers who brought nothing. */
function respondersText({ noneBroughtNothing, customers, data }: PlannedExperiment['baseline']): string {
  return noneBroughtNothing
    ? `Too few, if ${data!} holds only customers who responded: none of its ${formatNumber(customers)} brought 0. Say with --customers how many there were in all.`
    : '';
}

function notesOf({ plan, level, power, baseline }: PlannedExperiment): string[] {
  const { comparisons } = plan;
  return [
    `power ${formatShare(power)}, level ${formatShare(level)}, two-sided${comparisons.length === 1 ? '' : ` for all ${comparisons.length} comparisons together: each is planned at ${formatShare(plan.level)}, the worst case of Holm's correction`}`,
    "N = (t(1 - a/2) + t(power))² (sd²/share + sd²/share of the control) / difference², by the t of Welch's test" +
      (baseline.isRate
        ? '; sd² of a rate p is p (1 - p)'
        : '; each group is taken to vary as the control does'),
    'customers in all are those of every group, 10 in the smallest at least, for of fewer nothing is said; one look at the end is planned, in the last column looks whenever customers have come in, by the interval that holds at any time',
    ...(baseline.customers === null
      ? []
      : [
          'what a customer brings is the sum over the whole of that file: the experiment has to last as long, and customers without a row in it count only where --customers says how many there were',
        ]),
  ];
}

export function planText(planned: PlannedExperiment): string {
  const { plan, perDay, days, control } = planned;
  const table = terminalTable(
    [
      textColumn(`minus ${control}`),
      ...['share', 'customers in all', 'in the group', `in ${control}`, 'in all, looks any time'].map(
        numberColumn,
      ),
    ],
    plan.comparisons.map(({ group, share, customers, inGroup, inControl, customersAnytime }) => [
      ...[
        group,
        formatShare(share),
        formatNumber(customers),
        formatNumber(inGroup),
        formatNumber(inControl),
        formatNumber(customersAnytime),
      ],
    ]),
  );
  const time =
    days === null ? '' : `, ${formatNumber(days)} days at ${formatNumber(perDay)} new customers a day`;
  const warning = respondersText(planned.baseline);
  return [
    ...(warning === '' ? [] : [warning]),
    `${formatNumber(plan.customers)} customers in all groups together${time}.`,
    baselineText(planned),
    table,
    notesOf(planned)
      .map((note) => wrapped(note, '  '))
      .join('\n'),
  ].join('\n\n');
}
