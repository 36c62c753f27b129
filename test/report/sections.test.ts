import { InputError } from '../../src/core/errors';
import { reportHtml } from '../../src/report/html';
import { reportJson } from '../../src/report/json';
import { reportMarkdown } from '../../src/report/markdown';
import { comparisonPicture } from '../../src/report/picture';
import type { MatchedActions, Report, SimulationReport, View } from '../../src/report/report';
import { sectionKeys } from '../../src/report/sections/page';
import { reportSummary } from '../../src/report/summary';
import {
  estimate,
  loggedReport,
  simulationReport,
  viewlessReport,
  withoutWords,
} from '../support/report-fixtures';

function withViews(views: Readonly<Record<string, View>>): SimulationReport {
  return { ...viewlessReport(), views };
}

describe('a page has the sections that its report has data for', () => {
  const simulated = ['comparison', 'effort', 'learning', 'views', 'seeds', 'descriptions'];
  const without = (key: string) => simulated.filter((one) => one !== key);
  const report = simulationReport();
  const unmeasured = report.policies.map((policy) => ({
    ...policy,
    metrics: { discountedReward: policy.metrics.discountedReward! },
  }));

  it.each<readonly [string, Report, readonly string[]]>([
    ['a simulation', report, simulated],
    [
      'a world that says what it cannot tell',
      { ...report, limits: ['what calls do'] },
      ['world-limits', ...simulated],
    ],
    ['a world that says of nothing that it cannot tell it', { ...report, limits: [] }, simulated],
    ['a world without views', viewlessReport(), without('views')],
    ['views without a point', { ...report, actionMap: { ...report.actionMap, points: [] } }, simulated],
    ['an empty learning curve', { ...report, learningCurve: [] }, without('learning')],
    ['a single seed', { ...report, seeds: [] }, without('seeds')],
    ['policies without cost and contacts', { ...report, policies: unmeasured }, without('effort')],
    ['no policies', { ...report, policies: [] }, ['views', 'seeds']],
    [
      'a log',
      loggedReport(),
      [
        ...['compared', 'data-limits', 'values', 'contacted', 'leaving-alone', 'estimates', 'propensities'],
        ...['seeds', 'descriptions', 'reproduce', 'matched-actions', 'published-lines', 'chance'],
      ],
    ],
    [
      'a log of which nobody was judged',
      { ...loggedReport(), offPolicy: { ...loggedReport().offPolicy, policies: {} }, seeds: [] },
      ['data-limits', 'descriptions', 'matched-actions', 'published-lines', 'chance'],
    ],
  ])('%s', (_, one, keys) => expect(sectionKeys(one)).toEqual(keys));
});

