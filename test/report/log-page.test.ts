/** The page of an evaluation on a log: what it opens with, what it shows, and what it must never show. */
import { estimators } from '../../src/evaluate/off-policy/estimators';
import { estimatorNames, estimatorRemark } from '../../src/report/content/estimators';
import { headline, numbersOf } from '../../src/report/content/verdict';
import { reportHtml } from '../../src/report/html';
import { reportJson } from '../../src/report/json';
import { reportMarkdown } from '../../src/report/markdown';
import type { Decision, LoggedReport, OffPolicy, Report } from '../../src/report/report';
import { sectionKeys } from '../../src/report/sections/page';
import { reportSummary } from '../../src/report/summary';
import { better, tooFew, unidentified } from '../support/off-policy-fixtures';
import { companyReport, loggedReport } from '../support/report-fixtures';
import { numbersInTables, printedForms } from '../support/report-numbers';

const report = companyReport();
const markdown = reportMarkdown(report);

function decided(decision: Decision, more: Partial<LoggedReport['verdict']> = {}): LoggedReport {
  return { ...report, verdict: { ...report.verdict, decision, ...more } };
}

/** The same report in which the model is behind by what it was ahead. */
function behind(): LoggedReport {
  const { logged, ...others } = report.offPolicy.policies;
  const interval = { value: -3.29, low: -3.68, high: -2.9, level: 0.95 };
  const difference = { ...logged!.difference!, interval };
  const policies = { ...others, logged: { ...logged!, difference } };
  return { ...decided('worse'), offPolicy: { ...report.offPolicy, policies } };
}

const judged = (offPolicy: OffPolicy): LoggedReport => ({
  ...decided('cannot tell', { reasons: [...offPolicy.policies.model!.doubts], comparisons: [] }),
  offPolicy,
});

describe('the verdict is one sentence:', () => {
  it.each<readonly [string, Report, string]>([
    [
      'better',
      report,
      'The model earns 3.29 more per decision than what was done (95 % interval 2.90 to 3.68).',
    ],
    [
      'worse',
      behind(),
      'The model earns 3.29 less per decision than what was done (95 % interval 2.90 to 3.68).',
    ],
    [
      'not shown better',
      decided('not shown better'),
      'The model is not shown to earn more per decision than what was done: the difference is 3.29 (95 % interval 2.90 to 3.68).',
    ],
    [
      'as good as, with the margin that it takes',
      decided('as good as', { margin: 4 }),
      'The model is as good as what was done: the difference per decision is 3.29 (95 % interval 2.90 to 3.68), and up to 4 is too little to matter.',
    ],
    [
      'too little support',
      judged(tooFew()),
      'It cannot be told from this log whether the model is better than what was done: too few customers were treated as the model would treat them (they count for 5.31, and 10 are needed).',
    ],
    [
      'an action that was never logged',
      judged(unidentified()),
      'It cannot be told from this log whether the model is better than what was done: No Action was never logged among the 60 decisions that are judged, and the model does it at 20 % of these.',
    ],
  ])('%s', (_, one, words) => expect(headline(one)).toBe(words));

  it('a log that its audit calls wrong comes before everything else', () => {
    const finding = {
      code: 'reward-leak',
      severity: 'block' as const,
      message: 'visits gives the reward away',
      lines: [],
    };
    const wrong = {
      ...judged({ ...tooFew(), doubts: ['the audit of the log: reward-leak'] }),
      audit: { findings: [finding] },
    };
    expect(headline(wrong)).toMatch(/than what was done: visits gives the reward away\.$/);
  });
});

it('money has its currency where the schema names one', () => {
  const schema = { customer: 'id', currency: 'EUR' };
  const one = { ...report, config: { schema } };
  expect(headline(one)).toContain('earns 3.29 EUR more per decision');
  expect(numbersOf(one)[0]!.label).toBe('Value of the model per decision, EUR');
  expect(reportMarkdown(one)).toContain('| A value is | what a single decision brings, in EUR |');
});

