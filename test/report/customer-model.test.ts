/** The report on a customer model: what it says, for whom not, and nothing that data could turn into markup. */
import { drawQiniCurve } from '../../src/report/charts/qini-curve';
import { customerModelHtml, customerModelMarkdown } from '../../src/report/customer-model-page';
import { customerModelText } from '../../src/report/customer-model-text';
import type { AnchorDecision } from '../../src/profiles/judge/anchor-decision';
import type { CustomerModelReport, Judgement } from '../../src/report/customer-model';
import { reportJson } from '../../src/report/json';

const estimate = (value: number, half: number, level = 0.95) => ({
  ...{ value, low: value - half, high: value + half, level },
});

const judged: Judgement = {
  customers: 300,
  names: { model: 'tree', anchor: 'the rule by days_since_purchase', loss: 'Brier score', unit: '' },
  beside: { customers: 300, model: 0.1, anchor: 0.12, gain: estimate(0.02, 0.01), decision: 'better' },
  parts: [
    {
      by: 'region <b>',
      parts: [
        {
          name: 'north | *x*',
          customers: 200,
          model: 0.09,
          anchor: 0.12,
          gain: estimate(0.03, 0.01),
          decision: 'better',
        },
        {
          name: 'south <i>',
          customers: 100,
          model: 0.12,
          anchor: 0.12,
          gain: estimate(0, 0.01),
          decision: 'not shown better',
        },
        {
          name: 'nobody',
          customers: 0,
          model: null,
          anchor: null,
          gain: { value: null, low: null, high: null, level: 0.95 },
          decision: 'cannot tell',
        },
      ],
    },
  ],
  partsAtOnce: 3,
  sideBySide: [
    {
      ...{ measure: 'mean squared error', better: 'low' },
      ways: [
        { name: 'tree <u>', role: 'model', value: estimate(0.1, 0.01), modelMinus: null, decision: null },
        {
          name: 'the rule',
          role: 'anchor',
          value: estimate(0.12, 0.01),
          modelMinus: estimate(-0.02, 0.01),
          decision: 'better',
        },
        {
          name: 'nothing for everybody',
          role: 'simple',
          value: estimate(0.1, 0.02),
          modelMinus: estimate(0, 0.01),
          decision: 'not shown better',
        },
      ],
    },
  ],
  measures: [
    {
      name: 'Brier score',
      better: 'low',
      model: estimate(0.1, 0.01),
      anchor: estimate(0.12, 0.01),
      difference: estimate(-0.02, 0.01),
    },
  ],
  calibration: {
    quantity: 'probability to be lost',
    groups: [
      { customers: 150, predicted: 0.2, actual: estimate(0.21, 0.05) },
      { customers: 150, predicted: 0.8, actual: estimate(0.6, 0.05) },
    ],
  },
  remarks: ['of few customers'],
};

const report: CustomerModelReport = {
  ...{ schemaVersion: 1, kind: 'customer model', task: 'fit', model: 'churn', version: '0.1.0', seed: 1 },
  ...{
    description: 'churn_probability',
    anchor: 'the share lost by tenths of recency',
    data: 'company.yaml',
  },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', dataHash: 'ab'.repeat(32), asOf: '2025-06-30T00:00:00.000Z' },
  ...{
    window: '90d',
    settings: { method: 'tree' },
    customers: 310,
    timeZone: 'UTC',
    fewCases: null,
    saysNothing: null,
    facts: ['tree of 4 features'],
  },
  columns: [{ name: 'churn_probability', kind: 'number' }],
  ...{ judged, notJudged: null },
  judgedOn: {
    ...{ fittedAsOf: '2025-04-01T00:00:00.000Z', from: '2025-04-01T00:00:00.000Z' },
    until: '2025-06-30T00:00:00.000Z',
  },
};

const unjudged: CustomerModelReport = {
  ...report,
  judged: null,
  notJudged: 'churn: expected rows of both 0 and 1',
};

