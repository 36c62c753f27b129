/** What is judged by every estimator there is: whether they agree, and what their numbers stand on. */
import type { Block, Table } from '../blocks';
import { figures, heading, facts, paragraph } from '../blocks';
import type { Figure } from '../charts/figure';
import { clippedText } from '../charts/interval-axis';
import { drawIntervals } from '../charts/intervals';
import { estimatorLabel, estimatorRemark, estimatorShort, inTableOrder } from '../content/estimators';
import type { LogValues, NamedResult } from '../content/log-values';
import { logValuesOf, namedInText, sentence } from '../content/log-values';
import { supportBlocks } from '../content/support';
import { formatDifference, formatEstimate, formatLike, formatNumber, formatValue } from '../format';
import type { Section } from './section';

interface Estimates {
  readonly values: LogValues;
  readonly subject: NamedResult;
}

/** In the order of tables. */
const namesOf = ({ estimates }: NamedResult) => inTableOrder(Object.keys(estimates));

function opening({ values: { offPolicy }, subject }: Estimates): string {
  const who = namedInText(subject.name);
  const count = Object.keys(subject.estimates).length;
  if (subject.standing !== 'known') {
    return (
      `There are several ways to estimate what ${who} would earn; their results are in the JSON file beside this report and not here, because ` +
      (subject.standing === 'cannot tell'
        ? 'too little of the log speaks for any of them.'
        : 'none of them can know what was never tried.')
    );
  }
  const agree = subject.disagreement
    ? 'do not all agree: they differ by more than their intervals allow, so that an assumption of one of them, or a model, is off'
    : 'agree within what chance allows';
  const decides = subject.value === null ? '' : `; ${estimatorLabel(subject.value.estimator)} decides`;
  return `${formatNumber(count)} ways to estimate from ${formatNumber(offPolicy.units)} ${offPolicy.unit}s what ${who} would earn ${agree}${decides}.`;
}

function figureOf({ values, subject }: Estimates): Figure[] {
  const rows = namesOf(subject)
    .filter((name) => subject.estimates[name]!.value !== null)
    .map((name) => ({
      name: estimatorShort(name),
      estimate: subject.estimates[name]!,
      highlighted: name === subject.value?.estimator,
    }));
  if (rows.length < 2) return [];
  return [
    {
      id: 'estimates',
      title: `What ${namedInText(subject.name)} would earn ${values.per}, by every estimator`,
      caption: `The one in bold decides. Narrow bars are not better: those of a model alone leave out what the model gets wrong.${clippedText(rows)}`,
      legend: [],
      draw: (width) => drawIntervals(rows, `value ${values.per}`, width),
    },
  ];
}

function table({ values, subject }: Estimates): Table {
  const remark = (name: string) =>
    [...(name === subject.value?.estimator ? ['decides'] : []), estimatorRemark(name)]
      .filter((text) => text !== '')
      .join('; ');
  return {
    ...{
      kind: 'table',
      caption: `What ${namedInText(subject.name)} would earn ${values.per}, by estimator, with Student's t interval; the interval that decides is the wider of that and the bootstrap's (BCa)`,
    },
    columns: [
      { label: 'Estimator', align: 'left' },
      { label: `Value ${values.per}`, align: 'right' },
      { label: 'To be known', align: 'left' },
    ],
    rows: namesOf(subject).map((name) => [
      estimatorLabel(name),
      formatEstimate(subject.estimates[name]),
      remark(name),
    ]),
    highlighted: subject.value === null ? null : estimatorLabel(subject.value.estimator),
  };
}

/** How much is model and how much the log itself; the difference once more in another way. */
function partsList({ values: { logged, per }, subject }: Estimates): Block[] {
  const { parts, value } = subject;
  const interval = value?.interval;
  const control = logged?.controlVariate ?? null;
  const isFallback = [value, logged?.difference].some((one) => one?.bca.fellBack === true);
  const items = [
    ...(parts === null || !interval || interval.value === null
      ? []
      : [
          `Of the ${formatValue(interval)} ${per}, ${formatLike(parts.model, interval)} is what a model of rewards says alone; ` +
            `what the log says beyond it corrects that by ${parts.correction > 0 ? '+' : ''}${formatLike(parts.correction, interval)}.`,
        ]),
    ...(control === null
      ? []
      : [
          `${sentence(namedInText(subject.name))} minus what was done with a control variate in place of a model (Δ-OPE): ${formatDifference(control)} ${per}.`,
        ]),
    ...(isFallback
      ? [
          'The bias-corrected bootstrap (BCa) is not defined on these rewards: plain percentiles of the resamples stand in its place.',
        ]
      : []),
  ];
  return items.length === 0 ? [] : [facts(items)];
}

export const estimates: Section<Estimates> = {
  key: 'estimates',
  data: (report) => {
    const values = logValuesOf(report);
    // What was done is known without an estimate.
    return values?.subject.support ? { values, subject: values.subject } : undefined;
  },
  blocks: (data) => [
    heading('How far the estimates can be trusted'),
    paragraph(opening(data)),
    ...(data.subject.standing === 'known'
      ? [...figures(figureOf(data)), table(data), ...partsList(data)]
      : []),
    ...supportBlocks(data.values),
  ],
};
