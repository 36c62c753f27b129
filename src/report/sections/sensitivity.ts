/** What the difference to the log could be if something that nobody recorded also decided who was contacted. */
import { heading, note, numberTable, paragraph } from '../blocks';
import { estimatorLabel } from '../content/estimators';
import { logValuesOf, namedInText, sentence } from '../content/log-values';
import type { LogValues } from '../content/log-values';
import { formatEnds, formatFixed, formatShort } from '../format';
import type { OffPolicy } from '../report';
import type { Section } from './section';

interface SensitivityData {
  readonly values: LogValues;
  readonly sensitivity: NonNullable<OffPolicy['sensitivity']>;
}

function opening({ values, sensitivity: { flips, limit } }: SensitivityData): string {
  const who = namedInText(values.subject.name);
  if (flips === null)
    return `The difference between ${who} and what was done is not clear of 0 even if nothing unseen decided who was contacted.`;
  if (flips >= limit)
    return `That ${who} differs from what was done stands even if the odds of every contact are off by a factor of ${formatShort(limit)}.`;
  return (
    `That ${who} differs from what was done stands as long as nothing unseen changed the odds of a contact by a factor of more than ` +
    `${formatFixed(flips, 2)}; beyond that the verdict could turn.`
  );
}

/** Why the first row is not the interval that decides. */
function headlineText({ values: { subject } }: SensitivityData): string {
  const name = subject.value?.estimator;
  const other =
    name === undefined || name === 'snips' ? '' : `by another estimator, ${estimatorLabel(name)}, and `;
  return `The interval that decides is ${other}the wider of Student's t and the bootstrap's (BCa): that of Γ = 1 differs from it.`;
}

export const sensitivity: Section<SensitivityData> = {
  key: 'sensitivity',
  data: (report) => {
    const values = logValuesOf(report);
    const sensitivity = values?.offPolicy.sensitivity;
    return values && sensitivity && values.subject.standing === 'known' ? { values, sensitivity } : undefined;
  },
  blocks: (data) => [
    heading('If something unseen decided who was contacted'),
    paragraph(opening(data)),
    numberTable(
      `${sentence(namedInText(data.values.subject.name))} minus what was done ${data.values.per}, at worst and at best`,
      ['Odds off by a factor of (Γ)', 'At worst', 'At best'],
      data.sensitivity.factors.map(({ factor, low, high }) => {
        const ends = formatEnds({ value: low, low, high, level: 0.95 })!;
        return [formatShort(factor), ends.low, ends.high];
      }),
    ),
    note(
      'Γ',
      'a salesperson who knows more than the log contacts some customers more often than its features tell. Γ says by how much the odds may be off for that; 1 is not at all. ' +
        `Every row is by the self-normalised estimator, for which this is worked out, and its ends are those of Student's t interval. ${headlineText(data)}`,
    ),
  ],
};
