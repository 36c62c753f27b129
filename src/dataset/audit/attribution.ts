/** Outcomes that two decisions could claim. */
import { milliseconds } from '../schema/durations';
import { rowsOf } from './audit-input';
import { linesOf, type Check } from './finding';
import { shareOf } from './words';

/** Where the next decision lies within the window of one, both may count the same outcome. */
export const overlappingWindows: Check = (input) => {
  const { decisions, schema, settings } = input;
  const { times, next, count } = decisions;
  if (schema.window === undefined || times === null) return [];
  const window = milliseconds(schema.window);
  const overlapping = Array.from(next.keys()).filter(
    (i) => next[i]! >= 0 && times[next[i]!]! - times[i]! < window,
  );
  const share = overlapping.length / count;
  const { attribution } = schema;
  if (share < settings.attributionShare || attribution === 'last' || attribution === 'shared') return [];
  const found = `${shareOf(overlapping.length, count, input.what)} are followed by another decision within the window of ${schema.window}`;
  const advice =
    attribution === 'each'
      ? 'with attribution: each the export counts one outcome for both, so sums count it twice; an export by last or shared would not'
      : 'whose is an outcome that comes after both? Say as attribution how the export decided (last, shared or each); it changes no reward';
  return [
    {
      ...{ code: 'overlapping-windows', severity: 'warn', message: `${found}: ${advice}` },
      ...{ lines: linesOf(input, rowsOf(input, overlapping)), values: { rows: overlapping.length, share } },
    },
  ];
};
