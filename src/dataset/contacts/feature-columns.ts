/** Features as their readers left them, checked by their kind. */
import { show } from '../../core/errors';
import { OptionalNameColumn } from '../read/contact-columns';
import type { TableSource } from '../read/table-source';
import type { FeatureSpec } from '../schema/feature-schema';
import { expectAll, refuse } from './cell-checks';
import type { FeatureReader } from './contact-columns';
import type { Names, RawColumn } from './contact-log';

/** Other codes for the same names; -1 stays -1. Where they lie, as logs may fill half the memory. */
function recoded(codes: Int32Array, codeOf: readonly number[]): Int32Array {
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (code >= 0) codes[row] = codeOf[code]!;
  }
  return codes;
}

/** Names sorted, so that codes do not depend on which row came first. */
export function sortedNames({ codes, names }: Names): Names {
  const used = new Uint8Array(names.length);
  for (let row = 0; row < codes.length; row += 1) if (codes[row]! >= 0) used[codes[row]!] = 1;
  const sorted = names.filter((_, code) => used[code] === 1).sort();
  const place = new Map(sorted.map((name, index) => [name, index]));
  const codeOf = names.map((name) => place.get(name) ?? -1);
  return { codes: recoded(codes, codeOf), names: sorted };
}

export function rawColumn(
  source: TableSource,
  name: string,
  spec: FeatureSpec,
  reader: FeatureReader,
): RawColumn {
  if (reader instanceof OptionalNameColumn) {
    const named = sortedNames({ codes: reader.codes(), names: reader.names() });
    return {
      ...{ name, kind: 'category', declared: spec.levels !== undefined },
      ...levelsOf(source, name, spec, named),
    };
  }
  const values = reader.values();
  const kind = spec.kind as Exclude<FeatureSpec['kind'], 'category'>;
  if (kind === 'count')
    expectAll(
      source,
      name,
      values,
      (value) => !(value < 0) && !(Math.floor(value) < value),
      'a count: a whole number from 0 on',
    );
  if (kind === 'days-since') {
    const { never } = spec;
    const days = never === undefined ? values : values.map((value) => (value === never ? NaN : value));
    return {
      name,
      kind,
      values: expectAll(source, name, days, (value) => !(value < 0), 'days since, from 0 on'),
    };
  }
  return { name, kind, values };
}

/** The declared levels, in their order, where there are any. */
function levelsOf(source: TableSource, column: string, { levels }: FeatureSpec, named: Names): Names {
  if (levels === undefined) return named;
  const codeOf = named.names.map((name) => levels.indexOf(name));
  const wrong = named.codes.findIndex((code) => code >= 0 && codeOf[code]! < 0);
  if (wrong >= 0) {
    const found = show(named.names[named.codes[wrong]!]);
    refuse(source, wrong, column, `expected one of ${levels.map(show).join(', ')}, got ${found}`);
  }
  return { codes: named.codes.map((code) => (code < 0 ? -1 : codeOf[code]!)), names: levels };
}
