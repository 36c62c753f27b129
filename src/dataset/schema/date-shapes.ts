/** Dates as people write them. 06.01.2025 is read by no log, for it is one day here and another one there. */

const DATE =
  /^(?:(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)|(\d{4})([./])(\d{1,2})\6(\d{1,2}))(?:,?[ T]\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?)?$/i;

interface Parts {
  readonly separator: string;
  readonly isYearFirst: boolean;
  /** The two that are no year, as they stand. */
  readonly first: number;
  readonly second: number;
  readonly year: string;
}

function partsOf(text: string): Parts | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [, first, separator, second, year, yearFirst, otherSeparator, month, day] = match;
  const parts =
    yearFirst === undefined
      ? {
          separator: separator!,
          isYearFirst: false,
          first: Number(first),
          second: Number(second),
          year: year!,
        }
      : {
          ...{ separator: otherSeparator!, isYearFirst: true, year: yearFirst },
          ...{ first: Number(month), second: Number(day) },
        };
  const [low, high] = [Math.min(parts.first, parts.second), Math.max(parts.first, parts.second)];
  return low >= 1 && low <= 12 && high <= 31 ? parts : null;
}

/**
 * The shape in which all texts are dates but not `YYYY-MM-DD`, such as `DD.MM.YYYY`; where no number above 12 tells days
 * from months, both shapes.
 *
 * @returns null if they are no such dates
 */
export function dateShape(texts: readonly string[]): string | null {
  const all = texts.map(partsOf);
  const [one] = all;
  if (one === undefined || one === null) return null;
  const alike = all.every(
    (parts) => parts?.separator === one.separator && parts.year.length === one.year.length,
  );
  if (!alike || all.some((parts) => parts!.isYearFirst !== one.isYearFirst)) return null;
  const isAbove = (part: 'first' | 'second') => all.some((parts) => parts![part] > 12);
  const year = 'Y'.repeat(one.year.length);
  if (one.isYearFirst) return isAbove('first') ? null : [year, 'MM', 'DD'].join(one.separator);
  const isDayFirst = !isAbove('second');
  // Nobody writes the month first between dots, where it need not be.
  const isMonthFirst = !isAbove('first') && !(isDayFirst && one.separator === '.');
  const shapes = [
    ...(isDayFirst ? [['DD', 'MM', year]] : []),
    ...(isMonthFirst ? [['MM', 'DD', year]] : []),
  ].map((parts) => parts.join(one.separator));
  return shapes.length === 0 ? null : shapes.join(' or ');
}
