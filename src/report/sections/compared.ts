/** What an evaluation on a log compares, and on which of its data. */
import type { Table } from '../blocks';
import { heading, paragraph } from '../blocks';
import { estimatorLabel } from '../content/estimators';
import { decisionsText } from '../content/judged-rows';
import type { LogValues } from '../content/log-values';
import { logValuesOf, namedInText } from '../content/log-values';
import { configAt, currencyOf } from '../content/thresholds';
import { formatNumber, formatShare } from '../format';
import type { ReportData } from '../report';
import type { Section } from './section';

interface Compared {
  readonly values: LogValues;
  readonly data: string | undefined;
  /** In a sentence; undefined of a training, which has `rows`. */
  readonly judgedOn: string | undefined;
  /** Of the whole log, and those that were learned from; undefined where the report does not say. */
  readonly rows: { readonly all: number; readonly train: number } | undefined;
  /** By which later rewards are worth less, and after how long; undefined where the report does not say. */
  readonly discount: { readonly gamma: number; readonly per: string } | undefined;
  /** `, in EUR`; empty where the schema does not say. */
  readonly money: string;
}

function discountOf(config: unknown): Compared['discount'] {
  const [gamma, per] = [
    configAt(config, ['schema', 'discount', 'gamma']),
    configAt(config, ['schema', 'discount', 'per']),
  ];
  return typeof gamma === 'number' && typeof per === 'string' ? { gamma, per } : undefined;
}

function comparedOf(report: ReportData): Compared | undefined {
  const values = logValuesOf(report);
  if (values === undefined) return undefined;
  const { data, judgedOn, matchedActions, splits, config } = report;
  const currency = currencyOf(config);
  const rows = matchedActions && splits ? { all: matchedActions.rows, train: splits.train.rows } : undefined;
  return {
    values,
    ...{ data, judgedOn, rows },
    discount: discountOf(config),
    money: currency === '' ? '' : `, in${currency}`,
  };
}

function estimandText({ values: { offPolicy }, discount, money }: Compared): string {
  if (offPolicy.estimand === 'decision') return `what a single decision brings${money}`;
  const own = `all that a ${offPolicy.unit} brings over the decisions judged${money}`;
  if (discount === undefined || discount.gamma === 1) return own;
  return `${own}; what comes later counts less (times ${discount.gamma} per ${discount.per})`;
}

function facts(compared: Compared): readonly (readonly [string, string])[] {
  const { values, data, judgedOn, rows } = compared;
  const { offPolicy, subject } = values;
  const isOfRows = offPolicy.unit === 'row';
  return [
    ...(data === undefined ? [] : [['Data', data] as const]),
    ...(judgedOn === undefined ? [] : [['Decisions', judgedOn] as const]),
    ...(rows === undefined
      ? []
      : ([
          ['Decisions in the log', formatNumber(rows.all)],
          ['Learned from', `${formatNumber(rows.train)} decisions`],
          ['Judged on', `${decisionsText(values.offPolicy)}, held out: nothing was learned from them`],
        ] as const)),
    ['A value is', estimandText(compared)],
    [
      'Drawn independently',
      isOfRows
        ? 'rows: the log names no customers, so two rows of one customer count as strangers'
        : `${offPolicy.unit}s: all decisions of one stand or fall together`,
    ],
    ...(subject.value === null
      ? []
      : [['Estimator that decides', estimatorLabel(subject.value.estimator)] as const]),
    [
      'Intervals',
      `${formatShare(values.level)}, the wider of Student's t and BCa over ${formatNumber(offPolicy.resamples)} resamples`,
    ],
  ];
}

function factTable(rows: readonly (readonly string[])[]): Table {
  return {
    ...{ kind: 'table', caption: 'What was compared', rows, highlighted: null },
    columns: ['Question', 'Answer'].map((label) => ({ label, align: 'left' as const })),
  };
}

export const compared: Section<Compared> = {
  key: 'compared',
  data: comparedOf,
  blocks: (data) => [
    heading('What was compared'),
    paragraph(
      `Every policy is asked what it would have done at the same ${decisionsText(data.values.offPolicy)}; from what was done there, ` +
        `and what came of it, follows what ${namedInText(data.values.subject.name)} and the others would have earned.`,
    ),
    factTable(facts(data)),
  ],
};
