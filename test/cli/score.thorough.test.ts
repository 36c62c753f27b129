/** Scoring a file, as it is typed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../support/command-here';
import { runCli, shipped } from '../support/run-cli';
import { HEADER, savedModel } from '../support/scored-model';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  await savedModel(folder);
  const rows = Array.from(
    { length: 12 },
    (_, i) => `c${i},${i - 3},${2 * i - 6},${i === 5 ? 'Z' : 'A'},${i % 2},0`,
  );
  writeFileSync(join(folder, 'customers.csv'), `${[HEADER, ...rows].join('\n')}\n`);
  writeFileSync(join(folder, 'contacts.csv'), 'id,day,channel\nc9,2026-11-27,mail\nc3,2026-10-01,call\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const score = (...flags: readonly string[]) =>
  runHere(
    [
      ...[
        'score',
        '--model',
        'run',
        '--data',
        'customers.csv',
        '--out',
        'actions.csv',
        '--overwrite',
        '--quiet',
      ],
      ...['--backend', 'wasm', '--history', 'contacts.csv', '--as-of', '2026-11-28', ...flags],
    ],
    folder,
  );

it('says what became of the rows', async () => {
  // Mails of c6, c7, c8, c10 and c11 are worth 3 to 8 per unit of cost, the call of c9, whom a rule spares mail, 11 / 4; then
  // comes a call of c11 in the place of her mail, 7 / 3: the price is in the middle.
  const { code, stdout, stderr } = await score('--capacity', 'call=2', '--budget', '9');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(
    stdout
      .replace(/\d+ ms|[\d.]+ s\b/, 'T')
      .replace(/[\d,]+ rows\/s/, 'R rows/s')
      .replace(/model \w{16}/, 'model M'),
  ).toBe(
    `action  rows   share
──────  ────  ──────
none       6    50 %
mail       5  41.7 %
call       1   8.3 %
spent: 9 EUR

limits of all rows together
- budget: 9 of 9 EUR; price 2.54: what one more unit of cost would earn
- call: 1 of 2; all that is worth it is done, one more would earn nothing
- next in line: one more contact that takes 3 of the budget, 1 of call would earn 7 more

earlier contacts
- 2 rows, the newest of 2026-11-27, 1 day before the last decision
- something is known of 2 of the file's 12 customers (16.7 %)

not to be done
- call in 6 rows: not eligible by may_call
- mail in 1 row: at most 1 of mail within 7d

values that were not in the rows trained on
- plan "Z": 1 row, the first customers.csv:7

12 rows in T, R rows/s, by model M
computed by our own programs on the backend wasm: CPU, WebAssembly with SIMD, one thread
written: actions.csv
`,
  );
});

it('says it as one document', async () => {
  const { code, stdout } = await score('--explore', '0.5', '--seed', '4', '--json');
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as Record<string, unknown>;
  expect(document).toMatchObject({
    ...{
      out: 'actions.csv',
      rows: 12,
      seed: 4,
      currency: 'EUR',
      limits: null,
      charges: null,
      repeatedCustomers: 0,
    },
    ...{ history: { rows: 2, customers: 2, known: 2, later: 0, newest: '2026-11-27' }, nextInLine: null },
    unseen: [{ column: 'plan', value: 'Z', rows: 1, place: 'customers.csv:7' }],
  });
  const actions = document.actions as { rows: number; expectedRows: number }[];
  expect(actions.reduce((sum, { rows }) => sum + rows, 0)).toBe(12);
  expect(actions.reduce((sum, { expectedRows }) => sum + expectedRows, 0)).toBeCloseTo(12, 9);
});

it.each([
  [
    ['--explore-floor', '0.1'],
    '--explore-floor: expected with --explore-scale, whose probabilities it bounds\n',
  ],
  [
    ['--explore', '0.1', '--explore-scale', '1'],
    '--explore-scale: expected without --explore, one of the two\n',
  ],
  [
    ['--explore-scale', '1', '--budget', '3'],
    '--explore-scale: expected without --budget and --capacity, for by gaps in value each price changes how often every action is tried, so that no price found for decisions by value keeps the limit; --explore keeps it, on average\n',
  ],
  [
    ['--explore-scale', '1', '--explore-floor', '0.5'],
    'floor: expected 0 to 0.3333333333333333 for 3 actions, got 0.5\n',
  ],
  [
    ['--runtime', 'onnx', '--backend', 'wasm'],
    '--runtime onnx: expected without --backend and --gpu-id, which are of our own programs\n',
  ],
  [['--as-of', 'soon'], '--as-of: expected a date or time such as 2026-11-28, got "soon"\n'],
])('refuses %j', async (flags, message) => {
  const given = flags.includes('--as-of') ? ['--as-of', 'soon'] : flags;
  const typed = [
    'score',
    '--model',
    'run',
    '--data',
    'customers.csv',
    '--out',
    'none.csv',
    '--quiet',
    ...given,
  ];
  const { code, stderr } = await runHere(typed, folder);
  expect({ code, stderr }).toEqual({ code: 2, stderr: message });
  expect(existsSync(join(folder, 'none.csv'))).toBe(false);
});

describe('compiled, where a thread of its own reads', () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `c${i},${(i % 17) - 3},${(i % 23) - 6},A,${i % 2},0`);
  const compiled = (out: string, ...flags: readonly string[]) =>
    runCli(
      [
        ...['score', '--model', 'run', '--data', 'many.csv', '--out', out, '--quiet', '--backend', 'wasm'],
        ...['--as-of', '2026-11-28', ...flags],
      ],
      { cwd: folder },
    );
  /** What is written without threads. */
  let alone: Buffer | null = null;
  const write = (lines: readonly string[]) =>
    writeFileSync(join(folder, 'many.csv'), `${[HEADER, ...lines].join('\n')}\n`);

  it.each([0, 3])('writes the same bytes with %i threads that decide beside it', (threads) => {
    write(rows);
    const out = join(folder, `threads-${threads}.csv`);
    const program = `
      const { score } = require(${JSON.stringify(shipped('dist/src/runs/score/score.js'))});
      const { quietHost } = require(${JSON.stringify(shipped('dist/src/runs/quiet-host.js'))});
      const request = { data: 'many.csv', out: ${JSON.stringify(out)}, backend: 'wasm', asOf: '2026-11-28',
        history: 'contacts.csv', capacity: ['call=900'], exploration: { kind: 'epsilon', epsilon: 0.1 }, seed: 4,
        batchRows: 1000, threads: ${threads} };
      score('run', request, quietHost()).then((scored) => console.log(scored.tally.rows));`;
    const { stdout, status } = spawnSync(process.execPath, ['-e', program], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ stdout, status }).toEqual({ stdout: '30000\n', status: 0 });
    const written = readFileSync(out);
    alone ??= written;
    expect(written.equals(alone)).toBe(true);
  });

  it('says in how many threads', async () => {
    write(rows);
    const { code, stdout } = await compiled('threads.csv', '--threads', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('\ncomputed by our own programs on the backend wasm: CPU, WebAssembly');
    expect(stdout).toMatch(/^computed by .*, in 2 threads$/m);
  });

  it('decides as where it reads itself', async () => {
    write(rows);
    const flags = ['--history', 'contacts.csv', '--capacity', 'call=900', '--explore', '0.1', '--seed', '4'];
    const { code, stdout, stderr } = await compiled('beside.csv', ...flags);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: --capacity call=900: over the limit by chance: \d+; .*\n$/);
    const typed = ['--data', 'many.csv', '--out', 'here.csv'];
    const here = await runHere(
      [
        'score',
        '--model',
        'run',
        ...typed,
        '--quiet',
        '--backend',
        'wasm',
        '--as-of',
        '2026-11-28',
        ...flags,
      ],
      folder,
    );
    expect({ code: here.code, stderr: here.stderr }).toEqual({ code: 0, stderr });
    // All but how long it took, and where it is.
    const said = (text: string) => text.split('\n').slice(0, -4);
    expect(said(stdout)).toEqual(said(here.stdout));
    expect(stdout).toContain("something is known of 2 of the file's 30,000 customers");
    const [beside, own] = ['beside.csv', 'here.csv'].map((file) => readFileSync(join(folder, file)));
    expect(beside!.length).toBeGreaterThan(1e6);
    expect(beside!.equals(own!)).toBe(true);
  });

  it.each([
    [
      'a broken row',
      'c5,two,1,A,1,0',
      'contacts.csv',
      'many.csv:25002 mail_value: expected a number, got "two"\n',
    ],
    [
      'a log that is not there',
      'c5,2,1,A,1,0',
      'gone.csv',
      'gone.csv: cannot read: no such file or folder\n',
    ],
  ])('says of %s what it says there, and leaves nothing', async (_, row, history, message) => {
    write(rows.with(25_000, row));
    const before = readdirSync(folder);
    const { code, stderr } = await compiled('none.csv', '--history', history);
    expect({ code, stderr }).toEqual({ code: 2, stderr: message });
    expect(readdirSync(folder)).toEqual(before);
  });
});
