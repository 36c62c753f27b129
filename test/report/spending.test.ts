/** What a report says of money: limits, their prices, and the frontier; and what it must not say. */
import { drawFrontier, wouldCrowd, type FrontierDot } from '../../src/report/charts/frontier';
import { renderSvg } from '../../src/report/charts/render';
import { reportHtml } from '../../src/report/html';
import { reportMarkdown } from '../../src/report/markdown';
import type { LoggedReport } from '../../src/report/report';
import { sectionKeys } from '../../src/report/sections/page';
import { reportSummary } from '../../src/report/summary';
import { expectGolden } from '../support/golden';
import { companyReport, estimate } from '../support/report-fixtures';
import { numbersInTables, printedForms } from '../support/report-numbers';
import { budgetReport, spending } from '../support/spending-fixtures';

const HEADING = '## What is spent, and what more would earn';

/** The section of a page. */
function sectionOf(report: LoggedReport): string {
  const page = reportMarkdown(report);
  const from = page.indexOf(HEADING);
  expect(from).toBeGreaterThan(0);
  return page.slice(from, page.indexOf('\n## ', from));
}

describe('the section is byte for byte the accepted one', () => {
  it('as Markdown', () => expectGolden('spending.md', sectionOf(budgetReport())));

  it('as terminal text', () => {
    const summary = reportSummary(budgetReport());
    const from = summary.indexOf('On the 4,000 decisions held out');
    expectGolden('spending.txt', `${summary.slice(from, summary.indexOf('\n\n', from))}\n`);
  });

  it('as a drawing', () => {
    const dots: FrontierDot[] = [
      { cost: 0, value: estimate(4.92, 0.43), kind: 'other' },
      { cost: 0.774, value: estimate(11.63, 0.58), kind: 'chosen' },
      { cost: 1.241, value: estimate(12.31), kind: 'other' },
      { cost: 1.52, value: estimate(8.34, 0.31), kind: 'logged' },
    ];
    const drawing = drawFrontier(dots, { cost: 'cost per decision, EUR', value: 'value per decision' }, 640);
    expectGolden('frontier.svg', renderSvg(drawing, 'frontier', 'Value against cost'));
  });
});

it('prints no number that the JSON lacks', () => {
  const report = budgetReport();
  const numbers = numbersInTables(sectionOf(report));
  expect(numbers.length).toBeGreaterThan(30);
  const known = printedForms(report);
  expect(numbers.filter((number) => !known.has(number))).toEqual([]);
});

it('shows nothing of a price of which nothing can be told but what it spends', () => {
  // Drawings apart, whose coordinates are anything.
  const html = reportHtml(budgetReport()).replace(/<svg[^]*?<\/svg>/g, '');
  for (const text of [reportMarkdown(budgetReport()), html]) {
    expect(text).not.toMatch(/777/);
    expect(text).toMatch(/17\.9\s±\s2\.0/);
  }
  expect(sectionOf(budgetReport())).toContain('At 1 of the 6 prices it cannot be told from this log');
});

it('has no chart where hardly any price is known', () => {
  const { doubts } = spending.frontier[4]!;
  const frontier = spending.frontier.map((point, i) => (i === 0 ? point : { ...point, doubts }));
  const html = reportHtml(budgetReport({ frontier }));
  expect(reportHtml(budgetReport())).toContain('frontier-wide');
  expect(html).not.toContain('frontier-wide');
});

it('says what is earned without a price only where that is known', () => {
  expect(sectionOf(budgetReport())).toContain('without a price 12.31 at a cost of 1.24');
  const { doubts } = spending.frontier[4]!;
  const frontier = spending.frontier.map((point, i) => (i === 0 ? { ...point, doubts } : point));
  const text = sectionOf(budgetReport({ frontier }));
  expect(text).toContain('at a price of 0.684 12.07 at a cost of 1.01');
  expect(text).not.toContain('without a price');
});

it('gives the best in hindsight as a value, and no ratio to it', () => {
  const text = sectionOf(budgetReport());
  expect(text).toContain(
    'the same values would earn 11.71 ± 0.57 per decision, spending 89.9 ± 4.0 EUR a day.',
  );
  expect(text).not.toContain('of that');
});

it('says what a price was, and that nothing binds', () => {
  const given = sectionOf(budgetReport({ limits: [], hindsight: null, isPriceGiven: true }));
  expect(given).toContain(
    'As was said, each EUR is charged 1.37, beside the cost that rewards hold already.',
  );
  expect(given).not.toContain('At most');
  expect(sectionOf(budgetReport())).toContain('The limit did not bind where prices were found');
});

it.each([
  ['with a price', 1.372],
  ['without', 0],
])('says only that a limit cannot be kept where it cannot, %s', (_, price) => {
  const [budget] = spending.limits;
  const text = sectionOf(budgetReport({ limits: [{ ...budget!, price, isMet: false }] }));
  expect(text).toContain('It cannot be kept: something has to be done');
  expect(text).not.toMatch(/would earn about|bind/);
});

