/** `check-data`: what is printed and written, and what the gate says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckedLog } from '../../src/report/checked-log';
import { historyRows } from '../support/audited';
import { runHere } from '../support/command-here';
import { shipped } from '../support/run-cli';

const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = historyRows(100);
const columns = Object.keys(rows[0]!);
writeFileSync(
  join(folder, 'log.csv'),
  [columns.join(','), ...rows.map((row) => Object.values(row).join(',')), ''].join('\n'),
);
writeFileSync(
  join(folder, 'log.yaml'),
  `customer: id
time: day
timeUnit: days
action: channel
noAction: none
reward: margin
propensity: p
features: { age: number, plan: { kind: category, levels: [A, B] } }
`,
);

const check = (...args: string[]) => runHere(['check-data', ...args], folder);
const published = ['--data', shipped('data/sales-channel/prepared.csv'), '--preset', 'sales-channel'];

it('prints what a log holds, by a schema in YAML', async () => {
  const { code, stdout } = await check('--data', 'log.csv', '--schema', 'log.yaml', '--gate');
  expect(code).toBe(0);
  expect(stdout).toContain('log.csv: 300 rows, 100 customers, 0 days to 14 days, 300 decisions');
  expect(stdout).toMatch(/^plan +feature +category +2 +[AB], [AB]$/m);
  expect(stdout).toMatch(/^note {3}propensity-range\n {7}every logged probability is 0\.333/m);
});

it('closes the gate where a finding blocks, and only where it was asked for', async () => {
  expect((await check(...published)).code).toBe(0);
  const { code, stdout } = await check(...published, '--gate');
  expect(code).toBe(3);
  expect(stdout).toMatch(
    /^block {2}action-in-state\n {7}TimeSinceLastEmail = 0 exactly where EMsent was logged/m,
  );
});

it('prints one document', async () => {
  const { stdout } = await check('--data', 'log.csv', '--schema', 'log.yaml', '--json', '--quiet');
  const { overview, findings } = JSON.parse(stdout) as CheckedLog;
  expect(overview).toMatchObject({ rows: 300, customers: 100, decisions: 300, made: 0 });
  expect(overview.actions.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(300);
  expect(overview.rewards.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(300);
  expect(findings.map(({ code }) => code)).toEqual(['propensity-range']);
});

it('writes a page that needs nothing outside it', async () => {
  await check(...published, '--out', 'data.html', '--quiet');
  const page = readFileSync(join(folder, 'data.html'), 'utf8');
  expect(page).toContain('What is learned from this log as it is would be wrong.');
  expect(page).toContain('TimeSinceLastEmail = 0 exactly where EMsent was logged');
  expect(page).not.toMatch(/<script|src=|href=|url\(/);
});

it('replaces no page unasked', async () => {
  const log = ['--data', 'log.csv', '--schema', 'log.yaml', '--quiet', '--out', 'mine.html'];
  writeFileSync(join(folder, 'mine.html'), 'of somebody');
  const { code, stdout, stderr } = await check(...log);
  expect({ code, stdout, stderr }).toEqual({
    ...{ code: 2, stdout: '' },
    stderr: '--out: expected a file that is not there yet, found mine.html; --overwrite replaces it\n',
  });
  expect(readFileSync(join(folder, 'mine.html'), 'utf8')).toBe('of somebody');
  expect((await check(...log, '--overwrite')).code).toBe(0);
  expect(readFileSync(join(folder, 'mine.html'), 'utf8')).toContain('<html');
});

it('says of a file that is not there nothing else', async () => {
  const { code, stderr } = await check('--data', 'nope.csv');
  expect([code, stderr]).toEqual([2, 'nope.csv: cannot read: no such file or folder\n']);
});

it.each([
  [['--data', 'log.csv', '--schema', 'log.yaml', '--out', 'log.csv'], /--out/],
  [['--data', 'log.csv', '--schema', 'none.yaml'], /none\.yaml: cannot read: no such file/],
  [['--data', 'log.csv'], /expected a column of this name/],
  [
    ['--data', 'log.csv', '--schema', 'log.yaml', '--write-schema', 'new.yaml'],
    /--schema: expected without --write-schema, which drafts one, got "log.yaml"/,
  ],
])('refuses %j in one line', async (args, message) => {
  const { code, stderr } = await check(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