describe.each([
  ['Markdown', customerModelMarkdown],
  ['HTML', customerModelHtml],
  ['terminal', customerModelText],
])('%s', (_form, made) => {
  it('says who is better, and how it was judged', () => {
    const text = made(report).replace(/\\/g, '').replace(/\s+/g, ' ');
    expect(text).toContain(
      'churn: tree is better than the rule by days_since_purchase, and not shown better than nothing for everybody.',
    );
    expect(text).toContain(
      'The same way of fitting, on what was known before 2025-04-01, applied to the customers as of 2025-04-01 and judged by what came until 2025-06-30 (90d): 300 customers.',
    );
  });

  it('says of a model that was not judged why', () => {
    const text = made(unjudged);
    expect(text).toContain('churn: fitted, and not judged.');
    expect(text).toContain('Not judged: churn: expected rows of both 0 and 1');
  });
});

it.each([
  ['Markdown', customerModelMarkdown],
  ['HTML', customerModelHtml],
  ['terminal', customerModelText],
])('says before any number that there were few to learn from: %s', (_form, made) => {
  const fewCases = 'Few to learn from: 12 customers.';
  const text = made({ ...report, fewCases });
  expect(text.indexOf(fewCases)).toBeGreaterThan(0);
  expect(text.indexOf(fewCases)).toBeLessThan(text.indexOf('Brier score'));
  expect(made(report)).not.toContain('Few to learn');
  expect(made({ ...unjudged, fewCases })).toContain(fewCases);
});

it('names for whom nothing shows that it works, and nobody of whom there are none', () => {
  const [, without] = customerModelMarkdown(report).split('Nothing shows that it works for:');
  expect(without!.trim().split('\n')[0]).toBe(
    '- south &lt;i> (100 customers, by region &lt;b>): not shown better',
  );
  expect(customerModelMarkdown(report)).not.toContain('nobody (0');
});

it('says by which measure simpler ways are not shown worse, and that all intervals of kinds are one family', () => {
  const text = customerModelMarkdown(report);
  expect(text).toContain('By mean squared error the model is not shown better than nothing for everybody');
  expect(text).toMatch(/\| nothing for everybody \| 0\.1.* \| 0.* \|/);
  expect(text).toContain('3 kinds of customers are shown at once: each interval has a level of 95 %');
  expect(customerModelText(report)).toContain('nothing for everybody');
});

/** Of the report's ways the anchor's and the simple one's, with other verdicts. */
function decided(anchor: AnchorDecision, simple: AnchorDecision): CustomerModelReport {
  const [beside] = judged.sideBySide;
  const [own, other, another] = beside!.ways;
  const ways = [own!, { ...other!, decision: anchor }, { ...another!, decision: simple }];
  return {
    ...report,
    judged: {
      ...judged,
      beside: { ...judged.beside, decision: anchor },
      sideBySide: [{ ...beside!, ways }],
    },
  };
}

it('says worse in every place of what is worse', () => {
  const textOf = (one: CustomerModelReport) => customerModelMarkdown(one).replace(/\\/g, '');
  const worse = textOf(decided('worse', 'not shown better'));
  expect(worse).toContain('churn: tree is worse than the rule by days_since_purchase.');
  expect(worse).toContain(
    'By mean squared error the model is worse than the rule, and not shown better than nothing for everybody',
  );
  const simple = textOf(decided('better', 'worse'));
  expect(simple).toContain(
    'churn: tree is better than the rule by days_since_purchase, and worse than nothing for everybody.',
  );
  expect(simple).toContain('By mean squared error the model is worse than nothing for everybody');
});

it('says at its head that a model says nothing, and after it how what it says instead was judged', () => {
  const nothing = { ...report, saysNothing: 'no segments were found: there are none' };
  for (const text of [customerModelMarkdown(nothing), customerModelText(nothing)]) {
    expect(text.split('\n')[0]).toMatch(/churn: no segments were found: there are none\.$/);
    expect(text.replace(/\\/g, '').replace(/\s+/g, ' ')).toContain(
      '300 customers. There tree is better than the rule by days_since_purchase',
    );
  }
});

it('does not tell predicted groups apart where all customers are one', () => {
  const { calibration } = judged;
  const one = { ...calibration!, groups: calibration!.groups.slice(0, 1) };
  const html = customerModelHtml({ ...report, judged: { ...judged, calibration: one } });
  expect(html).not.toContain('came than was predicted');
});

it('says in how many groups another share came than was predicted', () => {
  expect(customerModelHtml(report)).toContain(
    'In 1 of 2 groups another probability to be lost came than was predicted',
  );
});

