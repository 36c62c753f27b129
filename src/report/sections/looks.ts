/** How often policies were judged on the same decisions: the more often, the less a "better" says. */
import type { Block } from '../blocks';
import { facts, heading, paragraph } from '../blocks';
import { countedTexts, lookTexts, lookWords, type ShownBeside } from '../content/looks';
import { formatNumber } from '../format';
import type { Looks, OtherLook, ReportData } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

/** Others shown on a page, and in a terminal. */
const MOST = { page: 12, terminal: 3 };

function table(others: readonly OtherLook[]): Block {
  const labels = ['Look', 'When', 'Policy', 'Verdict then'];
  return {
    kind: 'table',
    caption: 'Other policies judged on these decisions',
    columns: labels.map((label) => ({ label, align: 'left' })),
    rows: others.map(lookWords).map(({ number, when, policy, verdict }) => [number, when, policy, verdict]),
    highlighted: null,
  };
}

function othersBlocks(others: readonly OtherLook[]): Block[] {
  if (others.length === 0) return [];
  const folded =
    others.length <= MOST.page
      ? []
      : [
          paragraph(
            `Of ${formatNumber(others.length)} the last ${MOST.page} are shown; all are in the JSON file beside this report.`,
          ),
        ];
  return [table(others.slice(-MOST.page)), ...folded];
}

const othersOf = (looks: Looks) => (looks.counted ? looks.others : []);

/** The latest others, a line each. */
function otherLines(looks: Looks, width?: number): string[] {
  return othersOf(looks)
    .slice(-MOST.terminal)
    .map(lookWords)
    .map(({ number, when, policy, verdict }) => `look ${number}, ${when}: ${policy}; verdict ${verdict}`)
    .map((line) => wrapped(line, '  ', width));
}

/** For the terminal. */
export function looksText(looks: Looks, width?: number, countsWithout = false): string {
  const texts = lookTexts(looks, countsWithout);
  return [wrapped(texts.join(' '), '', width), ...otherLines(looks, width)].join('\n');
}

interface LooksData {
  readonly looks: Looks;
  readonly beside: ShownBeside;
}

/** Of those with a value; the best prices in hindsight are prices too. */
function shownBeside({ offPolicy, spending, enriched }: ReportData): ShownBeside {
  const without = enriched?.policy ?? null;
  const others = Object.entries(offPolicy?.policies ?? {}).filter(
    ([name, { role, value }]) =>
      ![offPolicy!.subject, without].includes(name) && role !== 'logged' && value !== null,
  );
  const points = [...(spending?.frontier ?? []), ...(spending?.hindsight ? [spending.hindsight] : [])];
  const prices = points.filter(({ isChosen, value }) => !isChosen && value !== null);
  return { policies: others.length, prices: prices.length, countsWithout: without !== null };
}

export const looks: Section<LooksData> = {
  key: 'looks',
  data: (report) => report.looks && { looks: report.looks, beside: shownBeside(report) },
  blocks: ({ looks: data, beside }) => [
    heading('How often these decisions were looked at'),
    paragraph(
      'Whoever judges many policies on the same decisions finds one that is better by chance. Judging a policy once more is no further look: it tells nothing new.',
    ),
    facts([...lookTexts(data, beside.countsWithout), ...(data.counted ? countedTexts(beside) : [])]),
    ...othersBlocks(othersOf(data)),
  ],
  summary: ({ looks: data, beside }) => [looksText(data, undefined, beside.countsWithout)],
};