describe('views', () => {
  const trajectory = { features: ['load'], values: [[1, 3]], actions: ['none', 'email'], rewards: [0, 2] };
  const table = {
    caption: 'The value of each state',
    columns: ['state', 'value', 'best action'],
    rows: [
      ['calm', 12.345, 'none'],
      ['angry', null, 'email'],
    ],
  };

  it('of a world with one feature are drawn in words that fit any world', () => {
    const html = reportHtml({ ...viewlessReport(), trajectory });
    expect(html).toContain('<h3>One episode: load 1 → 3; most often none (1 of 2 periods)</h3>');
    expect(html).toContain(
      'Lines: the features at the start of each period. Strip: the action the model took.',
    );
    expect(html).toContain('>value</text>');
  });

  it('name no segments unless the world does', () => {
    const page = (report: Report) =>
      /segment|customers</.test(reportHtml(report).replaceAll('environment segment', ''));
    const { actionMap, ...report } = simulationReport();
    const map = { ...actionMap, points: actionMap.points.slice(0, 5) };
    const one = { ...report, actionMap: map, learningCurve: [], config: {} };
    expect(page(one)).toBe(true);
    expect(page(withoutWords(one))).toBe(false);
  });

  it('come in the order of their names in the report, each with an id of its own', () => {
    const one = simulationReport();
    const map = { ...one.actionMap, points: one.actionMap.points.slice(0, 5) };
    const html = reportHtml({
      ...one,
      actionMap: map,
      views: {
        'A night': { kind: 'trajectory', ...trajectory, caption: 'Seen by night.' },
        cells: { kind: 'actionMap', ...map, caption: 'Seen from above.' },
      },
    });
    const ids = [...html.matchAll(/<figure id="([^"]+)">/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'comparison',
      'effort',
      'learning',
      'mean-q',
      'trajectory',
      'action-map',
      'view-1',
      'view-2',
    ]);
    expect(html.indexOf('Seen by night.')).toBeLessThan(html.indexOf('Seen from above.'));
  });

  it('may be a table of words and numbers', () => {
    const markdown = reportMarkdown(withViews({ values: { kind: 'table', ...table } }));
    expect(markdown).toContain(
      [
        '*The value of each state*',
        '',
        '| state | value | best action |',
        '| :-- | --: | :-- |',
        '| calm | 12.35 | none |',
        '| angry | – | email |',
      ].join('\n'),
    );
  });

  it('with a row of a cell too many are refused', () => {
    const rows = [['calm', 1, 'none', 'more']];
    expect(() => reportHtml(withViews({ values: { kind: 'table', ...table, rows } }))).toThrow(
      new InputError('report: view "The value of each state": expected 3 cells a row, got 4'),
    );
  });

  it('stand in report.json before the configuration, as the world gave them', () => {
    const report = withViews({ values: { kind: 'table', ...table } });
    const read = JSON.parse(reportJson(report)) as SimulationReport;
    expect(read).toEqual(report);
    expect(Object.keys(read).slice(-2)).toEqual(['views', 'config']);
  });

  it.each(['heatmap', 'toString'])('of the unknown kind %s are refused with their name', (kind) => {
    const report = withViews({ heat: { ...trajectory, kind } as unknown as View });
    expect(() => reportHtml(report)).toThrow(
      new InputError(
        `report: view "heat": expected kind to be one of trajectory, actionMap, table, got "${kind}"`,
      ),
    );
  });
});

it('shows the scale of the Q-values, where a run kept it', () => {
  const report = simulationReport();
  // .8 of the values at the first evaluation that followed an update, and at the last.
  const said = "The model's mean Q-value went from 337,102 to 381,048";
  expect(reportMarkdown(report)).toContain(said);
  const before = report.learningCurve.map((point) => ({ ...point, meanQ: null }));
  expect(reportMarkdown({ ...report, learningCurve: before })).not.toContain('mean Q-value');
});

describe('a small report is a page and a summary:', () => {
  const report = viewlessReport();
  const [model, threshold] = report.policies;
  const point = report.learningCurve[3]!;
  const { trajectory } = simulationReport();
  const oneAction = { actions: ['none'], trajectory: { ...trajectory, actions: ['none'] } };
  const logged = loggedReport();
  const onlyModel = (rows: MatchedActions): MatchedActions => ({
    ...rows,
    policies: { model: rows.policies.model! },
  });

  it.each<readonly [string, Report, string]>([
    ['one policy', { ...report, policies: [model!] }, '| **model** | 476,310 ± 41 |'],
    ['a judged baseline', { ...report, policies: [threshold!] }, '| threshold | 476,447 ± 17 |'],
    ['no views', report, '| threshold | 476,447 ± 17 |'],
    ['a learning curve of one point', { ...report, learningCurve: [point] }, 'from 471,226 to 471,226'],
    [
      'a learning curve of nothing known',
      { ...report, learningCurve: [{ ...point, value: estimate(null) }] },
      '## What they spend',
    ],
    ['one action', { ...report, ...oneAction }, 'most often none'],
    [
      'a log with the model alone',
      {
        ...logged,
        policies: logged.policies.slice(0, 1),
        matchedActions: onlyModel(logged.matchedActions),
        splits: { train: onlyModel(logged.splits.train), test: onlyModel(logged.splits.test) },
      },
      '| Reward (matched actions) | 132.67 |',
    ],
  ])('%s', (_, one, text) => {
    expect(reportMarkdown(one)).toContain(text);
    expect(reportHtml(one)).not.toMatch(/NaN|Infinity|\[object/);
    expect(reportSummary(one).split('\n').length).toBeGreaterThan(2);
  });
});

it('a picture of nothing is refused', () =>
  expect(() => comparisonPicture({ ...simulationReport(), policies: [] })).toThrow(
    new RangeError('comparisonPicture: expected a policy with a value, got none'),
  ));
