/** How a report tells which look it was, and what many looks do to its verdict. */
import { caveatOf } from '../../src/report/content/verdict';
import { reportHtml } from '../../src/report/html';
import { reportMarkdown } from '../../src/report/markdown';
import type { CountedLooks, LoggedReport, Looks, OtherLook } from '../../src/report/report';
import { sectionKeys } from '../../src/report/sections/page';
import { reportSummary } from '../../src/report/summary';
import { spending } from '../support/spending-fixtures';
import { companyReport } from '../support/report-fixtures';

function other(number: number, changes: Partial<OtherLook> = {}): OtherLook {
  const at = new Date(Date.UTC(2026, 0, number, 12, 5)).toISOString();
  const rest = {
    run: `models/run-${number}`,
    policy: 'model',
    verdict: 'not shown better',
    against: 'logged',
  } as const;
  return { number, at, ...rest, ...changes };
}

function counted(number: number, total: number, changes: Partial<CountedLooks> = {}): CountedLooks {
  const others = Array.from({ length: total }, (_, i) => i + 1).filter((one) => one !== number);
  return {
    ...{ counted: true, split: 'test', number, total, falseBetter: 0.025 * total },
    ...{ others: others.map((one) => other(one)), elsewhere: 0, unreadable: 0 },
    ...changes,
  };
}

const withLooks = (looks: Looks): LoggedReport => ({ ...companyReport(), looks });
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

describe('the terminal, the Markdown and the page say', () => {
  it.each<readonly [string, Looks, string]>([
    [
      'that it is the first look',
      counted(1, 1),
      'Look 1 at these held-out decisions: no other policy is known to have been judged on them.',
    ],
    [
      'how many came before',
      counted(4, 4),
      'Look 4 at these held-out decisions: 3 other policies were judged on them before.',
    ],
    [
      'how many came since',
      counted(1, 2, { split: 'all' }),
      'Look 1 of 2 at these decisions: 1 other policy was judged on them since.',
    ],
    [
      'how many on either side',
      counted(2, 4),
      'Look 2 of 4 at these held-out decisions: 3 other policies were judged on them (1 before, 2 since).',
    ],
    [
      'looks at other decisions of the log',
      counted(1, 1, { elsewhere: 2 }),
      '2 looks were at other decisions of the same log, some of which may be among these.',
    ],
    [
      'that a part of the ledger is lost',
      counted(1, 1, { unreadable: 1 }),
      '1 line of the ledger cannot be read, so that there may have been more looks.',
    ],
    [
      'that nothing was counted, and why',
      { counted: false, reason: 'the disk is full' },
      'Looks at these decisions are not counted: the disk is full.',
    ],
  ])('%s', (_, looks, words) => {
    const report = withLooks(looks);
    expect(oneLine(reportSummary(report))).toContain(words);
    expect(reportMarkdown(report)).toContain(words);
    expect(reportHtml(report)).toContain(words);
  });
});

describe('what is counted, and what is not,', () => {
  const { policies } = companyReport().offPolicy;
  // Of no-action, uniform and the others with a value, but for the model and what was done.
  const others = Object.entries(policies).filter(
    ([name, { value }]) => value !== null && name !== 'model' && name !== 'logged',
  ).length;

  it('is said with the number of policies whose values are read beside', () => {
    for (const page of [reportMarkdown, reportHtml]) {
      const text = page(withLooks(counted(1, 1)));
      expect(text).toContain(
        'Counted are policies of which a verdict was asked, and models of further seeds of one training.',
      );
      expect(text).toContain(
        `Values of ${others} other policies on the same decisions stand in this report too`,
      );
      expect(text).toContain(`Who takes one of these ${others} because`);
    }
  });

  it('is said with the prices too', () => {
    // Of six prices one is the model's own; the best in hindsight is one more.
    const priced = { ...withLooks(counted(1, 1)), spending };
    expect(reportMarkdown(priced)).toContain(
      `Values of ${others} other policies and the model at 6 other prices on the same decisions`,
    );
    expect(reportMarkdown(priced)).toContain(`Who takes one of these ${others + 6} because`);
  });

  it('is no matter where nothing was counted', () => {
    expect(reportMarkdown(withLooks({ counted: false, reason: 'no ledger' }))).not.toContain('Counted are');
  });
});

it('lists the other looks with time, place and the verdict then, a line each', () => {
  const seed = other(2, { run: 'models/run-1/seeds/2', verdict: null, against: null });
  const baseline = other(3, { run: null, policy: 'always-email', verdict: 'better' });
  const report = withLooks(counted(4, 4, { others: [other(1), seed, baseline] }));
  expect(reportMarkdown(report)).toContain(
    [
      '| Look | When | Policy | Verdict then |',
      '| :-- | :-- | :-- | :-- |',
      '| 1 | 2026-01-01 12:05 UTC | model of models/run-1 | not shown better, against logged |',
      '| 2 | 2026-01-02 12:05 UTC | model of models/run-1/seeds/2 | none, read beside that of another seed |',
      '| 3 | 2026-01-03 12:05 UTC | always-email | better, against logged |',
    ].join('\n'),
  );
  expect(reportSummary(report)).toContain(
    '- look 3, 2026-01-03 12:05 UTC: always-email; verdict better, against logged',
  );
});

it('shows of many looks the last ones, and says where all are', () => {
  const markdown = reportMarkdown(withLooks(counted(15, 15)));
  expect(markdown).not.toContain('model of models/run-2 ');
  expect(markdown).toContain('model of models/run-3 ');
  expect(markdown).toContain('Of 14 the last 12 are shown; all are in the JSON file beside this report.');
  const lines = reportSummary(withLooks(counted(15, 15))).match(/^- look \d+/gm);
  expect(lines).toEqual(['- look 12', '- look 13', '- look 14']);
});

describe('right below a "better" stands what many looks do to it', () => {
  const words =
    /^4 policies were judged on these held-out decisions: of as many that are no better, one or more come out better by chance in up to 10 % of cases, and in more where a policy was changed after a look;/;
  const caveat = (looks: Looks, verdict: Partial<LoggedReport['verdict']> = {}) => {
    const report = withLooks(looks);
    const others = caveatOf({ ...companyReport(), verdict: { ...report.verdict, ...verdict } });
    return caveatOf({ ...report, verdict: { ...report.verdict, ...verdict } })
      .slice(others.length)
      .trim();
  };

  it('from a chance of one in ten on', () => {
    expect(caveat(counted(3, 3))).toBe('');
    expect(caveat(counted(4, 4))).toMatch(words);
  });

  it('also where the others came since', () => expect(caveat(counted(1, 4))).toMatch(words));

  it('with what becomes of a guarantee, which is of a policy that no look has changed', () => {
    const lost = 'The guaranteed bound holds only if no earlier look had a part in this policy.';
    expect(caveat(counted(4, 4), { guaranteed: true })).toContain(lost);
    expect(caveat(counted(1, 4), { guaranteed: true })).not.toContain(lost);
    expect(caveat(counted(4, 4), { guaranteed: null })).not.toContain(lost);
  });

  it.each(['not shown better', 'worse', 'cannot tell'] as const)('not below "%s"', (decision) => {
    expect(caveat(counted(40, 40), { decision })).toBe('');
  });

  it('not where nothing was counted', () => expect(caveat({ counted: false, reason: 'no ledger' })).toBe(''));
});

it('says nothing in reports of earlier versions, which did not count', () => {
  expect(sectionKeys(companyReport())).not.toContain('looks');
  expect(sectionKeys(withLooks(counted(1, 1)))).toContain('looks');
});
