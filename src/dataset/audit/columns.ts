/** Columns that say little: with gaps, nearly empty, or the same everywhere. */
import type { RawColumn } from '../contacts/contact-log';
import type { Check } from './finding';
import { named, percent } from './words';

/** Share of decisions where the column has no value. */
export function missingShare(column: RawColumn): number {
  const values = column.kind === 'category' ? column.codes : column.values;
  let missing = 0;
  for (const value of values) if (column.kind === 'category' ? value < 0 : Number.isNaN(value)) missing += 1;
  return values.length === 0 ? 0 : missing / values.length;
}

/** Whether two decisions differ in the column; a gap beside a value is a difference. */
export function varies(column: RawColumn): boolean {
  const values: ArrayLike<number> = column.kind === 'category' ? column.codes : column.values;
  for (let i = 1; i < values.length; i += 1) if (!Object.is(values[i]! + 0, values[0]! + 0)) return true;
  return false;
}

/** Gaps become a state of their own; where nearly all is one, the column tells next to nothing. */
export const missingValues: Check = ({ decisions, settings }) => {
  const shares = decisions.features
    .map((column) => ({ column, share: missingShare(column) }))
    // That something never happened is no gap.
    .filter(({ column, share }) => share >= settings.missingShare && column.kind !== 'days-since')
    .sort((a, b) => b.share - a.share);
  const empty = shares.filter(({ share }) => share >= settings.nearlyAllMissing);
  const gaps = shares.filter(({ share }) => share < settings.nearlyAllMissing);
  const listed = (all: typeof shares) =>
    named(all.map(({ column, share }) => `${column.name} ${percent(share)}`));
  return [
    ...(empty.length === 0
      ? []
      : [
          {
            ...{ code: 'nearly-all-missing', severity: 'warn' as const, lines: [] },
            message: `nearly all values are missing of ${listed(empty)}: leave them out of the features, or mend the export`,
            values: { columns: empty.length, largestShare: empty[0]!.share },
          },
        ]),
    ...(gaps.length === 0
      ? []
      : [
          {
            ...{ code: 'missing-values', severity: 'note' as const, lines: [] },
            message: `values are missing of ${listed(gaps)}: a policy sees "missing" as a state of its own, never as 0`,
            values: { columns: gaps.length, largestShare: gaps[0]!.share },
          },
        ]),
  ];
};

/** A feature that is the same everywhere tells a policy nothing. */
export const constantColumns: Check = ({ decisions }) => {
  if (decisions.count < 2) return [];
  const constant = decisions.features.filter((column) => !varies(column)).map(({ name }) => name);
  if (constant.length === 0) return [];
  return [
    {
      ...{ code: 'constant-columns', severity: 'note', lines: [] },
      message: `${named(constant)}: the same in every row, so a policy learns nothing from ${constant.length === 1 ? 'it' : 'them'}; leave ${constant.length === 1 ? 'it' : 'them'} out`,
      values: { columns: constant.length },
    },
  ];
};
