/** Rules that a person wrote: how often each leaf decides, and which never do. */
import type { Block } from '../blocks';
import { heading, list, numberTable } from '../blocks';
import { idleText } from '../content/leaves';
import { formatNumber, formatShare } from '../format';
import type { EvaluatedLog } from '../report';
import type { Section } from './section';

type Rules = EvaluatedLog['rules'];

function blocksOf(name: string, leaves: Rules[string]): Block[] {
  const all = leaves.reduce((sum, { rows }) => sum + rows, 0);
  return [
    numberTable(
      `Which leaf of ${name} decides, the first that matches`,
      ['Leaf', 'Decisions', 'Share'],
      leaves.map(({ id, rows }) => [id, formatNumber(rows), formatShare(rows / all)]),
    ),
    ...idleText(leaves).map((text) => list([text])),
  ];
}

export const leaves: Section<Rules> = {
  key: 'leaves',
  data: ({ rules }) => (rules === undefined || Object.keys(rules).length === 0 ? undefined : rules),
  blocks: (rules) => [
    heading('Which rules decide'),
    ...Object.entries(rules).flatMap(([name, own]) => blocksOf(name, own)),
  ],
};