it('three numbers stand below it, each with its interval and what was done', () => {
  expect(numbersOf(report)).toEqual([
    {
      label: 'Value of the model per decision',
      value: '11.63',
      note: '95 % interval 11.04 to 12.22; what was done: 8.34',
    },
    { label: 'Difference to what was done per decision', value: '+3.29', note: '95 % interval 2.90 to 3.68' },
    {
      label: 'Contacts of the model per decision',
      value: '0.512',
      note: '95 % interval 0.502 to 0.522; what was done: 0.7241',
    },
  ]);
  expect(numbersOf(judged(tooFew())).map(({ value }) => value)).toEqual(Array(3).fill('cannot tell'));
});

it('a page has the sections that the evaluation has data for', () => {
  const common = [
    'compared',
    'data-limits',
    'values',
    'contacted',
    'leaving-alone',
    'estimates',
    'propensities',
  ];
  const after = ['against-others', 'selection', 'learning', 'descriptions', 'reproduce'];
  expect(sectionKeys(report)).toEqual([...common, 'sensitivity', 'certainty', ...after]);
  // Neither a sensitivity nor a guarantee of a difference that nobody knows.
  expect(sectionKeys(judged(tooFew()))).toEqual([...common, ...after.slice(1)]);
});

/** Drawings apart, whose coordinates are anything. */
const pagesOf = (one: LoggedReport) =>
  [reportHtml(one).replace(/<svg[^]*?<\/svg>/g, ''), reportMarkdown(one), reportSummary(one)].join('\n');

describe('no page shows a number for a policy with doubts:', () => {
  it.each([
    ['a baseline', report],
    ['what is judged', judged(tooFew())],
  ])('%s', (_, one) => {
    const text = pagesOf(one);
    expect(text).toMatch(/cannot tell/);
    // Everything the doubtful policy was estimated to bring begins with 77; differences to it with 71.
    expect(text.match(/.{0,30}\b7[17]\.\d.{0,30}|.{0,30}\b77\d\b.{0,30}/g)).toBeNull();
  });

  it('of a doubtful log that of what was done alone', () => {
    const { policies, ...rest } = better();
    const all = Object.entries(policies).filter(([name]) => name !== 'always-call');
    const doubts = ['the audit of the log: little-overlap'];
    const text = pagesOf(judged({ ...rest, doubts, policies: Object.fromEntries(all) }));
    expect(text).toContain('| logged | 8.34 ± 0.32 |');
    expect(text).not.toMatch(/11\.63|11\.21|6\.18|3\.29/);
  });
});

it('the verdict text names no difference to which nobody can hold', () => {
  expect(markdown).toContain('| always-call | cannot tell |  |');
  expect(markdown).toContain('| no-action | better | +5.45 ± 0.73 |');
});

describe('what a log never did', () => {
  const unknown = reportMarkdown(loggedReport());

  it('is not identified, with what it would take', () => {
    expect(unknown).toContain('| **model** | not identified |  | 41.1 |');
    expect(unknown).toContain('value per decision = known part + share × r0');
    expect(unknown).toContain('| **model** | 20 % | 0.62 ± 0.59 | −1.231 |');
    expect(unknown).toContain('| no-action | 100 % | 0 | 0.3930 |');
    expect(unknown).toContain('never counted as 0 unasked');
  });

  it('has no known part where the log is doubtful, unless it has none at all', () => {
    const one = loggedReport();
    const offPolicy = { ...one.offPolicy, doubts: ['the audit of the log: no-overlap'] };
    const text = reportMarkdown({ ...one, offPolicy });
    expect(text).toContain('| **model** | 20 % | cannot tell | cannot tell |');
    expect(text).toContain('| no-action | 100 % | 0 | 0.3930 |');
    expect(text).toContain('| always-EMsent | cannot tell |');
  });
});

