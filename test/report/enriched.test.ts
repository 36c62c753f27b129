/** What a report says of the columns that enrich added; and what it must not say. */
import { reportHtml } from '../../src/report/html';
import { reportMarkdown } from '../../src/report/markdown';
import type { LoggedReport } from '../../src/report/report';
import { sectionKeys } from '../../src/report/sections/page';
import { reportSummary } from '../../src/report/summary';
import {
  comparison,
  differenceOf,
  enriched,
  enrichedReport,
  type Compared,
} from '../support/enriched-fixtures';
import { expectGolden } from '../support/golden';
import { companyReport } from '../support/report-fixtures';
import { numbersInTables, printedForms } from '../support/report-numbers';

const HEADING = '## What the added columns add';

function sectionOf(report: LoggedReport): string {
  const page = reportMarkdown(report);
  const from = page.indexOf(HEADING);
  expect(from).toBeGreaterThan(0);
  return page.slice(from, page.indexOf('\n## ', from));
}

function summaryOf(report: LoggedReport): string {
  const summary = reportSummary(report);
  const from = summary.indexOf('The model decides by');
  return summary.slice(from, summary.indexOf('\n\n', from)).replaceAll('\n', ' ');
}

it('is byte for byte the accepted one', () => {
  expectGolden('enriched.md', sectionOf(enrichedReport()));
  expectGolden('enriched.txt', `${summaryOf(enrichedReport())}\n`);
});

it('prints no number that the JSON lacks, and none where nothing can be told', () => {
  const report = enrichedReport();
  const numbers = numbersInTables(sectionOf(report));
  expect(numbers.length).toBeGreaterThan(20);
  const known = printedForms(report);
  expect(numbers.filter((number) => !known.has(number))).toEqual([]);
  expect(reportHtml(report).replace(/<svg[^]*?<\/svg>/g, '')).not.toMatch(/77[789]|780/);
});

it.each<[string, Partial<Compared>, RegExp]>([
  ['that they add', {}, /The columns add 0\.83 EUR per decision \(95 % interval 0\.46 to 1\.20\)/],
  [
    'that they are not shown to',
    { decision: 'not shown better', difference: differenceOf(0.21, 0.44, 0.95) },
    /The columns are not shown to add anything: .* is 0\.21 EUR .* −0\.23 to 0\.65\)/,
  ],
  [
    'that the model is worse with them',
    { decision: 'worse', difference: differenceOf(-0.61, 0.23, 0.95) },
    /The model is worse with them: .* is −0\.61 EUR .* without them is the better one\./,
  ],
  [
    'that it cannot be told',
    { decision: 'cannot tell', doubts: ['too few were treated so', 'the log is wrong'] },
    /What the columns add cannot be told from this log: too few were treated so; the log is wrong\./,
  ],
  [
    'that they change nothing',
    { sameAsModel: 1 },
    /the same way of learning does the same at every decision held out/,
  ],
])('says %s', (_, changes, words) => {
  expect(sectionOf(enrichedReport(changes))).toMatch(words);
  expect(summaryOf(enrichedReport(changes))).toMatch(words);
});

it('does not say that the model decides by columns of which nothing is kept', () => {
  const slope = { value: -0.125, low: -0.5, high: 0.25, level: 0.95 };
  const openingOf = (kept: number) =>
    sectionOf({ ...enrichedReport(), shrinkage: { means: [0, 0], slope, kept } });
  expect(openingOf(0.25)).toContain('The model decides by 3 columns that enrich added');
  expect(openingOf(0)).toContain(
    'The model reads 3 columns that enrich added to the log, and they change nothing: the model does the same for everybody',
  );
  expect(openingOf(0)).not.toContain('decides by');
});

