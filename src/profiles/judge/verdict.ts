/** The verdict on a model, in words. */
import { count, shortWords } from '../words';
import type { BesideAnchor, Gain } from './beside-anchor';

export interface VerdictNames {
  readonly model: string;
  readonly anchor: string;
  /** What is lost, such as "mean absolute error". */
  readonly loss: string;
  /** Unit of it, such as "days"; empty where it has none. */
  readonly unit: string;
  /** Where the loss is none, but something that is good if it is high: the gain is then the model minus the anchor. */
  readonly better?: 'high';
}

const number = (value: number | null): string => (value === null ? 'unknown' : shortWords(value));

function gainText({ gain, anchor, model }: Gain, { unit }: VerdictNames): string {
  const of = unit === '' ? '' : ` ${unit}`;
  const level = Number((100 * gain.level).toFixed(2));
  const interval =
    gain.low === null
      ? 'no interval'
      : `${level} % interval of the gain ${number(gain.low)} to ${number(gain.high)}`;
  return `${number(model)} against ${number(anchor)}${of}; ${interval}`;
}

/** What the decision says of the two. */
function claim({ decision }: Gain, { model, anchor }: VerdictNames): string {
  switch (decision) {
    case 'better':
      return `${model} is better than ${anchor}`;
    case 'worse':
      return `${model} is worse than ${anchor}`;
    case 'not shown better':
      return `${model} is not shown better than ${anchor}`;
    case 'cannot tell':
      return `whether ${model} is better than ${anchor} cannot be told`;
  }
}

/**
 * One line for all customers, and one for each part of them for whom the model is not better: it does not work for them, or
 * nothing shows that it does.
 */
export function verdictLines(judged: BesideAnchor, names: VerdictNames): readonly string[] {
  const all = `${claim(judged, names)}: ${names.loss} ${gainText(judged, names)}`;
  const parts = judged.segments
    .filter(({ customers, decision }) => customers > 0 && decision !== 'better')
    .map(
      (part) => `${part.name} (${count(part.customers)}): ${claim(part, names)}: ${gainText(part, names)}`,
    );
  return [all, ...parts];
}