describe('the page says of', () => {
  it.each([
    ['the data', 'Judged on | 4,000 decisions of 1,250 customers, held out: nothing was learned from them'],
    ['contacts', '| Contacts by call | 131.1 ± 4.0 | 310.4 ± 7.0 | 0 |'],
    [
      'a model alone',
      '| Direct method (DM) | 11.21 ± 0.12 | model alone: interval leaves out what the model gets wrong |',
    ],
    [
      'its parts',
      'Of the 11.63 per decision, 11.21 is what a model of rewards says alone; what the log says beyond it corrects that by +0.42.',
    ],
    ['a control variate', 'with a control variate in place of a model (Δ-OPE): +3.17 ± 0.48 per decision'],
    [
      'support',
      '1,250 customers tell as much of the model as 612 would, had all been treated as it would treat them',
    ],
    ['weights', 'The mean weight is 1.013, standard error 0.021; it should be 1 but for chance'],
    ['propensities', '| call | 31 % | 0.0512 | 47.7 % → 48.2 % |'],
    ['sensitivity', '| 1.5 | 0.8 | 5.8 |'],
    [
      'why the first row of that is not the interval that decides',
      "The interval that decides is by another estimator, Doubly robust (DR), and the wider of Student's t and the bootstrap's (BCa): that of Γ = 1 differs from it.",
    ],
    [
      'which interval decides',
      "by estimator, with Student's t interval; the interval that decides is the wider of that and the bootstrap's (BCa)",
    ],
    ['where it turns', 'changed the odds of a contact by a factor of more than 1.76'],
    ['noise', 'the model "gains" +0.23 ± 0.41 per decision by chance'],
    [
      'a guarantee',
      'between −1.720 and 22.40 over all decisions of a customer; that does not show it to be better yet',
    ],
    ['others', 'it is better than 1, and beside 1 it cannot be told'],
    ['how to judge again', 'contact-dqn evaluate --model FOLDER --data company/contacts.csv'],
    ['thresholds', '| effective sample size below which no verdict is given | 10 |'],
    ['training', 'Training took the reward it trains for from 0.3100 to 0.6100'],
  ])('%s', (_, text) => expect(markdown).toContain(text));

  it('estimates that disagree', () => {
    const { policies, ...rest } = better();
    const model = { ...policies.model!, disagreement: true };
    expect(reportMarkdown({ ...report, offPolicy: { ...rest, policies: { ...policies, model } } })).toContain(
      'do not all agree: they differ by more than their intervals allow',
    );
  });

  it('a bootstrap without the correction of BCa', () => {
    const { model, ...others } = report.offPolicy.policies;
    const value = { ...model!.value!, bca: { ...model!.value!.bca, fellBack: true } };
    const policies = { ...others, model: { ...model!, value } };
    const text = 'plain percentiles of the resamples stand in its place';
    expect(markdown).not.toContain(text);
    expect(reportMarkdown({ ...report, offPolicy: { ...report.offPolicy, policies } })).toContain(text);
  });

  it('support step by step where a customer has several decisions', () => {
    expect(reportMarkdown(judged(tooFew()))).toMatch(/\| 1 \| 242 \|\n\| 2 \| 38.2 \|\n\| 3 \| 5.31 \|/);
  });
});

it('matched actions of a company are in the JSON and not on the page', () => {
  expect(pagesOf(report)).not.toMatch(/matched/i);
  expect(reportJson(report)).toContain('"matchedActions"');
});

it.each([
  ['better', report],
  // Without seeds, of which the median may lie between two.
  ['not identified', { ...loggedReport(), seeds: [] }],
  ['too few', judged(tooFew())],
])('every number in a table of report.md is one of report.json: %s', (_, one) => {
  const known = printedForms(JSON.parse(reportJson(one)));
  expect(numbersInTables(reportMarkdown(one)).filter((number) => !known.has(number))).toEqual([]);
});

