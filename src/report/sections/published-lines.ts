/** The lines of the published study, on any log: how each is computed, and what it comes to on every set of rows. */
import type { Block } from '../blocks';
import { heading, numberTable } from '../blocks';
import type { Matched, MatchedSplits } from '../content/matched';
import { hasSplits, publishedOf, policiesOn, rowSets } from '../content/matched';
import { publishedLines as lines } from '../content/published-lines';
import { formatNumber } from '../format';
import type { MatchedActions } from '../report';
import { numberColumn, terminalTable, textColumn } from '../terminal';
import type { Section } from './section';

function formulas(): Block {
  return {
    kind: 'table',
    caption: 'How each line is computed (c chosen, a logged, r logged reward)',
    columns: [
      { label: 'Line', align: 'left' },
      { label: 'Formula', align: 'left' },
      { label: 'Where c differs from a', align: 'left' },
    ],
    rows: lines.map(({ label, formula, mismatch }) => [label, formula, mismatch]),
    highlighted: null,
  };
}

function linesTable(matched: Matched, name: string, rows: MatchedActions): Block {
  const policies = policiesOn(matched, rows);
  return numberTable(
    `Each line on ${name} (${formatNumber(rows.rows)})`,
    ['Line', ...policies.map((policy) => policy.name)],
    lines.map((line) => [line.label, ...policies.map((policy) => line.format(policy.lines, rows))]),
    policies.find((policy) => policy.role === 'model')?.name ?? null,
  );
}

/** The model and the log alone: the baselines have a table of their own. */
function terminalPart(matched: MatchedSplits): string {
  const { test, train } = matched.splits;
  const columns = [textColumn('line')];
  const cells = lines.map((line) => [line.label]);
  const sets = [
    ['held-out', test],
    ['trained on', train],
  ] as const;
  for (const [name, rows] of sets) {
    for (const policy of policiesOn(matched, rows).filter(({ role }) => role !== 'baseline')) {
      columns.push(numberColumn(`${policy.role === 'model' ? 'model' : 'log'}, ${name}`));
      lines.forEach((line, i) => cells[i]!.push(line.format(policy.lines, rows)));
    }
  }
  return terminalTable(columns, cells);
}

export const publishedLines: Section<Matched> = {
  key: 'published-lines',
  data: publishedOf,
  blocks: (matched) => [
    heading('Every line, and how it is computed'),
    formulas(),
    ...rowSets(matched).map((set) => linesTable(matched, set.name, set.rows)),
  ],
  summary: (matched) => (hasSplits(matched) ? [terminalPart(matched)] : []),
};
