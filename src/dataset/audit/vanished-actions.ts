/** Actions that were taken for a time and then no more: what is learned may still take them. */
import { distinctSorted } from '../distinct-sorted';
import { DAY } from '../schema/durations';
import type { AuditInput } from './audit-input';
import { splitOrNone } from './drift';
import { linesOf, type Check, type Finding } from './finding';
import { timeText } from './times';
import { decimals, percent } from './words';

/** Different times of an action from which its usual gap is known. */
const FEWEST_TIMES = 5;
/** As many usual gaps of silence are a hole, as of the log itself. */
const USUAL_GAPS = 10;
/** And as many times the longest gap before: what pauses for a season comes back. */
const LONGEST_GAPS = 2;

const ADVICE =
  'if it cannot be taken any more, bar it (the schema’s eligible), for what is learned may take it still; if it was renamed, give both one name';

interface Silence {
  readonly last: number;
  readonly length: number;
  readonly usual: number;
  readonly longest: number;
}

/**
 * How long an action was silent before the log ends, where that is no usual pause.
 *
 * @param times distinct, ascending
 */
export function silenceOf(times: Float64Array, end: number): Silence | null {
  if (times.length < FEWEST_TIMES) return null;
  const [first, last] = [times[0]!, times.at(-1)!];
  const usual = (last - first) / (times.length - 1);
  const longest = times.reduce((most, time, i) => (i === 0 ? 0 : Math.max(most, time - times[i - 1]!)), 0);
  const length = end - last;
  if (length < USUAL_GAPS * usual || length <= LONGEST_GAPS * longest) return null;
  return { last, length, usual, longest };
}

const days = (time: number) => `${decimals(time / DAY)} days`;

/** Rows of the log, of which the youngest make no decisions where their outcome is not known yet. */
function silentOf(input: AuditInput, action: number, end: number): Finding[] {
  const { log, settings, schema } = input;
  const times = log.times!;
  const rows: number[] = [];
  for (let row = 0; row < log.rows; row += 1) if (log.loggedActions[row] === action) rows.push(row);
  if (rows.length < settings.fewestRows) return [];
  const silence = silenceOf(distinctSorted(Float64Array.from(rows, (row) => times[row]!)), end);
  if (silence === null) return [];
  const { last, length, usual, longest } = silence;
  return [
    {
      ...{ code: 'vanished-action', severity: 'warn' },
      message:
        `${log.actions[action]!} was last taken ${days(length)} before the log ends (${timeText(last, schema)}); ` +
        `until then its ${rows.length} rows were ${days(usual)} apart on average and ${days(longest)} at most: ${ADVICE}`,
      lines: linesOf(
        input,
        rows.filter((row) => times[row] === last),
      ),
      values: { rows: rows.length, silentDays: length / DAY, usualDays: usual / DAY },
    },
  ];
}

/** Actions of the training that were never taken in the time of the test, where as many rows were to be expected as tell. */
function untestedOf(input: AuditInput): ReadonlyMap<number, Finding> {
  const { schema, decisions, log, settings } = input;
  const isByTime = schema.split?.by === 'time' || schema.split?.by === 'customer and time';
  const split = isByTime ? splitOrNone(input, schema.split) : null;
  if (split === null) return new Map();
  const { train, test } = split;
  const taken = log.actions.map(() => ({ train: 0, test: 0 }));
  for (const i of train) taken[decisions.actions[i]!]!.train += 1;
  for (const i of test) taken[decisions.actions[i]!]!.test += 1;
  return new Map(
    taken.flatMap((counts, action): [number, Finding][] => {
      const share = counts.train / train.length;
      const expected = share * test.length;
      if (counts.test > 0 || expected < settings.fewestRows) return [];
      const times = decisions.times!;
      const own = train.filter((i) => decisions.actions[i] === action).sort((a, b) => times[b]! - times[a]!);
      return [
        [
          action,
          {
            ...{ code: 'vanished-action', severity: 'warn' },
            message:
              `${log.actions[action]!} was taken at ${counts.train} of ${train.length} decisions of the training (${percent(share)}) and ` +
              `at none of the ${test.length} of the test, where ${decimals(expected)} were to be expected: ${ADVICE}`,
            lines: linesOf(
              input,
              Array.from(own, (i) => decisions.rows[i]!),
            ),
            values: { rows: counts.train, expected },
          },
        ],
      ];
    }),
  );
}

/** A time that is each customer's own count of steps is no date after which something was over. */
export const vanishedActions: Check = (input) => {
  const { log, schema } = input;
  if (log.times === null) return [];
  const untested = untestedOf(input);
  const end =
    schema.timeUnit === 'step' ? null : log.times.reduce((most, time) => Math.max(most, time), -Infinity);
  return log.actions.flatMap((_, action) => {
    const silent = end === null ? [] : silentOf(input, action, end);
    const other = untested.get(action);
    return silent.length > 0 || other === undefined ? silent : [other];
  });
};
