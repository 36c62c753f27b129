/** What the columns add that `enrich` added to a log: the model with and without them, all in all and segment by segment. */
import type { Block, Table } from '../blocks';
import { facts, figures, heading, list, note, paragraph } from '../blocks';
import type { Figure } from '../charts/figure';
import { clippedText, type IntervalRow } from '../charts/interval-axis';
import { drawIntervals } from '../charts/intervals';
import { isAlike } from '../content/alike';
import {
  decisionWords,
  enrichedOpening,
  enrichedVerdict,
  segmentDoubts,
  segmentsText,
} from '../content/enriched';
import { logValuesOf, sentence, type LogValues } from '../content/log-values';
import { currencyOf } from '../content/thresholds';
import {
  ABSENT,
  formatDifference,
  formatEstimate,
  formatNumber,
  formatSeconds,
  formatShare,
  NOT_IDENTIFIED,
} from '../format';
import type { EnrichedComparison, SegmentDifference } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

interface EnrichedData {
  readonly enriched: EnrichedComparison;
  readonly values: LogValues;
  /** What rewards are counted in, with a space before it; or nothing. */
  readonly money: string;
  /** Whether the model does the same for everybody. */
  readonly isSame: boolean;
}

type Compared = NonNullable<EnrichedComparison['comparison']>;

const EVERYBODY = 'everybody';

/** Only what may be said has a number on a page. */
const isTold = ({ decision, difference }: Pick<SegmentDifference, 'decision' | 'difference'>) =>
  decision !== 'cannot tell' && difference !== null;

function intervalRows({ decision, difference, segments }: Compared): IntervalRow[] {
  const all = [
    { name: EVERYBODY, decision, difference, highlighted: true },
    ...(segments?.segments ?? []).map((one) => ({ ...one, highlighted: false })),
  ];
  return all.flatMap((one) =>
    isTold(one) ? [{ name: one.name, estimate: one.difference!.interval, highlighted: one.highlighted }] : [],
  );
}

function figureOf(comparison: Compared, { values: { per }, money }: EnrichedData): Figure[] {
  const rows = intervalRows(comparison);
  if (rows.length < 2) return [];
  const { segments } = comparison;
  const each = segments!.segments.find(isTold)!.difference!.interval.level;
  return [
    {
      id: 'enriched-segments',
      title: `What the columns add ${per}, by ${segments!.column}`,
      caption:
        'Each dot is what the model earns more than the same way of learning without the columns, on the same customers; right of 0 they add. ' +
        `Bars of segments are ${formatShare(each)} intervals, wide enough to hold all at once; that of everybody is the ${formatShare(comparison.difference?.interval.level ?? null)} interval.${clippedText(rows)}`,
      legend: [
        ...(rows[0]!.highlighted
          ? [{ label: EVERYBODY, colour: 'model' as const, mark: 'dot' as const }]
          : []),
        { label: 'segments', colour: 'baseline', mark: 'dot' },
      ],
      draw: (width) => drawIntervals(rows, `with minus without,${money} ${per}`, width),
    },
  ];
}

function segmentRow(one: SegmentDifference): string[] {
  const { name, units, decisions, subject, other, difference, decision } = one;
  const isUnknown = subject?.value === null || other?.value === null;
  const value = (of: SegmentDifference['subject']) =>
    of === null || !isTold(one) ? ABSENT : formatEstimate(of.value ?? undefined);
  return [
    ...[name, formatNumber(units), formatNumber(decisions), value(subject), value(other)],
    isTold(one) ? formatDifference(difference!.interval) : ABSENT,
    isUnknown ? NOT_IDENTIFIED : decisionWords[decision],
  ];
}

function table({ segments }: Compared, { values: { per, offPolicy } }: EnrichedData): Table[] {
  if (segments === null) return [];
  const right = (label: string) => ({ label, align: 'right' as const });
  return [
    {
      ...{ kind: 'table', highlighted: null },
      caption: `The model with and without the columns, ${per}, by ${segments.column}`,
      columns: [
        { label: 'Segment', align: 'left' },
        ...[right(sentence(`${offPolicy.unit}s`)), right('Decisions'), right('With'), right('Without')],
        ...[right('With minus without'), { label: '', align: 'left' as const }],
      ],
      rows: segments.segments.map(segmentRow),
    },
  ];
}

function comparedBlocks(comparison: Compared, data: EnrichedData): Block[] {
  const { enriched, values, money } = data;
  const doubts = segmentDoubts(comparison);
  return [
    paragraph(enrichedVerdict(enriched, values, money)),
    ...(comparison.segments === null
      ? [paragraph('No column divides the customers, so that it is not shown segment by segment.')]
      : [paragraph(segmentsText(comparison, values))]),
    ...figures(figureOf(comparison, data)),
    ...table(comparison, data),
    ...(doubts.length === 0 ? [] : [list(doubts)]),
    note(
      'Without',
      `the same method, settings, seed and limits, learned once more without the columns (${formatSeconds(enriched.training!.wallSeconds)}); its model lies in the folder ${enriched.policy} of the run. One training each: another seed would differ a little, and the intervals, which are of customers, do not say by how much.`,
    ),
  ];
}

export const enriched: Section<EnrichedData> = {
  key: 'enriched',
  data: (report) => {
    const values = logValuesOf(report);
    const { enriched: own } = report;
    if (own === undefined || values === undefined) return undefined;
    const { config, shrinkage } = report;
    return { enriched: own, values, money: currencyOf(config), isSame: isAlike(shrinkage) };
  },
  blocks: (data) => {
    const { comparison, columns } = data.enriched;
    return [
      heading('What the added columns add'),
      paragraph(enrichedOpening(data.enriched, data.isSame)),
      ...(comparison === null ? [] : comparedBlocks(comparison, data)),
      facts([`Columns: ${columns.join(', ')}`]),
    ];
  },
  summary: ({ enriched: own, values, money, isSame }) => [
    wrapped([enrichedOpening(own, isSame), enrichedVerdict(own, values, money)].join(' ').trim(), ''),
  ],
};
