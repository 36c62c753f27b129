/**
 * Single rows encoded one by one, without the readers of files: what a service does thousands of times per second. It
 * knows plain cells alone; a row with any other is left to `encodeRows`, which says what is wrong with it, so that the two
 * cannot differ.
 */
import { show } from '../../core/errors';
import type { BarWriter } from '../decisions/bars';
import type { Past } from '../decisions/past';
import { featureNames } from './fitted-features';
import { eligibleBarrer, pastBarrer, plainRuleCells } from './plain-bars';
import { cellForm } from './plain-cells';
import { featureWriter, writeNumeric } from './plain-features';
import type { RawInputs } from './raw-inputs';
import { knownColumns, readersOfRows, specsOf, strangeRemark } from './raw-rows';
import { unseenRemarks } from './unseen-levels';

export interface PlainRow {
  readonly columns: Readonly<Record<string, unknown>>;
  /** Earlier decisions; null where nobody knows them, which bars what rules say of them. */
  readonly past: Past | null;
  /** When it is decided, milliseconds. */
  readonly now: number;
  /** Of its columns, in remarks. */
  readonly place: string;
}

/**
 * Writes the observation of a row, and what is barred in it.
 *
 * @param out [rows, features] zeros
 * @param at the row in it
 * @returns remarks; null if the row is not plain, and what was written must not be used
 */
export type PlainRowWriter = (
  row: PlainRow,
  out: Float32Array,
  at: number,
  bar: BarWriter,
) => readonly string[] | null;

/** @param actions the model's */
export function plainRowWriter(raw: RawInputs, actions: readonly string[]): PlainRowWriter {
  const form = cellForm(raw.schema);
  const specs = specsOf(raw);
  const past = pastBarrer(raw, actions);
  const eligible = eligibleBarrer(raw, actions, form);
  const ruleCells = plainRuleCells(raw, form);
  const wantedOf = (isKnown: boolean) =>
    readersOfRows(raw, actions, { now: 0, ...(isKnown && { pastOf: () => ({ times: [], actions: [] }) }) })
      .wanted;
  const [withPast, alone] = [true, false].map((isKnown) => {
    const wanted = wantedOf(isKnown);
    return { names: wanted.map(({ name }) => name), known: knownColumns(wanted, raw) };
  });
  let width = 0;
  const features = raw.features.map((fitted) => {
    const at = width;
    width += featureNames([fitted]).length;
    return { fitted, at, write: featureWriter(fitted, specs[fitted.column]!, form) };
  });
  const madeOf = new Map(past.names.map((name, column) => [name, column]));
  return ({ columns, past: before, now, place }, out, row, bar) => {
    const { names, known } = before === null ? alone! : withPast!;
    for (const name of names) if (!Object.hasOwn(columns, name)) return null;
    const cells = ruleCells(columns);
    if (cells === null || !eligible(columns, row, bar)) return null;
    past.read(before, now, cells, row, bar);
    const remarks: string[] = [];
    for (const key of Object.keys(columns))
      if (!known.has(key)) remarks.push(strangeRemark(place, key, names));
    for (const { fitted, at, write } of features) {
      const target = { out, at: row * width + at };
      const made = before === null ? undefined : madeOf.get(fitted.column);
      if (made !== undefined && 'origin' in fitted) {
        if (!writeNumeric(fitted, past.value(made), now, target)) return null;
        continue;
      }
      const encoded = write(columns[fitted.column], now, target);
      if (encoded === false) return null;
      if (encoded !== true) remarks.push(...unseenRemark(fitted, encoded.unseen, place));
    }
    return remarks;
  };
}

function unseenRemark(
  fitted: RawInputs['features'][number],
  value: string,
  place: string,
): readonly string[] {
  if (fitted.kind !== 'category')
    throw new RangeError(`${fitted.column}: expected a category, got ${show(fitted)}`);
  const { column, levels } = fitted;
  return unseenRemarks([{ column, value, levels, row: 0, count: 1 }], () => place);
}
