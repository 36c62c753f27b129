/** Runs side by side on the terminal and on the page. */
import { comparisonHtml, comparisonMarkdown } from '../../src/report/compared-runs-page';
import { comparedRunsText } from '../../src/report/compared-runs-text';
import { comparedRun, comparedRuns, untoldRuns } from '../support/compared-runs';
import { expectGolden } from '../support/golden';
import { estimate } from '../support/report-fixtures';

describe('a comparison is byte for byte the accepted one', () => {
  it('as Markdown', () => expectGolden('comparison.md', comparisonMarkdown(comparedRuns())));
  it('as HTML', () => expectGolden('comparison.html', comparisonHtml(comparedRuns())));
  it('as terminal text', () => expectGolden('comparison.txt', `${comparedRunsText(comparedRuns())}\n`));
});

const lineOf = (text: string, beginning: string) =>
  text.split('\n').find((line) => line.startsWith(beginning));

it('makes no order of the runs, and says why', () => {
  const [first, second, slow] = comparedRuns().runs;
  const text = comparedRunsText(comparedRuns({ runs: [slow!, first!, second!] }));
  const places = ['slow ', 'first ', 'second '].map((name) => text.indexOf(`\n${name}`));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(text).toContain('Intervals of different runs are not paired');
  expect(text).toContain('winner’s curse');
});

it('draws no values that do not mean the same', () => {
  const page = comparisonHtml(
    comparedRuns({
      comparable: false,
      judgedDifferently: ['the worlds differ: a (first), b (second, slow)'],
    }),
  );
  expect(page).toContain('Their values cannot be compared: the worlds differ: a (first), b (second, slow).');
  expect(page).not.toContain('<figure');
});

it('draws values, but no evaluations of training, where the runs were trained for different discounts', () => {
  const judgedDifferently = ['the discounts differ: 0.9 (first), 0.99 (second, slow)'];
  const page = comparisonHtml(comparedRuns({ judgedDifferently }));
  expect(page).toContain('<figure id="runs">');
  expect(page).not.toContain('<figure id="curves">');
});

it('says of a log that it determines no value, and why once for all runs', () => {
  const text = comparedRunsText(untoldRuns());
  expect(lineOf(text, 'first')).toMatch(/^first +cannot tell +cannot tell +cannot tell +–$/);
  expect(text).toContain(
    'Nothing can be told of first, second:\n- no state occurs with more than one action',
  );
  expect(text).toContain('Their settings are alike.');
  expect(text).toContain('(contacts and cost over the rows held out)');
  expect(comparisonHtml(untoldRuns())).not.toContain('<figure');
});

it('says in each cell what may be said of a run, where its number is withheld', () => {
  const [first, second] = untoldRuns().runs;
  const hidden = { ...first!, contacts: null, cost: null };
  const never = { ...second!, standing: 'not identified' as const, contacts: null, cost: null };
  const runs = comparedRuns({ kind: 'logged', runs: [hidden, never] });
  const cells = ['| first | cannot tell | cannot tell |', '| second | not identified | not identified |'];
  for (const text of cells) expect(comparisonMarkdown(runs)).toContain(text);
  expect(comparisonMarkdown(runs)).toContain('| second | cannot tell | not identified | cannot tell |');
  expect(comparedRunsText(runs)).toMatch(/^second +not identified +not identified +30,016/m);
});

it('asks only runs with a value what it is in', () => {
  const [first, second, slow] = comparedRuns().runs;
  const untold = { ...slow!, measure: 'rewardPerDecision', value: estimate(null) };
  const labelOf = (...runs: (typeof untold)[]) => lineOf(comparedRunsText(comparedRuns({ runs })), '(value');
  expect(labelOf(first!, second!, untold)).toContain('discounted reward per episode');
  expect(labelOf(untold, untold, untold)).toContain('reward per decision');
  expect(labelOf(first!, second!, { ...slow!, measure: 'totalReward' })).toContain('each its own objective');
});

it('leaves out columns in which no run has anything', () => {
  const runs = comparedRuns().runs.map((run) => ({ ...run, contacts: null, cost: null }));
  expect(comparedRunsText(comparedRuns({ runs }))).toMatch(/^run +steps +updates +time +backend$/m);
});

it('keeps to 100 columns, whatever the runs are called and however many there are', () => {
  const names = Array.from({ length: 12 }, (_, i) => `segment-with-a-long-name-2026-01-01-${1000 + i}`);
  const runs = names.map((name) =>
    comparedRun(name, {
      value: { value: 0.31, low: 0.2222, high: 0.5555, level: 0.95 },
      ...{ modelMinusBaseline: estimate(-12_345_678, 12_345), baseline: 'always-resurrection' },
      decision: 'not shown better',
    }),
  );
  const settings = [{ key: 'schema.features', values: names.map((name) => [name, name]) }];
  const text = comparedRunsText(comparedRuns({ runs, settings }));
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  // Names differ at their end: that must be seen of each, in every table.
  for (let i = 0; i < names.length; i += 1) expect(text.split(`2026-01-01-${1000 + i}`).length).toBe(4);
});

it('shows the first 40 settings, and counts the others', () => {
  const settings = Array.from({ length: 43 }, (_, i) => ({ key: `key${i}`, values: [1, 2, null] }));
  const text = comparedRunsText(comparedRuns({ settings }));
  expect(lineOf(text, 'key39')).toMatch(/^key39 +1 +2 +–$/);
  expect(lineOf(text, 'key40')).toBeUndefined();
  expect(text).toContain('and 3 more settings: see --json');
});

it('draws the curves that there are colours for, and says how many more there are', () => {
  const runs = Array.from({ length: 9 }, (_, i) => comparedRun(`run-${i}`));
  const page = comparisonHtml(comparedRuns({ runs, settings: [] }));
  expect(page).toContain('The first 7 runs are drawn, 2 more are not.');
});

it('takes names for text, not for markup', () => {
  const runs = ['<b>a|b</b>', '*c*'].map((name) => comparedRun(name));
  const compared = comparedRuns({ runs, settings: [] });
  expect(comparisonHtml(compared)).not.toContain('<b>');
  expect(comparisonMarkdown(compared)).toContain('| &lt;b>a\\|b&lt;/b> |');
});

it('needs nothing outside the page', () => {
  expect(comparisonHtml(comparedRuns())).not.toMatch(/<script|src=|href=|url\((?!#)/);
});
