/** What is not known of the company that a simulated world stands for; stands before every result. */
import { heading, list, paragraph } from '../blocks';
import { wrapped } from '../terminal';
import type { Section } from './section';

const TITLE = 'What this world cannot tell';

export const worldLimits: Section<readonly string[]> = {
  key: 'world-limits',
  data: ({ limits = [] }) => (limits.length === 0 ? undefined : limits),
  blocks: (limits) => [
    heading(TITLE),
    paragraph(
      'The world was made of the log of a company. Values are of the world, and of the company as far as it is like it.',
    ),
    list(limits),
  ],
  summary: (limits) => [[`${TITLE}:`, ...limits.map((limit) => wrapped(limit, '  '))].join('\n')],
};
