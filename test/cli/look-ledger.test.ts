/** The ledger of looks on the disk: nothing is lost by processes at once, a kill, a damaged line or a closed folder. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { InputError } from '../../src/core/errors';
import { lookLedger } from '../../src/cli/look-ledger';
import { useFreshFolders } from '../support/fresh-folders';
import { shipped } from '../support/run-cli';

const freshFolder = useFreshFolders();
const LOG = 'f'.repeat(64);
const fileIn = (folder: string) => join(folder, 'looks', `${LOG}.jsonl`);

function look(identity: string) {
  const at = '2026-01-31T12:05:00.000Z';
  const rest = { run: '/models/mine', policy: 'model', decisions: 'd'.repeat(64), split: 'test' } as const;
  return { at, identity, ...rest, verdict: 'better', against: 'logged' } as const;
}

/** A ledger and what it warned of. */
function open(folder: string) {
  const warnings: string[] = [];
  const ledger = lookLedger(folder, { warn: (message) => void warnings.push(message) });
  const add = (...names: readonly string[]) => ledger.add(LOG, names.map(look));
  return { add, warnings };
}

const identities = ({ looks }: { readonly looks: readonly { readonly identity: string }[] }) =>
  looks.map(({ identity }) => identity);

it('gives back all that was ever taken down, in order, with what it says', () => {
  const folder = join(freshFolder(), 'not there yet');
  expect(open(folder).add('a', 'b')).toEqual({ looks: [look('a'), look('b')], unreadable: 0 });
  expect(identities(open(folder).add('c'))).toEqual(['a', 'b', 'c']);
});

it('keeps each log apart', () => {
  const folder = freshFolder();
  open(folder).add('a');
  const { looks } = lookLedger(folder, { warn: () => undefined }).add('0'.repeat(64), [look('b')]);
  expect(identities({ looks })).toEqual(['b']);
});

/** A process that takes down looks until it has taken so many, or for ever, and names each that it has. */
const PROGRAM = `
const { lookLedger } = require(process.argv[1]);
const [, , folder, log, name, times] = process.argv;
const ledger = lookLedger(folder, { warn: (message) => console.error(message) });
const look = ${JSON.stringify(look('?'))};
for (let i = 0; i < Number(times); i += 1) {
  const { looks, unreadable } = ledger.add(log, [{ ...look, identity: name + i }]);
  require('node:fs').writeSync(1, name + i + ' ' + looks.length + ' ' + unreadable + '\\n');
}`;

function start(folder: string, name: string, times: number) {
  const module = shipped('dist/src/cli/look-ledger.js');
  const child = spawn(process.execPath, ['-e', PROGRAM, module, folder, LOG, name, String(times)], {
    stdio: ['ignore', 'pipe', 2],
  });
  const told: string[] = [];
  const lines = createInterface({ input: child.stdout! }).on('line', (line) => void told.push(line));
  const ended = Promise.all([
    new Promise((done) => child.on('close', done)),
    new Promise((done) => lines.on('close', done)),
  ]);
  return { child, told, ended };
}

it('loses no look of two processes at once, which agree on their order', async () => {
  const folder = freshFolder();
  const both = [start(folder, 'a', 100), start(folder, 'b', 100)];
  await Promise.all(both.map(({ ended }) => ended));
  const all = identities(open(folder).add('last'));
  expect(all).toHaveLength(201);
  expect(new Set(all).size).toBe(201);
  for (const { told } of both) {
    expect(told).toHaveLength(100);
    // None saw a line of the other's half-written.
    expect(told.filter((line) => !line.endsWith(' 0'))).toEqual([]);
  }
  for (const name of ['a', 'b']) {
    const own = all.filter((one) => one.startsWith(name));
    expect(own).toEqual(Array.from({ length: 100 }, (_, i) => `${name}${i}`));
  }
});

it('keeps every look that a killed process had taken', async () => {
  const folder = freshFolder();
  const { child, told, ended } = start(folder, 'a', 1e9);
  while (told.length < 20) await new Promise((done) => setTimeout(done, 2));
  child.kill('SIGKILL');
  await ended;
  const all = identities(open(folder).add('last'));
  expect(all.slice(0, told.length)).toEqual(told.map((line) => line.split(' ')[0]));
  expect(all.at(-1)).toBe('last');
});

it('loses to a line that was cut short neither the one before nor the one after', () => {
  const folder = freshFolder();
  open(folder).add('a');
  appendFileSync(fileIn(folder), `\n${JSON.stringify(look('cut short')).slice(0, 60)}`);
  const { add, warnings } = open(folder);
  const { looks, unreadable } = add('b');
  expect(identities({ looks })).toEqual(['a', 'b']);
  expect(unreadable).toBe(1);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(`${fileIn(folder)}:4: expected a look as JSON, got "{`);
});

it.each([
  ['bytes of something else', Buffer.from([0xff, 0xfe, 0x00, 0x80]), /:4: expected a look as JSON/],
  ['another JSON', '{"at":"yesterday"}', /:4 at: expected .*, got "yesterday"/],
  [
    'a verdict that there is not',
    JSON.stringify({ ...look('x'), verdict: 'superb' }),
    /:4 verdict: expected .*, got "superb"/,
  ],
])('tells of a line that is %s, and counts the others', (_, text, message) => {
  const folder = freshFolder();
  open(folder).add('a');
  appendFileSync(fileIn(folder), Buffer.concat([Buffer.from('\n'), Buffer.from(text), Buffer.from('\n')]));
  const { add, warnings } = open(folder);
  expect(add('b')).toMatchObject({ unreadable: 1, looks: [{ identity: 'a' }, { identity: 'b' }] });
  expect(warnings.join()).toMatch(message);
});

it('says of many such lines what is wrong with the first, and how many there are', () => {
  const folder = freshFolder();
  open(folder).add('a');
  appendFileSync(fileIn(folder), 'x\ny\nz\n');
  const { add, warnings } = open(folder);
  expect(add('b').unreadable).toBe(3);
  expect(warnings).toEqual([expect.stringMatching(/:3: .* \(and 2 more lines\); not counted/)]);
});

it('reads what a later version says beside it', () => {
  const folder = freshFolder();
  mkdirSync(dirname(fileIn(folder)), { recursive: true });
  writeFileSync(fileIn(folder), `${JSON.stringify({ ...look('a'), mood: 'curious' })}\n`);
  expect(identities(open(folder).add('b'))).toEqual(['a', 'b']);
});

it('refuses where nothing can be kept, and names the way out', () => {
  const folder = join(freshFolder(), 'a file');
  writeFileSync(folder, 'here');
  const add = () => open(folder).add('a');
  expect(add).toThrow(InputError);
  expect(add).toThrow(/a part of the path is not a folder; CONTACT_DQN_STATE names another folder$/);
  expect(readFileSync(folder, 'utf8')).toBe('here');
  expect(existsSync(fileIn(folder))).toBe(false);
});