it('every estimator has words, and those that stand on a model alone say so', () => {
  expect(estimators.map(({ name }) => name).filter((name) => !estimatorNames.includes(name))).toEqual([]);
  for (const { name, isModelAlone = false, isBiased = false } of estimators) {
    expect([name, estimatorRemark(name).startsWith('model alone')]).toEqual([name, isModelAlone]);
    if (isBiased) expect(estimatorRemark(name)).toContain('never to be read alone');
  }
});

describe('the terminal', () => {
  it('shows values, then limits, then the verdict', () => {
    const text = reportSummary({ ...report, warnings: [{ code: 'gaps', message: 'weeks are missing' }] });
    const places = ['policy ', 'weeks are missing', 'The model earns 3.29 more'].map((words) =>
      text.indexOf(words),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(text).toMatch(/^model +11.63 ± 0.59 +612 +0.512 ± 0.010 +0.914 ± 0.042$/m);
  });

  it('leaves out columns before it cuts the names of policies', () => {
    const { policies, ...rest } = better();
    const long = `always-${'x'.repeat(30)}`;
    const text = reportSummary({
      ...report,
      offPolicy: { ...rest, policies: { ...policies, [long]: policies['no-action']! } },
    });
    expect(text).toContain(long);
    expect(text.split('\n')[0]).not.toContain('cost');
  });
});

describe('reports of earlier versions', () => {
  it('from before there were estimates keep their words', () => {
    const { offPolicy: _, ...older } = loggedReport();
    const model = {
      identified: false,
      reasons: ['contact-dqn 0.1.0 has no off-policy estimator'],
      estimates: {},
    };
    const one = { ...older, offPolicy: { unit: 'row', policies: { model } } } as unknown as LoggedReport;
    expect(headline(one)).toBe('It cannot be told from this log whether the model is better.');
    expect(reportMarkdown(one)).toContain(
      'What the model would earn: not identified (contact-dqn 0.1.0 has no',
    );
    expect(reportMarkdown(one)).toContain('| Reward (matched actions) | 132.67 |');
    expect(reportSummary(one)).toContain('matched actions, 60 held-out rows');
  });

  it('from before there were doubts, guarantees and margins are pages too', () => {
    const { doubts: _, guarantee: __, sensitivity: ___, permutedControl: ____, ...offPolicy } = better();
    const { margin: _____, ...verdict } = report.verdict;
    const one = { ...report, offPolicy, verdict } as unknown as LoggedReport;
    expect(headline(one)).toBe(headline(report));
    expect(reportHtml(one)).not.toMatch(/NaN|undefined|\[object/);
  });
});

describe('contacts, cost and outcomes of whole histories', () => {
  const histories = (gamma: number): LoggedReport => ({
    ...report,
    offPolicy: { ...report.offPolicy, estimand: 'history' },
    config: { schema: { customer: 'id', discount: { gamma, per: 'decision' } } },
  });
  const words = 'later ones count less, by the discount';

  it('are said to be discounted wherever they stand', () => {
    const one = histories(0.98);
    const text = reportMarkdown(one);
    expect(numbersOf(one)[2]!.note).toBe(`95 % interval 0.502 to 0.522; what was done: 0.7241; ${words}`);
    expect(text).toContain(`the model would make 512 contacts (${words}); what was done made 724`);
    expect(text).toContain(`Contacts, cost and what comes of them per 1,000 customers (${words})`);
    expect(reportHtml(one)).toContain(`Contacts by channel per 1,000 customers (${words}), rounded`);
    expect(reportSummary(one).replace(/\n/g, ' ')).toContain(`by customer; contacts and cost: ${words})`);
  });

  it('and not where nothing is: single decisions, and a discount of 1', () => {
    for (const one of [report, histories(1)]) expect(pagesOf(one)).not.toContain('count less');
  });
});
