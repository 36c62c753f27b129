/**
 * Features that are the label in other words: a model of them is right on paper, and useless on the day. They are refused by
 * name, for nothing that is computed after them would show it. What is counted of events cannot be one, as a `Past` has none
 * of later; a column of the table of customers, which is as of whenever it was exported, can.
 */
import { InputError, show } from '../../core/errors';
import { featureOf, type FeatureTable } from './feature-table';

/** log C(n, k) */
function logChoose(n: number, k: number): number {
  let log = 0;
  for (let i = 1; i <= Math.min(k, n - k); i += 1) log += Math.log((n - i + 1) / i);
  return log;
}

/**
 * Chance that labels dealt at random among the rows go by the value alone, without a mistake, and change no more often along
 * it: C(values - 1, changes) ways of 2, of C(rows, positive). A number of its own for each customer has as many changes as
 * it comes to by chance, and is no leak.
 *
 * @returns 1 where one value has rows of both labels
 */
function chanceOfPerfection(values: Float64Array, target: Float64Array): number {
  const rows = Array.from(values, (_, row) => row).filter((row) => !Number.isNaN(values[row]!));
  rows.sort((a, b) => values[a]! - values[b]!);
  let [distinct, changes, positive] = [0, 0, 0];
  for (const [place, row] of rows.entries()) {
    positive += target[row]!;
    const before = rows[place - 1];
    const changed = before !== undefined && target[row] !== target[before];
    if (before !== undefined && values[row] === values[before]) {
      if (changed) return 1;
      continue;
    }
    distinct += 1;
    if (changed) changes += 1;
  }
  const ways = Math.log(2) + logChoose(distinct - 1, changes);
  return changes === 0 ? 1 : Math.exp(ways - logChoose(rows.length, positive));
}

/** As sure as not to be a coincidence, over all features of a table. */
const COINCIDENCE = 1e-4;

/** @returns what the feature gives away; null if nothing */
function leakOf(values: Float64Array, target: Float64Array): string | null {
  const agrees = (told: (value: number) => number) =>
    values.every((value, row) => told(value) === target[row]);
  if (agrees((value) => value)) return 'equals the label';
  if (agrees((value) => 1 - value)) return 'is the label turned round';
  if (agrees((value) => (Number.isNaN(value) ? 1 : 0))) return 'is missing in exactly the rows of label 1';
  if (agrees((value) => (Number.isNaN(value) ? 0 : 1))) return 'is missing in exactly the rows of label 0';
  return chanceOfPerfection(values, target) < COINCIDENCE
    ? 'tells the labels apart without one mistake'
    : null;
}

/**
 * Rows that all have the same amount tell nothing of where a feature came from.
 *
 * @param target [rows] amounts @param what they are, in words
 * @throws InputError for a feature that is the amount itself
 */
export function expectNoCopy(table: FeatureTable, target: Float64Array, what: string): void {
  if (target.every((value) => value === target[0])) return;
  for (const name of table.names)
    if (featureOf(table, name).every((value, row) => value === target[row]))
      throw new InputError(
        `feature ${show(name)}: expected what was known before the period, got ${what} itself`,
      );
}

/**
 * @param target [rows] 0 or 1, both of them
 * @throws InputError for a feature that is the label's own image
 */
export function expectNoImage(table: FeatureTable, target: Float64Array): void {
  for (const name of table.names) {
    const leak = leakOf(featureOf(table, name), target);
    if (leak !== null)
      throw new InputError(
        `feature ${show(name)}: expected what was known before the label, got one that ${leak}`,
      );
  }
}
