/** report.md: the page's words and tables; the charts are in report.html. */
import type { Block, Table } from './blocks';
import type { Figure } from './charts/figure';
import { pageBlocks } from './sections/page';
import { caveatOf, headline, numbersOf, provenance, reasonsOf } from './content/verdict';
import type { KeyNumber } from './content/log-verdict';
import type { Page } from './page';
import type { Report } from './report';

/** Data must not become markup: no emphasis, no cell borders, no HTML, no line breaks. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_[\]|~#]/g, (mark) => `\\${mark}`);
}

function tableText(table: Table): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const bold = (text: string): string =>
    text !== '' && text === table.highlighted ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
  return [
    `*${escapeMarkdown(table.caption)}*`,
    '',
    row(table.columns.map((column) => bold(column.label))),
    row(table.columns.map((column) => (column.align === 'left' ? ':--' : '--:'))),
    ...table.rows.map((cells) => row(cells.map((cell, j) => (j === 0 ? bold(cell) : escapeMarkdown(cell))))),
  ].join('\n');
}

/** Its title, and what is drawn where lines can say it. */
function figureText({ title, outline = [] }: Figure): string {
  const lines = outline.map(({ depth, text }) => `${'  '.repeat(depth)}- ${escapeMarkdown(text)}`);
  return [`**${escapeMarkdown(title)}.**`, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'note':
      return `> **${escapeMarkdown(block.term)}**: ${escapeMarkdown(block.text)}`;
    case 'figure':
      return figureText(block.figure);
    case 'table':
      return tableText(block);
  }
}

function numbersText(numbers: readonly KeyNumber[]): string {
  return numbers
    .map(({ label, value, note }) => {
      const more = note === '' ? '' : ` (${escapeMarkdown(note)})`;
      return `${escapeMarkdown(label)}: **${escapeMarkdown(value)}**${more}`;
    })
    .join('  \n');
}

/** The parts of a page that are text: without its title, its colour and what is folded at its end. */
export type PageText = Pick<Page, 'headline' | 'caveat' | 'numbers' | 'reasons' | 'facts' | 'blocks'>;

export function pageMarkdown({ headline: words, caveat, numbers, reasons, facts, blocks }: PageText): string {
  const parts = [
    `# ${escapeMarkdown(words)}`,
    escapeMarkdown(caveat),
    numbersText(numbers),
    reasons.map((reason) => `- ${escapeMarkdown(reason)}`).join('\n'),
    facts.map(escapeMarkdown).join(' · '),
    ...blocks.map(blockText),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

export function reportMarkdown(report: Report): string {
  return pageMarkdown({
    headline: headline(report),
    caveat: caveatOf(report),
    numbers: numbersOf(report),
    reasons: reasonsOf(report),
    facts: provenance(report),
    blocks: pageBlocks(report),
  });
}
