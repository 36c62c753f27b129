/** `assign` and `experiment`: groups drawn, read back and compared, and what is refused. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadExperiment } from '../../src/report/experiment-read';
import type { Assigned } from '../../src/runs/experiment/assign';
import { runHere } from '../support/command-here';
import { useFreshFolders } from '../support/fresh-folders';
import { writeParquet } from '../support/parquet-file';
import { shipped } from '../support/run-cli';
import { bucketOf } from '../../src/dataset/assignment/buckets';

const fresh = useFreshFolders();
const GROUPS = 'model=0.6,usual=0.4';

const customers = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);

/** A folder with customers, and what each of them brought: 3 of the model's, 2 of the others', and nothing of every second. */
function company(count = 400): string {
  const folder = fresh();
  writeFileSync(
    join(folder, 'customers.csv'),
    `id,age\n${customers(count)
      .map((id) => `${id},30\n`)
      .join('')}`,
  );
  const rows = customers(count).flatMap((id, i) => {
    const total = bucketOf('spring', id) < 600_000 ? 3 : 2;
    return i % 2 === 0 ? [] : [`${id},2026-11-10,${total - 1 - (i % 3) / 10}\n`, `${id},2026-11-20,1\n`];
  });
  writeFileSync(join(folder, 'outcomes.csv'), `id,day,spent\n${rows.join('')}`);
  return folder;
}

const assign = (folder: string, ...args: string[]) =>
  runHere(
    [
      'assign',
      '--data',
      'customers.csv',
      '--customer',
      'id',
      '--groups',
      GROUPS,
      '--salt',
      'spring',
      '--out',
      'groups.csv',
      ...args,
    ],
    folder,
  );
const experiment = (folder: string, ...args: string[]) =>
  runHere(
    ['experiment', '--data', 'outcomes.csv', '--groups', 'groups.csv', '--outcome', 'spent', ...args],
    folder,
  );

