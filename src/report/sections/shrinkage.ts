/** How much of what was learned of differences between customers came true on others, and what was done about it. */
import { heading, paragraph } from '../blocks';
import { formatShare } from '../format';
import type { Shrinkage } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

const TITLE = 'How far differences between customers came true';

function between({ value, low, high, level }: Shrinkage['share']): string {
  const interval =
    low === null || high === null
      ? ''
      : ` (${formatShare(level)} interval ${formatShare(low)} to ${formatShare(high)})`;
  return `${formatShare(value!)}${interval}`;
}

/** Whether it may well be chance. */
const mayBeChance = ({ low }: Shrinkage['share']) => low === null || low <= 0;

function verdict({ share }: Shrinkage): string {
  if (share.value === null)
    return 'The model tells no two decisions apart: values of actions differ by the same everywhere, and stay as they were learned.';
  const came = `Of the differences that the model learned between customers in what an action brings, ${between(share)} came true on validation customers, whom it did not learn from.`;
  const chance = mayBeChance(share)
    ? ' That may be chance: nothing shows that it tells customers apart.'
    : '';
  if (share.value >= 1)
    return `${came}${chance} They are no smaller than was learned, and values stay as they are.`;
  const kept = `${formatShare(Math.max(0, share.value))} of what sets a customer apart`;
  return `${came}${chance} So much of them is kept: the advantage of an action is its mean over customers, and ${kept}.`;
}

export const shrinkage: Section<Shrinkage> = {
  key: 'shrinkage',
  data: (report) => report.shrinkage,
  blocks: (data) => [
    heading(TITLE),
    paragraph(verdict(data)),
    paragraph(
      'What was done was chosen by chance, as the model of the log says, so that what came of it is regressed on each action and on what the model says sets a decision apart; the share is the coefficient of the latter. What follows a decision is valued by the model itself.',
    ),
  ],
  summary: (data) => [[`${TITLE}:`, wrapped(verdict(data), '  ')].join('\n')],
};
