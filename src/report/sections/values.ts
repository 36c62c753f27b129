/** What each policy would earn by a log: a chart of what is known, and a table of everybody. */
import { figures, heading, note, numberTable, paragraph } from '../blocks';
import type { Block } from '../blocks';
import type { Figure } from '../charts/figure';
import { clippedText } from '../charts/interval-axis';
import { drawIntervals } from '../charts/intervals';
import type { IntervalRow } from '../charts/interval-axis';
import { heldBackTexts } from '../content/judged-rows';
import type { LogValues, NamedResult } from '../content/log-values';
import { knownDifference, logValuesOf, namedInText, sentence } from '../content/log-values';
import { valuesText } from '../content/log-values-text';
import type { ShortList } from '../content/short-list';
import { foldedBlocks, foldedText, shortList } from '../content/short-list';
import { formatDifference, formatEstimate, formatShare, formatShort, formatValue } from '../format';
import { WIDTH, wrapped } from '../terminal';
import type { Section } from './section';

interface ValuesData {
  readonly values: LogValues;
  readonly shortList: ShortList;
}

function intervalRows({ values: { policies, subject }, shortList: { names } }: ValuesData): IntervalRow[] {
  return policies.flatMap(({ name, standing, value }) =>
    standing === 'known' && value !== null && value.interval.value !== null && names.has(name)
      ? [{ name, estimate: value.interval, highlighted: name === subject.name }]
      : [],
  );
}

/** With as many digits as its interval deserves. */
const roundedValue = ({ standing, value }: NamedResult): string | null =>
  standing === 'known' && value !== null ? formatValue(value.interval) : null;

/** What is judged beside what was done, in one sentence. */
function opening({ subject, logged, per }: LogValues): string {
  const who = namedInText(subject.name);
  const own = roundedValue(subject);
  const done = logged && logged !== subject ? roundedValue(logged) : null;
  const log = done === null ? '' : `; what was done earned ${done}`;
  if (own !== null) return sentence(`${who} would earn ${own} ${per}${log}`);
  const why = subject.standing === 'cannot tell' ? 'cannot be told' : 'is not determined by this log';
  return sentence(`what ${who} would earn ${why}${log === '' ? '' : `${log} ${per}`}`);
}

/** From the least to the most of what is known. @param rows best first */
function titleOf(rows: readonly IntervalRow[], per: string): string {
  const [most, least] = [rows[0]!, rows.at(-1)!];
  const text = ({ name, estimate }: IntervalRow) => `${formatValue(estimate)} (${name})`;
  return `From ${text(least)} to ${text(most)} ${per}`;
}

function figureOf(data: ValuesData): Figure[] {
  const rows = intervalRows(data);
  if (rows.length < 2) return [];
  const { per, subject } = data.values;
  return [
    {
      id: 'values',
      title: titleOf(rows, per),
      caption:
        `Each dot is what a policy would have earned ${per}, each bar its ${formatShare(rows[0]!.estimate.level)} interval. ` +
        `Further right is better. Policies of which that cannot be told are in the table alone.${clippedText(rows)}`,
      legend: [
        ...(subject.standing === 'known'
          ? [{ label: subject.name, colour: 'model' as const, mark: 'dot' as const }]
          : []),
        { label: 'others', colour: 'baseline', mark: 'dot' },
      ],
      draw: (width) => drawIntervals(rows, `value ${per}`, width),
    },
  ];
}

function table({ values, shortList: { names } }: ValuesData): Block {
  const { policies, per, subject } = values;
  const rows = policies
    .filter(({ name }) => names.has(name))
    .map((policy) => {
      const { name, standing, value, effectiveSampleSize } = policy;
      const difference = knownDifference(values, policy);
      return [
        name,
        standing === 'known' ? formatEstimate(value?.interval) : standing,
        difference === undefined ? '' : formatDifference(difference),
        effectiveSampleSize === null ? '' : formatShort(effectiveSampleSize),
      ];
    });
  return numberTable(
    `What each policy would earn, with half the width of the ${formatShare(values.level)} interval or its ends`,
    ['Policy', `Value ${per}`, `${sentence(namedInText(subject.name))} minus it`, 'Effective n'],
    rows,
    subject.name,
  );
}

export const values: Section<ValuesData> = {
  key: 'values',
  data: (report) => {
    const values = logValuesOf(report);
    return values && { values, shortList: shortList(report) };
  },
  blocks: (data) => [
    heading('What each policy would earn'),
    paragraph(`${opening(data.values)}.`),
    ...heldBackTexts(data.values.offPolicy).map(paragraph),
    ...foldedBlocks(data.shortList),
    ...figures(figureOf(data)),
    table(data),
    note(
      'Cannot tell',
      'too little of the log speaks for the policy, or the log itself is doubtful; a number would be taken for an answer.',
    ),
    note(
      'Not identified',
      'the policy does what the log never shows, so that no amount of such data tells what it would earn.',
    ),
    note(
      'Effective n',
      `as many ${data.values.offPolicy.unit}s, treated as the policy would treat them, would tell as much (effective sample size).`,
    ),
  ],
  summary: (data) => [
    [
      valuesText(data.values, WIDTH, data.shortList.names),
      ...foldedText(data.shortList).map((text) => wrapped(text, '')),
    ].join('\n'),
  ],
};
