import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { escapeHtml, reportHtml } from '../../src/report/html';
import { escapeMarkdown, reportMarkdown } from '../../src/report/markdown';
import type { LoggedReport, Report, SimulationReport } from '../../src/report/report';
import { reportSummary } from '../../src/report/summary';
import { css } from '../../src/report/style';
import { writeReport } from '../../src/report/write-report';
import { companyReport, estimate, loggedReport, simulationReport } from '../support/report-fixtures';
import { useFreshFolders } from '../support/fresh-folders';

const nasty = '<img src=x onerror=1> & "a|b" {c|d} *e*';

/** The simulation report with a dangerous action, policy, reason and environment name. */
function nastySimulation(): SimulationReport {
  const report = simulationReport();
  const renamed = (action: string): string => (action === 'resurrection' ? nasty : action);
  return {
    ...report,
    environment: nasty,
    actions: report.actions.map(renamed),
    policies: report.policies.map((policy) => ({
      ...policy,
      name: policy.name === 'threshold' ? nasty : policy.name,
    })),
    trajectory: { ...report.trajectory, actions: report.trajectory.actions.map(renamed) },
    actionMap: {
      ...report.actionMap,
      points: report.actionMap.points.map((p) => ({ ...p, action: renamed(p.action) })),
    },
    config: { note: nasty },
    verdict: { decision: 'worse', reasons: [nasty], baseline: nasty, guaranteed: null, comparisons: [] },
  };
}

/** A judged baseline: nothing trained, nothing measured twice, nothing to draw from. */
function bareSimulation(): SimulationReport {
  const report = simulationReport();
  return {
    ...report,
    policies: [{ ...report.policies[1]!, metrics: {} }],
    learningCurve: [],
    seeds: [],
    trajectory: { features: [], values: [], actions: [], rewards: [] },
    actionMap: { ...report.actionMap, points: [] },
    verdict: { decision: 'cannot tell', reasons: [], baseline: null, guaranteed: null, comparisons: [] },
  };
}

function bareLogged(): LoggedReport {
  const report = loggedReport();
  const none = { rows: 0, negativeRows: 0, policies: {} };
  return {
    ...report,
    policies: [],
    warnings: [],
    seeds: [],
    matchedActions: none,
    splits: { train: none, test: none },
  };
}

const reports: readonly (readonly [string, Report])[] = [
  ['simulation', simulationReport()],
  ['logged', loggedReport()],
  ['company', companyReport()],
  ['simulation with dangerous names', nastySimulation()],
  ['simulation without results', bareSimulation()],
  ['logged without results', bareLogged()],
];

