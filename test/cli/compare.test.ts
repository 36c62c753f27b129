/** `compare`: two trainings side by side, printed and written. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComparedRuns } from '../../src/report/compared-runs';
import { runHere } from '../support/command-here';
import { shipped, SHORT_SIMULATION } from '../support/run-cli';

const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const compare = (...args: string[]) => runHere(['compare', ...args], folder);
const train = (name: string, ...args: string[]) =>
  runHere(['train', ...SHORT_SIMULATION, '--backend', 'wasm', '--out', name, ...args], folder);

beforeAll(async () => {
  await train('first', '--seed', '3');
  await train('second', '--seed', '4', '--set', 'learningRate=0.01');
});

it('prints verdicts and values, and the settings that differ alone', async () => {
  const { code, stdout, stderr } = await compare('first', 'second');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('They were judged alike');
  expect(stdout).toMatch(/^setting +first +second\n─.*\nseed +3 +4\ndqn\.learningRate +0\.001 +0\.01\n\n/m);
});

it('prints one document, with flags before and after the runs', async () => {
  const { stdout } = await compare('first', '--json', 'second');
  const { runs, settings, ...others } = JSON.parse(stdout) as ComparedRuns;
  expect(others).toEqual({
    ...{ schemaVersion: 1, kind: 'simulation', comparable: true, judgedDifferently: [] },
  });
  const report = JSON.parse(readFileSync(join(folder, 'second/report.json'), 'utf8')) as {
    policies: readonly { name: string; metrics: object }[];
  };
  const model = report.policies.find(({ name }) => name === 'model')!;
  expect(model.metrics).toMatchObject({ discountedReward: runs[1]!.value });
  expect(settings.map(({ key }) => key)).toEqual(['seed', 'dqn.learningRate']);
});

it('writes a page that needs nothing outside it, and the same as Markdown', async () => {
  const { stderr } = await compare('first', 'second', '--out', 'page');
  expect(stderr).toMatch(/written: page.comparison\.html, page.comparison\.md/);
  const page = readFileSync(join(folder, 'page/comparison.html'), 'utf8');
  expect(page).toContain('<figure id="runs">');
  expect(page).toContain('<figure id="curves">');
  expect(page).not.toMatch(/<script|src=|href=|url\((?!#)/);
  expect(readFileSync(join(folder, 'page/comparison.md'), 'utf8')).toContain(
    '| dqn.learningRate | 0.001 | 0.01 |',
  );
});

it('reads the shipped run, which an earlier version wrote', async () => {
  const { code, stdout } = await compare(shipped('models/segment'), 'first');
  expect(code).toBe(0);
  expect(stdout).toContain('Their values cannot be compared: settings of the world differ: segment.periods.');
});

it.each([
  [[], /^compare: expected two or more runs, got 0\n$/],
  [['first'], /^compare: expected two or more runs, got 1\n$/],
  [['first', ''], /^runs 1: expected text with >= 1 characters, got ""\n$/],
  [['first', 'first'], /^compare: expected every run once, got first twice\n$/],
  [['first', 'none'], /^none: expected the folder of a finished run, .*, got no such folder\n$/],
  [
    ['first', shipped('models/sales-channel')],
    /^compare: expected runs of one kind, .* cannot be compared\n$/,
  ],
  [
    ['first', 'second', '--seed', '3'],
    /^compare: unknown flag --seed; compare --help shows those there are\n$/,
  ],
  [['first', 'second', '--out', 'first/report.json'], /^first\/report\.json: cannot write: .*\n$/],
])('refuses %j in one line', async (args, message) => {
  const { code, stdout, stderr } = await compare(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

it('says in its help that it takes runs', async () => {
  const { stdout } = await compare('--help');
  expect(stdout).toContain('contact-dqn compare [runs..]');
  expect(stdout).toMatch(/^ {2}runs +two or more finished runs' folders/m);
  expect(stdout).not.toContain('--runs');
});