it('gives each customer of a file its group, and says beside it how', async () => {
  const folder = company();
  const { code, stdout, stderr } = await assign(folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('400 customers (column id) of 400 rows\n');
  const lines = readFileSync(join(folder, 'groups.csv'), 'utf8').trimEnd().split('\n');
  expect(lines).toEqual([
    'id,group',
    ...customers(400).map((id) => `${id},${bucketOf('spring', id) < 600_000 ? 'model' : 'usual'}`),
  ]);
  expect(JSON.parse(readFileSync(join(folder, 'groups.csv.assignment.json'), 'utf8'))).toMatchObject({
    ...{ salt: 'spring', customer: 'id', shares: { model: 0.6, usual: 0.4 } },
    ranges: [
      { group: 'model', from: 0, to: 600_000 },
      { group: 'usual', from: 600_000, to: 1_000_000 },
    ],
  });
});

it('writes over nothing, and keeps to the salt of what it goes on from', async () => {
  const folder = company(20);
  await assign(folder);
  const again = await assign(folder);
  expect(again).toMatchObject({ code: 2, stdout: '' });
  expect(again.stderr).toMatch(
    /^--out: expected a file that is not there yet, found groups\.csv; --overwrite/,
  );
  const typed = [
    'assign',
    '--data',
    'customers.csv',
    '--customer',
    'id',
    '--groups',
    GROUPS,
    '--out',
    'o.csv',
  ];
  const other = await runHere(
    [...typed, '--salt', 'autumn', '--previous', 'groups.csv.assignment.json'],
    folder,
  );
  expect(other.stderr).toBe('--salt: expected "spring", that of groups.csv.assignment.json, got "autumn"\n');
});

it('gives a customer who stands in several rows once, and numbers of Parquet the same group as those of CSV', async () => {
  const folder = fresh();
  writeFileSync(
    join(folder, 'numbers.csv'),
    `customer\n${Array.from({ length: 50 }, (_, i) => `${i}\n${i}\n`).join('')}`,
  );
  await writeParquet(join(folder, 'numbers.parquet'), 'SELECT range AS customer FROM range(50)');
  const of = (data: string, out: string) =>
    runHere(['assign', '--data', data, '--groups', GROUPS, '--salt', 's', '--out', out], folder);
  const { stdout } = await of('numbers.csv', 'a.csv');
  expect(stdout).toContain(
    '50 customers (column customer) of 100 rows; 50 rows name a customer again, who is given once',
  );
  await of('numbers.parquet', 'b.csv');
  expect(readFileSync(join(folder, 'b.csv'), 'utf8')).toBe(readFileSync(join(folder, 'a.csv'), 'utf8'));
});

it('writes Parquet where the name ends so, and reads the experiment by it', async () => {
  const folder = company();
  await assign(folder);
  const csv = JSON.parse((await experiment(folder, '--customer', 'id', '--json')).stdout) as ReadExperiment;
  const written = await runHere(
    [
      ...['assign', '--data', 'customers.csv', '--customer', 'id', '--groups', GROUPS, '--salt', 'spring'],
      ...['--out', 'groups.parquet'],
    ],
    folder,
  );
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(
    readdirSync(folder)
      .filter((name) => name.startsWith('groups.parquet'))
      .toSorted(),
  ).toEqual(['groups.parquet', 'groups.parquet.assignment.json']);
  const { stdout } = await runHere(
    ['experiment', '--data', 'outcomes.csv', '--groups', 'groups.parquet', '--outcome', 'spent', '--json'],
    folder,
  );
  expect((JSON.parse(stdout) as ReadExperiment).result).toEqual(csv.result);
  expect((await assign(folder, '--overwrite')).code).toBe(0);
});

it('moves as few customers as it can when shares change', async () => {
  const folder = company();
  await assign(folder);
  const typed = [
    'assign',
    '--data',
    'customers.csv',
    '--customer',
    'id',
    '--salt',
    'spring',
    '--out',
    'later.csv',
    '--json',
  ];
  const later = await runHere(
    [...typed, '--groups', 'holdout=0.1,usual=0.3,model=0.6', '--previous', 'groups.csv.assignment.json'],
    folder,
  );
  const { moved, groups } = JSON.parse(later.stdout) as Assigned;
  // All who move are those of the new group.
  expect(moved).toBe(groups[0]!.customers);
  expect(moved).toBe(customers(400).filter((id) => bucketOf('spring', id) >= 900_000).length);
});

it('reads the customers of a log by its schema', async () => {
  const folder = fresh();
  const log = [
    '--data',
    shipped('data/company-log/contacts.csv'),
    '--schema',
    shipped('data/company-log/schema.yaml'),
  ];
  await runHere(['assign', ...log, '--groups', GROUPS, '--salt', 'x', '--out', 'groups.csv'], folder);
  const { code, stdout } = await runHere(['experiment', ...log, '--groups', 'groups.csv', '--json'], folder);
  expect(code).toBe(0);
  const { result, outcome, outcomeRows } = JSON.parse(stdout) as ReadExperiment;
  expect([outcome, outcomeRows.counted]).toEqual(['reward', 5593]);
  expect(result.groups.reduce((sum, { customers: count }) => sum + count, 0)).toBe(150);
});

it('reads the result, with a page that needs nothing outside it', async () => {
  const folder = company();
  await assign(folder);
  const { code, stdout, stderr } = await experiment(
    folder,
    '--range',
    '0,5',
    '--out',
    'page',
    '--time',
    'day',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^model is better than usual\.\n/);
  expect(stdout).toMatch(/200\s+of 400 have no outcome and count with 0/);
  expect(stderr).toMatch(/written: page.experiment\.html, page.experiment\.md/);
  const page = readFileSync(join(folder, 'page/experiment.html'), 'utf8');
  expect(page).toContain('<figure id="differences">');
  expect(page).not.toMatch(/<script|src=|href=|url\((?!#)/);
  expect(readFileSync(join(folder, 'page/experiment.md'), 'utf8')).toContain('# model is better than usual.');
  const again = await experiment(folder, '--out', 'page');
  expect(again.stderr).toMatch(
    /^--out: expected a folder without the pages of an experiment, found .*--overwrite replaces it\n$/,
  );
});

it('adds up the rows of a customer before a date', async () => {
  const folder = company();
  await assign(folder);
  const early = await experiment(folder, '--json', '--time', 'day', '--until', '2026-11-15');
  const { result, outcomeRows } = JSON.parse(early.stdout) as ReadExperiment;
  expect(outcomeRows).toEqual({ counted: 200, after: 200, withoutGroup: 0, repeated: 0 });
  const whole = JSON.parse((await experiment(folder, '--json')).stdout) as ReadExperiment;
  // The row of the 20th is a 1 of every second customer.
  const half = whole.result.groups.map(({ mean }, i) => mean.value! - result.groups[i]!.mean.value!);
  const shares = whole.result.groups.map(({ withOutcomes, customers: count }) => withOutcomes / count);
  half.forEach((difference, i) => expect(difference).toBeCloseTo(shares[i]!, 9));
});

it('says who has outcomes and no group, and which rows are told twice', async () => {
  const folder = company();
  await assign(folder);
  const outcomes = join(folder, 'outcomes.csv');
  writeFileSync(
    outcomes,
    `${readFileSync(outcomes, 'utf8')}c1,2026-11-20,1\nx1,2026-11-20,1\nx1,2026-11-21,1\n`,
  );
  const { stdout } = await experiment(folder, '--time', 'day');
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /^1 of 201 customers with outcomes has no group \(2 rows\) and is left out\. model is better than usual\./,
  );
  expect(stdout).toContain('- 1 row with customer, time and outcome of another row: counted;');
  // Of a customer with many rows the same is found another way; what is after the end is no matter.
  const many = Array.from({ length: 20 }, (_, i) => `c3,2026-11-1${i % 5},${i % 4}\n`).join('');
  writeFileSync(outcomes, `id,day,spent\nc1,2026-11-12,1\n${many}${many}`);
  const repeated = async (...args: string[]) =>
    (JSON.parse((await experiment(folder, '--time', 'day', '--json', ...args)).stdout) as ReadExperiment)
      .outcomeRows.repeated;
  expect(await repeated()).toBe(20);
  expect(await repeated('--until', '2026-11-11')).toBe(4);
});

it('shows no difference of a broken split, and exits with 3', async () => {
  const folder = company();
  await assign(folder);
  const groups = readFileSync(join(folder, 'groups.csv'), 'utf8');
  // Customers of one group were lost.
  const lost = groups.split('\n').filter((line, i) => !(line.endsWith('usual') && i % 2 === 0));
  writeFileSync(join(folder, 'lost.csv'), lost.join('\n'));
  const typed = ['--groups', 'lost.csv', '--customer', 'id', '--shares', GROUPS];
  const broken = await runHere(
    ['experiment', '--data', 'outcomes.csv', '--outcome', 'spent', ...typed],
    folder,
  );
  expect(broken.code).toBe(3);
  expect(broken.stderr).toMatch(
    /^warning: the split is broken: the groups are not as large as they were drawn: usual has/,
  );
  expect(broken.stdout).toContain('The split is broken: the groups cannot be compared.');
  expect(broken.stdout).not.toContain('interval');
  // One of them was moved by hand, which no count would show.
  writeFileSync(
    join(folder, 'groups.csv'),
    groups.replace(/c1,\w+/, (line) => (line === 'c1,model' ? 'c1,usual' : 'c1,model')),
  );
  const moved = await experiment(folder);
  expect(moved.code).toBe(3);
  expect(moved.stdout).toContain('1 customer is not in the group that was drawn for them, such as "c1"');
});

it('plans from a rate, from numbers and from a log', async () => {
  const folder = company();
  const plan = (...args: string[]) => runHere(['experiment', '--plan', ...args], folder);
  const rate = await plan(
    '--groups',
    'model=0.5,usual=0.5',
    '--rate',
    '0.1',
    '--lift',
    '20%',
    '--per-day',
    '500',
  );
  // 3,838.1 in each group by the normal formula (test/stats/sample-size.test.ts).
  expect(rate.stdout).toMatch(
    /^7,6(7[6-9]|80) customers in all groups together, 16 days at 500 new customers a day\.\n/,
  );
  const log = await plan(
    '--groups',
    GROUPS,
    '--data',
    'outcomes.csv',
    '--customer',
    'id',
    '--outcome',
    'spent',
    '--lift',
    '0.1',
    '--json',
  );
  const { baseline } = JSON.parse(log.stdout) as {
    baseline: { mean: number; deviation: number; customers: number };
  };
  const numbers = await plan(
    '--groups',
    GROUPS,
    '--mean',
    String(baseline.mean),
    '--sd',
    String(baseline.deviation),
    '--lift',
    '0.1',
    '--json',
  );
  expect(baseline.customers).toBe(200);
  expect((JSON.parse(numbers.stdout) as { plan: object }).plan).toEqual(
    (JSON.parse(log.stdout) as { plan: object }).plan,
  );
});

const files: Readonly<Record<string, string>> = {
  'customers.csv': 'customer\na\nb\n',
  'empty.csv': 'customer,age\n,3\n',
  'groups.csv': 'customer,group\na,model\nb,usual\n',
  'twice.csv': 'customer,group\na,model\nb,usual\na,model\n',
  'strange.csv': 'customer,group\na,model\nb,usul\n',
  'outcomes.csv': 'customer,outcome\na,1\nb,\n',
  'none.csv': 'customer,outcome\n007,1\n',
  'ids.csv': 'id,outcome\na,1\n',
  'idgroups.csv': 'id,group\na,model\n',
  'strangers.csv': 'customer,outcome\na,1\nx,1\ny,1\nz,1\nb,1\n',
  'good.csv': 'customer,outcome\na,1\nb,2\n',
  'drawn.csv': 'customer,group\na,model\n',
  'drawn.csv.assignment.json': '{"schemaVersion":1}',
};
const draw = ['assign', '--data', 'customers.csv', '--out', 'out.csv'];
const reading = ['experiment', '--shares', GROUPS];
const ALIKE = ['--groups', 'groups.csv'];

it('counts customers who have no row, and warns of a file of responses alone', async () => {
  const folder = fresh();
  // One in twenty of 4,000 brings 9 to 11.
  const rows = Array.from({ length: 200 }, (_, i) => `r${i},${9 + (i % 3)}\n`).join('');
  writeFileSync(join(folder, 'responses.csv'), `customer,outcome\n${rows}`);
  const past = ['--data', 'responses.csv', '--groups', 'model=0.5,usual=0.5', '--lift', '0.05'];
  const plan = (...args: string[]) => runHere(['experiment', '--plan', ...past, ...args], folder);
  const alone = await plan();
  expect(alone.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /^Too few, if responses\.csv holds only customers who responded: none of its 200 brought 0\. Say with --customers/,
  );
  expect(alone.stderr).toMatch(/^warning: responses\.csv: no customer brought 0;/);
  const whole = await plan('--customers', '4000', '--json');
  expect(whole.stderr).toBe('');
  const { baseline } = JSON.parse(whole.stdout) as { baseline: { deviation: number } };
  // Mean 1,999 / 4,000; mean of squares (67 · 81 + 67 · 100 + 66 · 121) / 4,000.
  const [mean, square] = [1999 / 4000, (67 * 81 + 67 * 100 + 66 * 121) / 4000];
  expect(baseline).toMatchObject({ customers: 4000, mean: expect.closeTo(mean, 9) as number });
  expect(baseline.deviation).toBeCloseTo(Math.sqrt(((square - mean ** 2) * 4000) / 3999), 9);
  const few = await plan('--customers', '100');
  expect(few).toMatchObject({ code: 2, stdout: '' });
  expect(few.stderr).toBe('--customers: expected at least the 200 customers of responses.csv, got 100\n');
});

it.each([
  [[...draw, '--groups', GROUPS, '--salt', 'a:b'], /^--salt: expected letters, digits, .* got "a:b"\n$/],
  [[...draw, '--groups', 'model=0.6', '--salt', 'x'], /^--groups: expected 2 to 1000 groups, got 1\n$/],
  [
    [...draw, '--groups', GROUPS, '--salt', 'x', '--customer', 'id'],
    /^customers\.csv:1 id: expected a column of this name/,
  ],
  [
    ['assign', '--data', 'customers.csv', '--groups', GROUPS, '--salt', 'x', '--out', 'customers.csv'],
    /^--out customers\.csv: expected another file than --data customers\.csv, which is read\n$/,
  ],
  [
    ['assign', '--data', 'empty.csv', '--groups', GROUPS, '--salt', 'x', '--out', 'o.csv'],
    /^empty\.csv:2 customer: expected a name, got ""\n$/,
  ],
  [
    [...draw, '--groups', GROUPS, '--salt', 'x', '--previous', 'drawn.csv.assignment.json'],
    /^drawn\.csv\.assignment\.json/,
  ],
  [
    ['assign', '--data', 'customers.csv', '--groups', GROUPS, '--salt', 's', '--out', 'ga.xlsx'],
    /^--out: expected a file that ends in \.csv or \.parquet, got "ga\.xlsx"\n$/,
  ],
  [
    ['assign', '--data', 'ids.csv', '--groups', GROUPS, '--salt', 's', '--out', 'o.csv'],
    /^ids\.csv:1 customer: expected a column of this name, or --customer or --schema with the name of another, got columns "id", "outcome"\n$/,
  ],
  [
    [...reading, '--data', 'good.csv', '--groups', 'idgroups.csv'],
    /^idgroups\.csv:1 customer: .* or --customer or --schema with the name of another, got/,
  ],
  [[...reading, '--data', 'ids.csv', ...ALIKE], /^ids\.csv:1 customer: .* or --customer or --schema with/],
  [['experiment', '--groups', 'groups.csv'], /^--data: expected a file of outcomes, got nothing\n$/],
  [
    ['experiment', '--data', 'good.csv', ...ALIKE],
    /^--shares: expected the shares that groups\.csv was drawn by/,
  ],
  [['experiment', '--data', 'good.csv', '--groups', 'drawn.csv'], /^drawn\.csv\.assignment\.json/],
  [
    [...reading, '--data', 'good.csv', '--groups', 'twice.csv'],
    /^twice\.csv:4 customer: expected every customer once, got "a" again\n$/,
  ],
  [
    [...reading, '--data', 'good.csv', '--groups', 'strange.csv'],
    /^strange\.csv:3 group: expected one of the groups model, usual, got "usul"; did you mean usual\?\n$/,
  ],
  [
    [...reading, '--data', 'outcomes.csv', ...ALIKE],
    /^outcomes\.csv:3 outcome: expected a number, or yes or no, got ""\n$/,
  ],
  [
    [...reading, '--data', 'none.csv', ...ALIKE],
    /^none\.csv: expected at least half of the customers with outcomes in the groups, got 0 of 1; without a group are such as "007", the groups have such as "a" and "b"\n$/,
  ],
  [
    [...reading, '--data', 'strangers.csv', ...ALIKE],
    /^strangers\.csv: .* got 2 of 5; without a group are such as "x" and "y",/,
  ],
  [
    [...reading, '--data', 'good.csv', ...ALIKE, '--control', 'usul'],
    /^--control: expected one of the groups model, usual, got "usul"; did you mean usual\?\n$/,
  ],
  [
    [...reading, '--data', 'good.csv', ...ALIKE, '--range', '0,1'],
    /^good\.csv: expected a total of 0 to 1 of every customer, as --range says, got 2 of "b"\n$/,
  ],
  [
    [...reading, '--data', 'good.csv', ...ALIKE, '--range', '5'],
    /^--range: expected two numbers, the smaller one first, such as 0,500, got "5"\n$/,
  ],
  [[...reading, '--data', 'good.csv', ...ALIKE, '--until', '2026-11-01'], /^--until: expected --time too/],
  [[...reading, '--data', 'good.csv', ...ALIKE, '--lift', '3'], /^--lift: expected with --plan, got "3"\n$/],
  [
    ['experiment', '--plan', '--groups', GROUPS, '--lift', '3', '--look', '2', '--rate', '.1'],
    /^--look: expected without --plan, got 2\n$/,
  ],
  [
    ['experiment', '--plan', '--groups', GROUPS, '--lift', '3'],
    /^--plan: expected --mean and --sd, or --rate, or --data with past outcomes, got none of them\n$/,
  ],
  [
    ['experiment', '--plan', '--groups', GROUPS, '--lift', '0', '--rate', '.1'],
    /^--lift: expected a difference per customer other than 0/,
  ],
  [
    ['experiment', '--plan', '--groups', GROUPS, '--lift', '0.95', '--rate', '.1'],
    /^--lift: expected a rate of 0 to 1 with it, got 0\.1 and 0\.95\n$/,
  ],
])('refuses %j in one line', async (args, message) => {
  const folder = fresh();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { code, stdout, stderr } = await runHere(args, folder);
  expect(stderr).toMatch(message);
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
});
