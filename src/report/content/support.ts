/** How much of a log speaks for what is judged, in words and numbers. */
import type { Block } from '../blocks';
import { facts, note, numberTable } from '../blocks';
import { formatFixed, formatNumber, formatShare, formatShort } from '../format';
import type { LogValues } from './log-values';
import { namedInText } from './log-values';

/** Steps of a history with a row. */
const MOST_STEPS = 12;

/** Customers that speak for it after each decision: long histories lose them fast. */
function stepTable({ subject, offPolicy: { unit } }: LogValues): Block[] {
  const sizes = subject.support?.effectiveSampleSizes ?? [];
  if (sizes.length < 2) return [];
  const shown = sizes.slice(0, MOST_STEPS);
  const more =
    sizes.length > shown.length ? `, the first ${MOST_STEPS} of ${formatNumber(sizes.length)}` : '';
  return [
    numberTable(
      `Effective sample size after each decision of a ${unit}${more}`,
      ['Decisions so far', `Effective ${unit}s`],
      shown.map((size, step) => [formatNumber(step + 1), formatShort(size)]),
    ),
  ];
}

export function supportBlocks(values: LogValues): Block[] {
  const { subject, offPolicy } = values;
  const { support, name } = subject;
  if (support === null) return [];
  const { unit, units } = offPolicy;
  const { effectiveSampleSize, largestShare, meanWeight, standardError, unloggedShare, rareShare } = support;
  const error = standardError === null ? '' : `, standard error ${formatFixed(standardError, 3)}`;
  const expected = unloggedShare > 0 ? formatShort(1 - unloggedShare) : '1';
  return [
    facts([
      `The ${formatNumber(units)} ${unit}s tell as much of ${namedInText(name)} as ${formatShort(effectiveSampleSize)} would, had all been treated as it would treat them (effective sample size).`,
      `A single ${unit} decides at most ${formatShare(largestShare)} of the answer.`,
      `The mean weight is ${formatFixed(meanWeight, 3)}${error}; it should be ${expected} but for chance, if the probabilities are right.`,
      ...(rareShare === null || rareShare === 0 || unloggedShare > 0
        ? []
        : [`At ${formatShare(rareShare)} of the decisions it does what hardly ever happened there.`]),
    ]),
    ...stepTable(values),
    note(
      'Weight',
      `how much more or less often ${namedInText(name)} would have done what was done: who was treated as it would treat them counts more, all others less.`,
    ),
  ];
}
