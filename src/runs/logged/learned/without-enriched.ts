/** The way of learning that was chosen, learned once more without the columns that `enrich` added: what they add. */
import type { LearnedRunConfig } from '../../run-config';
import type { BesideLearning, FinishedTraining, Learning } from '../../task';
import type { LoggedSplits } from '../loaded-log';
import { enrichedColumns, otherPlaces, splitsWithout } from './enriched-columns';
import type { Candidate } from './candidates';

/** Why there is no such training; null where there is one. @param columns that `enrich` added */
export function whyNotWithout(
  { settings }: LearnedRunConfig,
  { raw }: Pick<LoggedSplits, 'raw'>,
  columns: readonly string[],
): string | null {
  if (!settings.withoutEnriched) return 'withoutEnriched=false';
  return otherPlaces(raw!, columns).length === 0
    ? 'the log has no other columns to decide on, and nothing is left to learn from without them'
    : null;
}

const columnsText = (count: number) =>
  count === 1 ? 'the column that enrich added' : `the ${count} columns that enrich added`;

/** @param seconds that the same took with the columns */
function announcementOf(count: number, seconds: number, tried: number): string {
  const how = tried === 1 ? 'the same way' : `the way that was kept of ${tried}`;
  return `learning once more ${how}, without ${columnsText(count)}: with ${count === 1 ? 'it' : 'them'} it took ${Math.ceil(seconds)} s; --set withoutEnriched=false leaves it out`;
}

/**
 * @param ways of learning that were tried
 * @param learning by one way on these sides
 * @returns null where the schema names no such column, or there is a reason against it
 */
export function withoutEnriched(
  config: LearnedRunConfig,
  { splits }: { readonly splits: LoggedSplits },
  ways: readonly Candidate[],
  { result }: FinishedTraining,
  learning: (splits: LoggedSplits, way: Candidate) => Learning,
): BesideLearning | null {
  const columns = enrichedColumns(splits.raw);
  if (columns.length === 0 || whyNotWithout(config, splits, columns) !== null) return null;
  const { candidates, chosen } = result.selection!;
  return {
    ...learning(splitsWithout(splits, splits.raw!, columns), ways[chosen]!),
    name: 'without-enriched',
    announcement: announcementOf(columns.length, candidates[chosen]!.wallSeconds, ways.length),
  };
}