it('says where a limit is not kept on the decisions held out, and only where their interval says so', () => {
  const [budget] = spending.limits;
  const { amount } = budget!.asked;
  const of = (value: number) =>
    sectionOf(budgetReport({ limits: [{ ...budget!, heldOut: estimate(value, 0.1 * amount) }] }));
  expect(of(1.2 * amount)).toContain('Held out the limit is not kept, by more than chance');
  expect(of(1.05 * amount)).toContain('Held out that is above the limit, but by no more than chance.');
  expect(of(0.95 * amount)).toContain('Held out that is within the limit, but by no more than chance.');
  expect(of(0.8 * amount)).toContain('Held out that is within the limit.');
});

it('says from which side a number is, and whether the two differ by more than chance', () => {
  const [budget] = spending.limits;
  const limit = { ...budget!, asked: { amount: 50, per: 'day' as const }, price: 0, found: 47.8 };
  const of = (foundHalf: number, held: number, half: number) =>
    sectionOf(
      budgetReport({
        limits: [{ ...limit, foundInterval: estimate(47.8, foundHalf), heldOut: estimate(held, half) }],
      }),
    );
  // 59 - 47.8 = 11.2, beside √(9² + 17²) = 19.2
  const text = of(9, 59, 17);
  expect(text).toContain(
    'the model spends 47.8 ± 9.0 where prices were found (3,871 decisions for validation), and 59 ± 17 held out (4,000 decisions for the test). ' +
      'The two differ by no more than chance. Held out that is above the limit, but by no more than chance. ' +
      'The limit did not bind where prices were found, so that nothing is charged for it',
  );
  // beside √(3² + 4²) = 5
  expect(of(3, 52.7, 4)).toContain('differ by no more than chance');
  expect(of(3, 52.9, 4)).toContain('differ by more than chance');
  const { foundInterval: _, ...before } = limit;
  const old = sectionOf(budgetReport({ limits: [{ ...before, heldOut: estimate(59, 17) }] }));
  expect(old).toContain('the model spends 47.8 where prices were found');
  expect(old).not.toContain('The two differ');
});

it('speaks of decisions where there are no days', () => {
  const frontier = spending.frontier.map((point) => ({ ...point, spentPerDay: null }));
  const limits = [{ ...spending.limits[0]!, asked: { amount: 0.75, per: 'decision' as const } }];
  const text = sectionOf(
    budgetReport({ decisionsPerDay: null, perDay: null, frontier, limits, hindsight: null }),
  );
  expect(text).toContain('would spend 0.769 ± 0.034 EUR and make 0.489 ± 0.011 contacts a decision.');
  expect(text).toContain('one more EUR a decision would earn');
  expect(text).not.toMatch(/a day/);
});

it('is there for limits and for costs, and not in reports of before', () => {
  const has = (report: LoggedReport) => sectionKeys(report).includes('spending');
  expect(has(companyReport())).toBe(false);
  expect(has(budgetReport({ limits: [] }))).toBe(true);
  // A policy that nobody limits is no news where a run ends.
  const free = budgetReport({ limits: [], hindsight: null });
  expect(reportSummary(free)).not.toContain('held out, each as the log has it');
});

it('needs two prices for a frontier', () => {
  const dot: FrontierDot = { cost: 1, value: estimate(1, 0.1), kind: 'chosen' };
  expect(() => drawFrontier([dot, { ...dot, kind: 'logged' }], { cost: '', value: '' }, 640)).toThrow(
    'drawFrontier: expected two prices at least, got 1',
  );
});

describe('what was done, far off,', () => {
  const dot = (cost: number, value: number, kind: FrontierDot['kind'] = 'other'): FrontierDot => {
    return { cost, value: estimate(value, 0.5), kind };
  };
  const own = [dot(0, 4), dot(1, 5, 'chosen')];

  it.each<[string, FrontierDot, boolean]>([
    ['among the others', dot(0.5, 4.5), false],
    ['no further than they are wide', dot(1.9, 5), false],
    ['further right', dot(2.1, 5), true],
    // Their bars go from 3.5 to 5.5: two more are as much again.
    ['as high as their bars are', dot(0.5, 6.9), false],
    ['higher', dot(0.5, 7.1), true],
  ])('crowds the chart or not: %s', (_, further, crowds) => expect(wouldCrowd(own, further)).toBe(crowds));

  const costing = (cost: number) => {
    const report = budgetReport();
    const { logged, ...others } = report.offPolicy.policies;
    const metrics = { ...logged!.metrics, cost: estimate(cost, 0.1) };
    return {
      ...report,
      offPolicy: { ...report.offPolicy, policies: { ...others, logged: { ...logged!, metrics } } },
    };
  };
  const figureOf = (report: LoggedReport) => {
    const html = reportHtml(report).replaceAll('\u00a0', ' ');
    return html.slice(html.indexOf('The model earns 11.63'), html.indexOf('The model at other prices'));
  };

  it('stands in words, and stretches no axis', () => {
    expect(figureOf(costing(1.9))).not.toContain('lies far off');
    expect(figureOf(costing(5.2))).toContain(
      'What was done lies far off: it earned 8.34 ± 0.31 at a cost of 5.2.',
    );
    expect(figureOf(costing(5.2))).not.toMatch(/>what was done</);
    expect(figureOf(costing(1.9))).toMatch(/>what was done</);
  });
});
