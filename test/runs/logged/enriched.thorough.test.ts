/** Added columns add where they tell whom to contact; shuffled over rows, or the same for everybody, they add nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { train } from '../../../src';
import { Random } from '../../../src/core/random';
import type { LoggedReport } from '../../../src/report/report';
import { logSource } from '../../../src/runs/logged/log-source';
import { quietHost } from '../../../src/runs/quiet-host';
import { shuffled } from '../../../src/stats/held-out';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

const CUSTOMERS = 1000;

const SCHEMA = `
customer: id
action: channel
noAction: none
actions: [none, mail]
reward: margin
propensity: p
features: { age: number, likes_mail: number, purchases: number }
split: { by: customer, test: 0.4, validation: 0.2 }
enriched: { columns: [likes_mail, purchases] }
`;

/** What the columns hold, of what they would. */
const kinds = {
  'as they are': (values: Int32Array) => values,
  'shuffled over rows': (values: Int32Array, random: Random) => shuffled(values, random),
  'the same for everybody': (values: Int32Array) => values.map(() => 4),
};
type Kind = keyof typeof kinds;

/** Half like mails: of them one brings 3, of the others it costs 3, give or take 1; leaving alone brings nothing. */
function logOf(folder: string, kind: Kind, random: Random) {
  const draw = (count: number) => Int32Array.from({ length: CUSTOMERS }, () => random.integer(count));
  const [likes, purchases, mailed, ages, noise] = [draw(2), draw(9), draw(2), draw(60), draw(3)];
  const shown = [likes, purchases].map((values, i) => kinds[kind](values, random.fork(`shuffle ${i}`)));
  const lines = Array.from({ length: CUSTOMERS }, (_, i) => {
    const margin = mailed[i] === 0 ? 0 : (likes[i] === 1 ? 3 : -3) + noise[i]! - 1;
    return [
      ...[`c${i}`, mailed[i] === 1 ? 'mail' : 'none', margin, 0.5, 20 + ages[i]!],
      ...shown.map((values) => values[i]),
    ].join(',');
  });
  const [file, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(file, `id,channel,margin,p,age,likes_mail,purchases\n${lines.join('\n')}\n`);
  writeFileSync(schema, SCHEMA);
  return logSource(file, { schema });
}

async function reportOf(kind: Kind, seed: number): Promise<LoggedReport> {
  const folder = freshFolder();
  const source = logOf(folder, kind, Random.fromSeed(seed));
  const settings = { offPolicy: { resamples: 200 }, passes: { most: 20 } };
  const { report } = await train(source, settings, {
    ...{ out: join(folder, 'run'), method: 'one-step', backend: 'wasm', seed, host: quietHost() },
  });
  return report as LoggedReport;
}

const comparisonOf = async (kind: Kind, seed: number) => (await reportOf(kind, seed)).enriched!.comparison!;

async function slopeOf(kind: Kind, seed: number) {
  const shrinkage = (await reportOf(kind, seed)).shrinkage!;
  if ('unknown' in shrinkage) throw new Error(shrinkage.unknown);
  return shrinkage.slope;
}

const containsZero = ({ low, high }: { low: number | null; high: number | null }) =>
  low !== null && high !== null && low <= 0 && high >= 0;

it.each([1, 2, 3])('adds where they tell whom to contact, seed %i', async (seed) => {
  const { decision, difference } = await comparisonOf('as they are', seed);
  expect(decision).toBe('better');
  // Who likes mails is half of them: 3 × ½ beside what mails to all bring, 0.
  expect(difference!.interval.low!).toBeGreaterThan(0.75);
  expect(difference!.interval.low!).toBeLessThan(1.5);
  expect(difference!.interval.high!).toBeGreaterThan(1.5);
});

it.each<Kind>(['shuffled over rows', 'the same for everybody'])(
  'adds nothing, %s: the interval has 0 in it for nine of ten seeds',
  async (kind) => {
    const intervals = [];
    for (let seed = 1; seed <= 10; seed += 1)
      intervals.push((await comparisonOf(kind, seed)).difference!.interval);
    // An interval of 95 % misses once in twenty: two or more of ten in 9 % of cases.
    expect(intervals.filter(containsZero).length).toBeGreaterThanOrEqual(9);
  },
);

it.each([1, 2, 3])('finds that what was learned of customers came true, or more, seed %i', async (seed) => {
  // Short trainings learn less than there is.
  expect((await slopeOf('as they are', seed)).low!).toBeGreaterThan(0.7);
});

it('finds that nothing came true of columns of other rows: the interval has 0 in it for nine of ten seeds', async () => {
  const slopes = [];
  for (let seed = 1; seed <= 10; seed += 1) slopes.push(await slopeOf('shuffled over rows', seed));
  expect(slopes.filter(containsZero).length).toBeGreaterThanOrEqual(9);
});
