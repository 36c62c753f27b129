/** What the model may do, as report.md and report.html say it. */
import { reportHtml } from '../../src/report/html';
import { reportMarkdown } from '../../src/report/markdown';
import type { LoggedReport, SupportReport } from '../../src/report/report';
import { companyReport } from '../support/report-fixtures';

const limits = {
  decisions: 400,
  leastProbability: 0.01,
  leastOfLikeliest: 0,
  leastCustomers: 50,
  unit: 'customer',
} as const;
const some: SupportReport = {
  ...limits,
  actions: [
    { action: 'none', customers: 900, allowed: 400, unsupported: 0, reason: null },
    { action: 'email', customers: 812, allowed: 380, unsupported: 61, reason: 'too unlikely' },
    { action: 'call', customers: 39, allowed: 120, unsupported: 120, reason: 'too few' },
    { action: 'push', customers: 0, allowed: 400, unsupported: 400, reason: 'never logged' },
  ],
};

const pagesOf = (support: SupportReport) => {
  const report: LoggedReport = { ...companyReport(), support };
  return [reportMarkdown(report), reportHtml(report).replaceAll('\u00a0', ' ')];
};

it('names each action that is not supported somewhere, with the share of decisions and why', () => {
  for (const page of pagesOf(some)) {
    expect(page).toContain(
      'Of the decisions held out an action was allowed, and the model would not take it whatever it is worth, for the log tells too little of it there: email at 15.3 %, call at 30 %, push at 100 %.',
    );
    expect(page).toContain('probability in the log below 0.01');
    expect(page).toContain('39 customers in training, 50 are asked for');
    expect(page).toContain('never logged in training');
  }
  expect(pagesOf(some)[0]).toContain('| email | 812 | 95 % | 15.3 % | probability in the log below 0.01 |');
});

it('says so where all is supported, and what is held against the likeliest', () => {
  for (const page of pagesOf({ ...limits, actions: some.actions.slice(0, 1) }))
    expect(page).toContain('At every decision held out the log supports each action that was allowed');
  for (const page of pagesOf({ ...some, leastOfLikeliest: 0.3 }))
    expect(page).toContain('below 0.01, or below 0.3 of that of the likeliest action');
});