it('lets no data become markup', () => {
  const html = customerModelHtml(report);
  expect(html).not.toMatch(/<i>|<b>|<u>|<script/);
  expect(customerModelMarkdown(report)).toContain('north \\| \\*x\\*');
});

it('is JSON of finite numbers', () => {
  expect(JSON.parse(reportJson(report))).toMatchObject({
    kind: 'customer model',
    judged: { customers: 300 },
  });
  const broken = { ...report, judged: { ...judged, customers: NaN } };
  expect(() => reportJson(broken)).toThrow(/judged\.customers is NaN/);
});

const targeting: CustomerModelReport = {
  ...report,
  model: 'uplift',
  judged: {
    ...judged,
    names: {
      model: 'the T-learner',
      anchor: 'random targeting',
      loss: 'Qini area',
      unit: '',
      better: 'high',
    },
    calibration: null,
    sideBySide: [
      {
        ...{ measure: 'value per decision', better: 'high' },
        ways: [
          {
            name: 'the T-learner',
            role: 'model',
            value: estimate(0.4, 0.1),
            modelMinus: null,
            decision: null,
          },
          {
            name: 'email to all',
            role: 'simple',
            value: estimate(0.1, 0.1),
            modelMinus: estimate(0.3, 0.1),
            decision: 'better',
          },
          {
            name: 'call to all',
            role: 'simple',
            value: estimate(-0.2, 0.1),
            modelMinus: estimate(0.6, 0.1),
            decision: 'better',
          },
          {
            name: 'nobody',
            role: 'simple',
            value: estimate(0, 0),
            modelMinus: estimate(0.4, 0.1),
            decision: 'better',
          },
        ],
      },
    ],
    gains: {
      outcome: 'purchase',
      curve: [
        { share: 0.1, gained: { value: null, low: null, high: null, level: 0.95 } },
        { share: 0.5, gained: estimate(0.25, 0.05) },
        { share: 1, gained: estimate(0.125, 0.1) },
      ],
      all: estimate(0.125, 0.1),
      treatments: [
        { name: 'email', gained: estimate(0.1, 0.1) },
        { name: 'call', gained: estimate(-0.05, 0.1) },
      ],
      arms: [
        { name: 'none', allowed: 300, taken: 100, effectiveSampleSize: 61.4 },
        { name: 'email', allowed: 300, taken: 120, effectiveSampleSize: 80 },
        { name: 'call', allowed: 90, taken: 30, effectiveSampleSize: 12.2 },
      ],
    },
  },
};

it('tells of decisions, and draws what the order gains, where a model says what contacts change', () => {
  const text = customerModelMarkdown(targeting);
  expect(text).toContain(
    'applied to the customers as of each decision from then on and judged by what came of it, where that was known by 2025-06-30 (90d after a decision): 300 decisions.',
  );
  expect(text).toContain('(100 decisions, by region');
  expect(text).toContain('| Decisions |');
  const html = customerModelHtml(targeting);
  expect(html).toContain('Contacting the first by the T-learner gains more than as many at random');
  expect(html).toContain('Qini area gained');
  expect(html).toContain('email alone, at random');
  expect(html).toContain('By value per decision the model is better than every way without it');
  expect(text).toContain('| call | 90 | 30 | 12 |');
  expect(customerModelHtml(report)).not.toContain('at random');
});

it('draws gains from nobody contacted on, beside lines to those of all, by the model and by one treatment', () => {
  const lines = [{ colour: 'action1', gained: estimate(0.1, 0.1) }] as const;
  const { option } = drawQiniCurve(targeting.judged!.gains!.curve.slice(1), lines, 'purchase', 600);
  const series = option.series as unknown as {
    data: number[][];
    markLine?: { data: { coord: number[] }[][] };
  }[];
  expect(series.map(({ data }) => data)).toEqual([
    [
      [0, 0],
      [1, 0],
    ],
    [
      [0, 0],
      [1, 0.125],
    ],
    [
      [0, 0],
      [1, 0.1],
    ],
    [
      [0, 0],
      [0.5, 0.25],
      [1, 0.125],
    ],
  ]);
  expect(series[3]!.markLine!.data[0]!.map(({ coord }) => coord)).toEqual([
    [0.5, 0.2],
    [0.5, 0.3],
  ]);
  expect(() => drawQiniCurve([], [], 'purchase', 600)).toThrow(RangeError);
});
