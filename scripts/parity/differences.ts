/** Whether an export answers as the product does. */
import type { Answer, Question } from './answers';

/** What an export says of one row; null where it refuses it. */
export type Given = Pick<Answer, 'action'> & { readonly qValues: ArrayLike<number> };

/** Of the largest value of the row, or of 1 where that is less. */
export const TOLERANCE = 1e-5;

function difference(index: number, { answer }: Question, given: Given | null): string | null {
  if (answer === null || given === null)
    return answer === null && given === null
      ? null
      : `row ${index}: ${given === null ? 'refused' : 'answered'}, and not by the product`;
  const { qValues, action, largest, gap, isUnderflow } = answer;
  const least = TOLERANCE * Math.max(1, largest);
  const off = qValues.findIndex((value, i) => !(Math.abs(value - given.qValues[i]!) <= least));
  if (off >= 0) return `row ${index} action ${off}: expected ${qValues[off]!}, got ${given.qValues[off]!}`;
  if (given.action !== action && gap > 2 * least && !isUnderflow)
    return `row ${index}: expected action ${action}, ahead by ${gap}, got ${given.action}`;
  return null;
}

/** A line for each row that is answered otherwise. */
export function differences(
  questions: readonly Question[],
  given: (index: number) => Given | null,
): readonly string[] {
  return questions.flatMap((question, index) => difference(index, question, given(index)) ?? []);
}