describe.each(reports)('the page of a report: %s', (_, report) => {
  const html = reportHtml(report);
  const withoutNamespaces = html.replace(/ xmlns(:xlink)?="[^"]*"/g, '');

  it('refers to nothing outside itself and runs no script', () => {
    expect(withoutNamespaces).not.toMatch(/https?:|@import|<script|<link|\bsrc="|url\((?!#)/);
  });

  it('holds no NaN, no infinity, nothing undefined by accident', () => {
    expect(html).not.toMatch(/NaN|Infinity|\[object|>undefined \[|>null</);
  });

  it('is the same bytes when made again', () => expect(reportHtml(report)).toBe(html));

  it('uses every id once', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('closes every element it opens', () => {
    const open: string[] = [];
    const wrong: string[] = [];
    for (const [, slash, name, self] of html.matchAll(/<(\/?)([a-zA-Z0-9]+)(?:\s[^>]*?)?(\/?)>/g)) {
      if (self === '/' || name === 'meta') continue;
      if (slash === '') open.push(name!);
      else if (open.pop() !== name) wrong.push(name!);
    }
    expect([wrong, open]).toEqual([[], []]);
  });

  it('defines every colour it uses', () => {
    const used = [...html.slice(html.indexOf('<body>')).matchAll(/var\((--[a-z0-9-]+)\)/g)].map(
      ([, name]) => name!,
    );
    expect(used.filter((name) => !html.includes(`${name}:`))).toEqual([]);
  });
});

it.each(reports)('the terminal table fits 100 columns: %s', (_, report) => {
  const widths = reportSummary(report)
    .split('\n')
    .map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(100);
});

describe('names from data', () => {
  it('cannot become markup in HTML', () => {
    const html = reportHtml(nastySimulation());
    expect(html).not.toContain('<img');
    expect(html).toContain(escapeHtml(nasty));
  });

  it('cannot become markup in Markdown', () => {
    expect(reportMarkdown(nastySimulation())).not.toMatch(/<img|[^\\]\*e\*|a\|b/);
    expect(escapeMarkdown('a|b\n*c* <d> & [e](f) `g` h\\')).toBe(
      'a\\|b \\*c\\* &lt;d> &amp; \\[e\\](f) \\`g\\` h\\\\',
    );
  });

  it('are escaped for text and attributes', () => {
    expect(escapeHtml(`<a href="b" id='c'>&`)).toBe('&lt;a href=&quot;b&quot; id=&#39;c&#39;&gt;&amp;');
  });
});

it.each([
  ['better', '# The model earns 137 (0.029 %) more than the best baseline, threshold.'],
  // The interval of model minus threshold ends 39 below its middle of -137.
  ['as good as', '# The model is as good as the best baseline, threshold: at most 175.70 behind.'],
  ['not shown better', '# The model is not shown to be better than threshold.'],
  ['worse', '# The model earns 137 (0.029 %) less than the best baseline, threshold.'],
  ['cannot tell', '# It cannot be told whether the model is better.'],
] as const)('the verdict "%s" is the headline', (decision, title) => {
  const report = { ...simulationReport(), verdict: { ...simulationReport().verdict, decision, reasons: [] } };
  expect(reportMarkdown(report).split('\n')[0]).toBe(title);
});

it('the margin of practical equality stands in the headline that takes it', () => {
  const report = simulationReport();
  const verdict = { ...report.verdict, decision: 'as good as' as const, margin: 204 };
  expect(reportMarkdown({ ...report, verdict }).split('\n')[0]).toBe(
    '# The model is as good as the best baseline, threshold: at most 175.70 behind, and up to 204 is too little to matter.',
  );
});

it('the headline counts the lead in percent of what the baseline earns', () => {
  const report = simulationReport();
  const earning = (value: number) => ({ value, low: value, high: value, level: 0.95 });
  const policies = report.policies.map((policy) =>
    policy.name === 'threshold'
      ? {
          ...policy,
          metrics: { ...policy.metrics, discountedReward: earning(-200) },
          modelMinusPolicy: { discountedReward: earning(50) },
        }
      : policy,
  );
  const verdict = { ...report.verdict, decision: 'better' as const };
  expect(reportMarkdown({ ...report, policies, verdict })).toMatch(
    /^# The model earns 50 \(25 %\) more than the best baseline, threshold\.$/m,
  );
});

it('a report saved before verdicts had comparisons still gets its headline', () => {
  const report = simulationReport();
  const { decision, reasons, baseline } = report.verdict;
  const older = { ...report, verdict: { decision, reasons, baseline } } as unknown as SimulationReport;
  expect(reportMarkdown(older)).toBe(reportMarkdown(report));
});

it('a GPU is named, a backend without TensorFlow has no version of it', () => {
  const report = simulationReport();
  const on = (backend: object) => reportMarkdown({ ...report, backend: { ...report.backend, ...backend } });
  expect(on({ gpu: true, device: 'H100' })).toContain(
    'backend tensorflow 2.9.1 on H100 (GPU), graph program',
  );
  expect(on({ name: 'wasm', tensorflow: null, program: 'wasm' })).toContain(
    'backend wasm on CPU, 2 cores, wasm program',
  );
});

describe('a simulation page', () => {
  const html = reportHtml(simulationReport());

  it('lets a number stand above its half width, but not above ± or the percent sign', () => {
    const cells = [...html.matchAll(/<td class="number">([^<]*)<\/td>/g)].map(([, cell]) => cell!);
    expect(cells).toContain('476,447 ±\u00a017');
    expect(cells).toContain('89.6\u00a0%');
    expect(cells.filter((cell) => cell.includes('± ') || cell.includes(' %'))).toEqual([]);
    expect(css).not.toMatch(/td[^}]*white-space:nowrap/);
  });

  it('opens with the verdict, its reasons and where the numbers come from', () => {
    const header = html.slice(html.indexOf('<header'), html.indexOf('</header>'));
    expect(header).toContain(
      '<h1>The model earns 137 (0.029\u00a0%) less than the best baseline, threshold.</h1>',
    );
    expect(header).toContain('137 ±\u00a039 less');
    for (const fact of [
      'contact-dqn 0.1.0',
      'seed 7',
      '204,800 environment steps',
      '41.7 s',
      'config 5b2f0c9d8e41',
    ]) {
      expect(header).toContain(fact);
    }
  });

  it('says in the titles of its charts what is seen', () => {
    expect(html).toContain(
      'The model earns 476,310 discounted reward per episode; the best baseline, threshold, 476,447',
    );
    expect(html).toContain('The model spends 1,264 and makes 84.3 contacts per period');
    expect(html).toContain('Training took the value from 288,104 to 476,310');
  });

  it('draws each of its six charts in a wide and a narrow form', () => {
    expect(html.match(/<div class="wide"/g)).toHaveLength(6);
    expect(html.match(/<div class="narrow"/g)).toHaveLength(6);
  });

  it('says which policy the axis leaves out', () => {
    expect(html).toContain('goes on beyond the axis: always-special.');
  });
});

it('a model that nothing is compared with still gets its title', () => {
  const report = simulationReport();
  const html = reportHtml({ ...report, policies: report.policies.slice(0, 1) });
  expect(html).toContain('<h3>The model earns 476,310 discounted reward per episode</h3>');
});

it('policies judged on fewer episodes show in the caption of the table', () => {
  const report = simulationReport();
  const policies = report.policies.map((policy, i) => (i === 3 ? { ...policy, episodes: 1000 } : policy));
  expect(reportMarkdown({ ...report, policies })).toContain('over 1,000 to 20,000 episodes of 100 periods');
  expect(reportMarkdown(report)).toContain('over 20,000 episodes of 100 periods');
});

it('policies without a value stand last in the table and not in the chart', () => {
  const report = simulationReport();
  const unknown = { ...report.policies[1]!, name: 'unknown', metrics: { discountedReward: estimate(null) } };
  const lines = reportSummary({ ...report, policies: [unknown, ...report.policies] }).split('\n');
  expect(lines[12]).toMatch(/^unknown +not identified +−137 ± 39 +– +–$/);
});

describe('a logged page', () => {
  const report = loggedReport();
  const markdown = reportMarkdown(report);

  it('says what the data cannot tell before any result', () => {
    expect(markdown.indexOf('## What this data cannot tell')).toBeLessThan(
      markdown.indexOf('matched reward is'),
    );
    for (const { message } of report.warnings) expect(markdown).toContain(message);
  });

  it('names the checks where none fired, and does not call the log sufficient', () => {
    const markdown = reportMarkdown({ ...report, warnings: [] });
    expect(markdown).toMatch(/None of the checks of the audit fired: .*never logged.*sorted by action\./);
    expect(markdown).toContain('That does not make the log sufficient');
  });

  it('gives the published lines with undefined ratios as such', () => {
    const row = (label: string) =>
      markdown
        .split('\n')
        .filter((line) => line.startsWith(`| ${label}`))
        .at(-1);
    // All 296 rows: model, logged, always e-mail, always DM, no action.
    expect(row('Reward (matched')).toBe(
      '| Reward (matched actions) | 132.67 | 129.88 | 111.34 | 18.54 | 0 |',
    );
    expect(row('Reward per contact')).toBe(
      '| Reward per contact | 0.6003 | 0.4388 | 0.3761 | 0.0626 | undefined |',
    );
    expect(row('Cost per reward')).toBe('| Cost per reward point | 0.8442 | 1.140 | 0 | 15.97 | undefined |');
    expect(row('Negative rewards')).toContain('133 of 213 | 213 of 213');
  });

  it('holds the wins against chance channel by channel', () => {
    expect(markdown).toContain('| model | all rows | DM\\_sent | 148 | 31 | 31 | 30.6 | 0 |');
    expect(markdown).toContain('| model | all rows | EMsent | 148 | 44 | 44 | 19.9 | 0 |');
  });

  it('shows least, median and largest of what the seeds came to, leaving out what is undefined', () => {
    expect(markdown).toContain('| least | 131.02 | 153 | 0.5020 | 0.7000 |');
    // Of the two known costs per point, .7 and .8442, the median is their mean.
    expect(markdown).toContain('| **median** | 132.40 | 221 | 0.6003 | 0.7721 |');
    expect(markdown).toContain('| seed 2 | 131.02 | 261 | 0.5020 | – |');
  });

  it('shows a dash for what no seed determines', () => {
    const seeds = [{ seed: 1, values: { a: null } }];
    expect(reportMarkdown({ ...report, seeds })).toContain('| **median** | – |');
  });

  it('keeps policies that the list of policies does not name, as baselines at the end', () => {
    const policies = report.policies.filter(({ name }) => name !== 'always-EMsent');
    expect(reportMarkdown({ ...report, policies })).toContain(
      '| Line | **model** | logged | always-DM\\_sent | no-action | always-EMsent |',
    );
  });

  it('compares nothing with a model that is not there', () => {
    const policies = report.policies.filter(({ role }) => role !== 'model');
    const others = { logged: report.splits.test.policies.logged! };
    const splits = { ...report.splits, test: { ...report.splits.test, policies: others } };
    expect(reportMarkdown({ ...report, policies, splits })).toContain(
      'Reward of matched actions, and contacts',
    );
  });
});

describe('writing', () => {
  const freshFolder = useFreshFolders();

  it('leaves exactly the three files', () => {
    const folder = freshFolder();
    const paths = writeReport(join(folder, 'run'), loggedReport());
    expect(readdirSync(join(folder, 'run')).sort()).toEqual(['report.html', 'report.json', 'report.md']);
    expect(paths.map((path) => readFileSync(path, 'utf8').length > 1000)).toEqual([true, true, true]);
  });

  it('writes nothing if a number is not finite', () => {
    const folder = freshFolder();
    const report = simulationReport();
    expect(() => writeReport(folder, { ...report, gamma: NaN })).toThrow('report: gamma is NaN');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the folder that cannot be written', () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => writeReport(join(folder, 'file'), loggedReport())).toThrow(InputError);
  });
});