it('says that it is not identified where one of the two is not', () => {
  const report = enrichedReport({ decision: 'cannot tell', doubts: ['call was never logged'] });
  const { policies } = report.offPolicy;
  const unknown = { ...policies['without-enriched']!, identified: false, value: null };
  const changed = {
    ...report,
    offPolicy: { ...report.offPolicy, policies: { ...policies, 'without-enriched': unknown } },
  };
  expect(sectionOf(changed)).toContain('What the columns add is not identified: call was never logged.');
});

it('says why nothing was compared, and of a log without such columns nothing', () => {
  const nothing = { policy: null, training: null, comparison: null };
  const text = sectionOf(enrichedReport({}, { ...nothing, reason: 'withoutEnriched=false' }));
  expect(text).toContain('what they add was not asked: withoutEnriched=false.');
  expect(text.replaceAll('\\', '')).toContain(`Columns: ${enriched.columns.join(', ')}`);
  expect(sectionKeys(companyReport())).not.toContain('enriched');
  expect(sectionKeys(enrichedReport())).toContain('enriched');
});

it('says where no segment says anything, and where there are none', () => {
  const all = comparison.segments!;
  const quiet = all.segments.map((one) => ({ ...one, decision: 'not shown better' as const }));
  const silent = sectionOf(enrichedReport({ segments: { ...all, segments: quiet.slice(0, 3) } }));
  expect(silent).toContain('in no segment are they shown to add anything or to take anything.');
  const untold = all.segments.map((one) => ({ ...one, decision: 'cannot tell' as const }));
  expect(sectionOf(enrichedReport({ segments: { ...all, segments: untold } }))).toContain(
    'it cannot be told of any segment.',
  );
  expect(sectionOf(enrichedReport({ segments: null }))).toContain('No column divides the customers');
});

it('says a reason once that several segments share, with the numbers between which it holds', () => {
  const all = comparison.segments!;
  const few = (count: string) => `too few were treated so: they count for ${count} (effective sample size)`;
  const single = (share: string) => `a single customer decides ${share} % of the answer, more than 20 %`;
  const doubts = [[few('1,001'), single('100')], [few('0.9'), single('100'), 'never logged'], [few('12')]];
  const untold = doubts.map((own, i) => ({
    ...all.segments[i]!,
    ...{ decision: 'cannot tell' as const, doubts: own },
  }));
  const lines = sectionOf(enrichedReport({ segments: { ...all, segments: untold } })).match(/^- .*$/gm)!;
  expect(lines.filter((line) => !line.startsWith('- Columns'))).toEqual([
    '- "recent, buys often", "not seen for long", "spends little": too few were treated so: they count for 0.9 to 1,001 (effective sample size)',
    '- "recent, buys often", "not seen for long": a single customer decides 100 % of the answer, more than 20 %',
    '- not seen for long: never logged',
  ]);
});

it('draws segments of which something is told, and everybody first', () => {
  const html = reportHtml(enrichedReport());
  const svg = html.slice(html.indexOf('enriched-segments'));
  const drawn = svg.slice(0, svg.indexOf('</svg>'));
  expect(drawn.indexOf('everybody')).toBeGreaterThan(0);
  expect(drawn.indexOf('spends little')).toBeGreaterThan(drawn.indexOf('everybody'));
  expect(drawn).not.toContain('not known');
});

it('counts the model without them among the looks', () => {
  const report = enrichedReport();
  const page = reportMarkdown({
    ...report,
    looks: {
      ...{
        counted: true,
        split: 'test',
        number: 2,
        total: 2,
        falseBetter: 0.05,
        elsewhere: 0,
        unreadable: 0,
      },
      others: [
        {
          ...{ number: 1, at: '2026-01-02T12:05:00.000Z', run: 'models/run/without-enriched' },
          ...{ policy: 'without-enriched', verdict: null, against: null },
        },
      ],
    },
  });
  expect(page).toContain(
    'Look 2 at these held-out decisions: 1 other policy was judged on them before: its own policy without the columns added, which is a look of its own.',
  );
  expect(page).toContain('the model that learned without the columns that enrich added, for it may be taken');
  expect(page).toContain('| none, read beside the model of its training |');
});
