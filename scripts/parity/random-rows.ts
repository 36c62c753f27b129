/** Random rows as customers' systems send them: what is usual, what is missing, levels never seen, numbers out of all measure. */
import type { Random } from '../../src/core/random';
import type { FittedFeature } from '../../src/dataset/features/fitted-features';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { readersOfRows } from '../../src/dataset/features/raw-rows';

export type Row = Readonly<Record<string, unknown>>;

const pick = <Value>(random: Random, values: readonly Value[]): Value =>
  values[random.integer(values.length)]!;

/** Share of cells that are missing, of numbers out of all measure, and of what the product refuses. */
const MISSING = 0.06;
const EXTREME = 0.03;
const REFUSED = 0.002;
const LARGE = [0, -0, 1e-12, 1e6, 1e12, 3e38, 2 ** 24 + 1];
const EXTREMES: Readonly<Record<'number' | 'count' | 'days-since', readonly number[]>> = {
  number: [...LARGE, -3e38, -999],
  count: [0, 1e6, 1e12, 3e38, 2 ** 24 + 1, -999],
  'days-since': [...LARGE, 9999],
};
/** Below that of columns: near the end of single precision sums hang on their order. */
const STATES = [0, 1e-12, 1e6, -1e12, 2 ** 24 + 1, 1e36, -1e36];
/** No number of single precision, no count. */
const WRONG = [1e39, -1e39, -0.5];

const dateOf = (days: number) => new Date(Date.UTC(2026, 0, 1) + Math.round(days * 86_400_000)).toISOString();

function numberCell(
  { kind, origin, mean, scale }: Extract<FittedFeature, { origin: number }>,
  random: Random,
): unknown {
  const usual = origin + mean + (2 * (random.uniform() + random.uniform() + random.uniform()) - 3) / scale;
  if (kind === 'date') return dateOf(-usual);
  if (random.uniform() < REFUSED) return pick(random, WRONG);
  if (random.uniform() < EXTREME) return pick(random, EXTREMES[kind]);
  if (kind === 'number') return usual;
  const measure = Math.expm1(Math.max(0, usual));
  if (kind === 'count') return Math.round(measure);
  return random.uniform() < 0.05 ? 9999 : measure;
}

/** @param declared whether the schema says which levels there are */
function categoryCell(
  { levels }: Extract<FittedFeature, { kind: 'category' }>,
  declared: boolean,
  random: Random,
): unknown {
  if (random.uniform() < REFUSED) return 'NA';
  return random.uniform() < (declared ? REFUSED : EXTREME) ? 'never seen' : pick(random, levels);
}

function cellOf(fitted: FittedFeature, declared: boolean, random: Random): unknown {
  if (random.uniform() < (fitted.missing ? MISSING : REFUSED)) return null;
  if (fitted.kind === 'category') return categoryCell(fitted, declared, random);
  return fitted.kind === 'flag' ? random.uniform() < 0.5 : numberCell(fitted, random);
}

/** Values of every column that the model asks for. */
export function randomRows(raw: RawInputs, actions: readonly string[], count: number, random: Random): Row[] {
  const { readers, wanted } = readersOfRows(raw, actions);
  const { time, features = {} } = raw.schema;
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      wanted.map(({ name }) => {
        const fitted = raw.features.find(({ column }) => column === name);
        if (fitted !== undefined) return [name, cellOf(fitted, features[name]?.levels !== undefined, random)];
        if (name === time) return [name, dateOf(60 * random.uniform())];
        if (name === readers.eligibleList?.name) return [name, ''];
        return [name, random.uniform() < 0.8 === (name !== 'no mail')];
      }),
    ),
  );
}

/** States by feature, with the same share of numbers beyond all measure. */
export function randomStates(
  features: readonly string[],
  offsets: readonly number[],
  scales: readonly number[],
  count: number,
  random: Random,
): Row[] {
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      features.map((feature, i) => {
        if (random.uniform() < EXTREME) return [feature, pick(random, STATES)];
        return [feature, offsets[i]! + (3 * random.uniform() - 1.5) / scales[i]!];
      }),
    ),
  );
}
