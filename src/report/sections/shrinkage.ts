/** How much of what was learned of differences between customers came true on others, and what was done about it. */
import type { AdvantageCalibration } from '../../evaluate/off-policy/advantage-calibration';
import { heading, paragraph } from '../blocks';
import { isAlike, SAME_FOR_ALL } from '../content/alike';
import { formatShare, NOT_IDENTIFIED } from '../format';
import type { Shrinkage } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

const TITLE = 'How far differences between customers came true';

function between({ value, low, high, level }: AdvantageCalibration['slope']): string {
  const interval =
    low === null || high === null
      ? ''
      : `, ${formatShare(level)} interval ${formatShare(low)} to ${formatShare(high)}`;
  return `${formatShare(value)} (the calibration slope${interval})`;
}

/** Whether chance alone may have made it. */
const mayBeChance = ({ low }: AdvantageCalibration['slope']) => low === null || low <= 0;

function verdict(shrinkage: Shrinkage): string {
  if ('unknown' in shrinkage)
    return `How far what the model learned of differences between decisions came true is ${NOT_IDENTIFIED}: ${shrinkage.unknown}. Values stay as they were learned.`;
  const { slope, kept } = shrinkage;
  if (slope.value === null)
    return `The values of actions differ by the same at every decision of the validation side: the model tells no two of them apart, and ${SAME_FOR_ALL}.`;
  const came = `Of the differences that the model learned between decisions in what an action brings, ${between(slope)} came true on the validation side, of which it did not learn.`;
  const chance = mayBeChance(slope)
    ? ' That may be chance: nothing shows that it tells customers apart.'
    : '';
  const left = isAlike(shrinkage)
    ? `${SAME_FOR_ALL}, and the columns that it reads change nothing`
    : 'the value of an action over the others is drawn towards its mean over all decisions, until so much of the distance is left';
  return `${came}${chance} Less what may be chance, ${formatShare(kept)} of them is kept: ${left}.`;
}

export const shrinkage: Section<Shrinkage> = {
  key: 'shrinkage',
  data: (report) => report.shrinkage,
  blocks: (data) => [
    heading(TITLE),
    paragraph(verdict(data)),
    paragraph(
      'What was done was chosen by chances that the log tells, or a model of it, so that what came of it is regressed on each action and on what sets a decision apart by the model; the slope is the coefficient of the latter. What follows a decision is valued as the log goes on, by a model of other customers of the validation side: of a policy that rightly counts on what it will do itself, less or more may come true. The interval leaves out how wrong that model is; of small made logs it held the truth 87 times of 100. The way of learning was chosen before that, on the same customers.',
    ),
  ],
  summary: (data) => [[`${TITLE}:`, wrapped(verdict(data), '  ')].join('\n')],
};
