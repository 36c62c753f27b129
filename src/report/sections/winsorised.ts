/** What was cut off the rewards that were learned from, and how far their means are off for it. */
import { heading, numberTable, paragraph } from '../blocks';
import { ABSENT, formatGiven, formatNumber, formatShare } from '../format';
import type { MeanChange, Winsorised } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

const TITLE = 'Rewards that were cut off';

const cells = (name: string, { count, below, above, before, after }: MeanChange): string[] => [
  ...[name, formatNumber(count), formatNumber(below), formatNumber(above)],
  ...[formatNumber(before), formatNumber(after)],
  before === null || after === null ? ABSENT : formatNumber(after - before),
];

function opening({ declared, limits: { low, high }, all }: Winsorised): string {
  const how =
    typeof declared === 'number' ? `a share of ${formatGiven(declared)} at each end` : 'to these limits';
  return (
    `As declared (winsorising, ${how}), rewards below ${formatNumber(low)} were learned from as ${formatNumber(low)} and those above ` +
    `${formatNumber(high)} as ${formatNumber(high)}: ${formatNumber(all.below + all.above)} of ${formatNumber(all.count)} rows. ` +
    `That takes their mean from ${formatNumber(all.before)} to ${formatNumber(all.after)}` +
    `${all.before === null || all.before === 0 || all.after === null ? '' : ` (${formatShare((all.after - all.before) / Math.abs(all.before))})`}. ` +
    'Whatever is judged is judged by the rewards that were logged.'
  );
}

export const winsorised: Section<Winsorised> = {
  key: 'winsorised',
  data: (report) => report.winsorised,
  blocks: (data) => [
    heading(TITLE),
    paragraph(opening(data)),
    numberTable(
      'Mean reward of the rows learned from, before and after',
      ['Action', 'Rows', 'Moved up', 'Moved down', 'Mean as logged', 'Mean as learned from', 'Bias'],
      [
        cells('all', data.all),
        ...Object.entries(data.actions)
          .filter(([, { count }]) => count > 0)
          .map(([name, change]) => cells(name, change)),
      ],
      'all',
    ),
  ],
  summary: (data) => [[`${TITLE}:`, wrapped(opening(data), '  ')].join('\n')],
};
