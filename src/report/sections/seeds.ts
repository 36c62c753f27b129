/** How much luck there is in one run: the same training under other seeds. */
import { heading, numberTable, paragraph } from '../blocks';
import { metricLabel } from '../content/metrics';
import { ABSENT, formatNumber } from '../format';
import type { SeedResult } from '../report';
import type { Section } from './section';

interface SeedData {
  /** The run's own. */
  readonly seed: number;
  readonly seeds: readonly SeedResult[];
}

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Spread of what is known, or null if nothing is. */
function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  const middle = (known.length - 1) / 2;
  const median = (known[Math.floor(middle)]! + known[Math.ceil(middle)]!) / 2;
  return { min: known[0]!, median, max: known.at(-1)! };
}

function spreadOver(seeds: readonly SeedResult[], name: string): Spread | null {
  return spreadOf(seeds.map(({ values }) => values[name] ?? null));
}

/** One column per measured quantity. */
function seedTable(seeds: readonly SeedResult[]) {
  const names = [...new Set(seeds.flatMap((seed) => Object.keys(seed.values)))];
  const spreads = names.map((name) => spreadOver(seeds, name));
  const spreadRow = (label: string, part: keyof Spread): string[] => [
    label,
    ...spreads.map((spread) => (spread === null ? ABSENT : formatNumber(spread[part]))),
  ];
  const rows = seeds.map((seed) => [
    `seed ${seed.seed}`,
    ...names.map((name) => formatNumber(seed.values[name] ?? null)),
  ]);
  return numberTable(
    `The model under ${seeds.length} seeds, with least, median and largest value`,
    ['run', ...names.map(metricLabel)],
    [...rows, spreadRow('least', 'min'), spreadRow('median', 'median'), spreadRow('largest', 'max')],
    'median',
  );
}

/** The spread over seeds in a few words. */
function terminalPart({ seed, seeds }: SeedData): string {
  const spreads = Object.keys(seeds[0]!.values).flatMap((name) => {
    const spread = spreadOver(seeds, name);
    if (spread === null) return [];
    const { min, median, max } = spread;
    return [
      `  ${metricLabel(name)}: ${formatNumber(min)} to ${formatNumber(max)}, median ${formatNumber(median)}`,
    ];
  });
  return [`Everything above is seed ${seed}. The model over ${seeds.length} seeds:`, ...spreads].join('\n');
}

export const seeds: Section<SeedData> = {
  key: 'seeds',
  data: ({ seed, seeds = [] }) => (seed === undefined || seeds.length === 0 ? undefined : { seed, seeds }),
  blocks: (data) => [
    heading('Other seeds'),
    paragraph(
      'The same training with other random numbers. A difference between policies that is smaller than the spread ' +
        'between seeds may be luck.',
    ),
    seedTable(data.seeds),
  ],
  summary: (data) => [terminalPart(data)],
};
