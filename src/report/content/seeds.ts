/** How much luck there is in one run: the same training under other seeds. */
import { ABSENT, formatNumber } from '../format';
import type { Block } from '../blocks';
import { heading, numberTable, paragraph } from '../blocks';
import type { SeedResult } from '../report';
import { metricLabel } from './metrics';

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Spread of what is known, or null if nothing is. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  const middle = (known.length - 1) / 2;
  const median = (known[Math.floor(middle)]! + known[Math.ceil(middle)]!) / 2;
  return { min: known[0]!, median, max: known.at(-1)! };
}

/** Nothing for a single seed, else a table with one column per measured quantity. */
export function seedBlocks(seeds: readonly SeedResult[]): Block[] {
  if (seeds.length === 0) return [];
  const names = [...new Set(seeds.flatMap((seed) => Object.keys(seed.values)))];
  const spreads = names.map((name) => spreadOf(seeds.map((seed) => seed.values[name] ?? null)));
  const spreadRow = (part: keyof Spread): string[] => [
    part === 'min' ? 'least' : part === 'max' ? 'largest' : 'median',
    ...spreads.map((spread) => (spread === null ? ABSENT : formatNumber(spread[part]))),
  ];
  const rows = seeds.map((seed) => [
    `seed ${seed.seed}`,
    ...names.map((name) => formatNumber(seed.values[name] ?? null)),
  ]);
  return [
    heading('Other seeds'),
    paragraph(
      'The same training with other random numbers. A difference between policies that is smaller than the spread ' +
        'between seeds may be luck.',
    ),
    numberTable(
      `The model under ${seeds.length} seeds, with least, median and largest value`,
      ['run', ...names.map(metricLabel)],
      [...rows, spreadRow('min'), spreadRow('median'), spreadRow('max')],
      'median',
    ),
  ];
}
