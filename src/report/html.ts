/**
 * report.html: one self-contained page. It brings the chart library with it, so import it only where a page is
 * wanted (the terminal's summary does not need it).
 */
import type { Block, Table } from './blocks';
import type { Figure, LegendEntry } from './charts/figure';
import { renderSvg } from './charts/render';
import { cssVariable } from './charts/theme';
import { pageBlocks } from './sections/page';
import type { KeyNumber } from './content/log-verdict';
import { stateOf } from './content/stopping';
import { caveatOf, headline, numbersOf, provenance, reasonsOf, subject } from './content/verdict';
import type { Page } from './page';
import type { Report } from './report';
import { css, NARROW_CHART, WIDE_CHART } from './style';

/** Text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** A number may be parted from its half width below it, not from its percent sign, nor ± from what follows, nor two ends. */
function cellHtml(text: string): string {
  return escapeHtml(text)
    .replace(/ %/g, '\u00a0%')
    .replace(/± /g, '±\u00a0')
    .replace(/(\[[−\d.,]+), (?=[−\d.,]+\])/g, '$1,\u00a0');
}

function tableHtml(table: Table): string {
  const attributes = (j: number, text: string, name: string): string => {
    const classes = [
      ...(table.columns[j]!.align === 'right' ? ['number'] : []),
      ...(table.highlighted !== null &&
      (text === table.highlighted || table.columns[j]!.label === table.highlighted)
        ? ['highlighted']
        : []),
    ];
    return `${name}${classes.length > 0 ? ` class="${classes.join(' ')}"` : ''}`;
  };
  const head = table.columns
    .map(({ label }, j) => `<${attributes(j, label, 'th scope="col"')}>${escapeHtml(label)}</th>`)
    .join('');
  const rows = table.rows.map((cells) => {
    const inner = cells.map((cell, j) =>
      j === 0
        ? `<${attributes(j, cell, 'th scope="row"')}>${escapeHtml(cell)}</th>`
        : `<${attributes(j, '', 'td')}>${cellHtml(cell)}</td>`,
    );
    const highlighted = table.highlighted !== null && cells[0] === table.highlighted;
    return `<tr${highlighted ? ' class="highlighted"' : ''}>${inner.join('')}</tr>`;
  });
  const caption = escapeHtml(table.caption);
  return `<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption><span>${caption}</span></caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function legendHtml(legend: readonly LegendEntry[]): string {
  if (legend.length === 0) return '';
  const entries = legend.map(
    ({ label, colour, mark }) =>
      `<li><i class="${mark}" style="--mark:var(${cssVariable(colour)})"></i>${escapeHtml(label)}</li>`,
  );
  return `<ul class="legend">${entries.join('')}</ul>`;
}

function figureHtml(figure: Figure): string {
  const drawn = ([room, form]: readonly [number, string]): string => {
    const drawing = figure.draw(room);
    const svg = renderSvg(drawing, `${figure.id}-${form}`, figure.title);
    const style = drawing.width < room ? ` style="max-width:${drawing.width}px"` : '';
    return `<div class="${form}"${style}>${svg}</div>`;
  };
  return `<figure id="${figure.id}">
<h3>${escapeHtml(figure.title)}</h3>
${legendHtml(figure.legend)}
${drawn([WIDE_CHART, 'wide'])}
${drawn([NARROW_CHART, 'narrow'])}
<figcaption>${escapeHtml(figure.caption)}</figcaption>
</figure>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${cellHtml(block.text)}</p>`;
    case 'list':
      return `<ul class="${block.tone}">${block.items.map((item) => `<li>${cellHtml(item)}</li>`).join('')}</ul>`;
    case 'note':
      return `<p class="note"><dfn>${escapeHtml(block.term)}</dfn>: ${escapeHtml(block.text)}</p>`;
    case 'figure':
      return figureHtml(block.figure);
    case 'table':
      return tableHtml(block);
  }
}

function numbersHtml(numbers: readonly KeyNumber[]): string {
  if (numbers.length === 0) return '';
  const entries = numbers.map(({ label, value, note }) => {
    const small = note === '' ? '' : `<small>${cellHtml(note)}</small>`;
    return `<div><dt>${escapeHtml(label)}</dt><dd>${cellHtml(value)}${small}</dd></div>`;
  });
  return `<dl class="numbers">${entries.join('')}</dl>\n`;
}

function headerHtml({ state, kicker, headline: words, caveat, numbers, reasons, facts }: Page): string {
  const items = (texts: readonly string[]) => texts.map((text) => `<li>${cellHtml(text)}</li>`).join('');
  return `<header class="${state}">
<p class="kicker">${escapeHtml(kicker)}</p>
<h1>${cellHtml(words)}</h1>
${caveat === '' ? '' : `<p class="caveat">${cellHtml(caveat)}</p>\n`}${numbersHtml(numbers)}${reasons.length === 0 ? '' : `<ul class="reasons">${items(reasons)}</ul>`}
<ul class="provenance">${items(facts)}</ul>
</header>`;
}

/** The page: no script, no reference to anything outside it, the same bytes for the same page. */
export function pageHtml(page: Page): string {
  const { title, blocks, details } = page;
  const footer =
    details === null
      ? ''
      : `<footer>
<details><summary>${escapeHtml(details.summary)}</summary><pre>${escapeHtml(details.text)}</pre></details>
</footer>
`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${css}
</style>
</head>
<body>
${headerHtml(page)}
<main>
${blocks.map(blockHtml).join('\n')}
</main>
${footer}</body>
</html>
`;
}

export function reportHtml(report: Report): string {
  return pageHtml({
    title: `${headline(report)} contact-dqn, ${subject(report)}`,
    state: stateOf(report),
    kicker: `Report · ${subject(report)}`,
    headline: headline(report),
    caveat: caveatOf(report),
    numbers: numbersOf(report),
    reasons: reasonsOf(report),
    facts: provenance(report),
    blocks: pageBlocks(report),
    details: {
      summary: `Configuration ${report.configHash}`,
      text: JSON.stringify(report.config, null, 2) ?? 'null',
    },
  });
}
