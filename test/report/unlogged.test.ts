/** What is said of actions that the log never shows. */
import { unloggedTexts } from '../../src/report/content/unlogged';
import { companyReport } from '../support/report-fixtures';

it.each([
  ['decision', 'for that decision, without what follows it'],
  ['history', 'with all that follows it, discounted'],
] as const)('an assumed value is said to be of a %s', (estimand, unit) => {
  const report = companyReport();
  const unlogged = { noAction: { action: 'none', reward: 0.25 }, startsFrom: [] };
  const [text] = unloggedTexts({ ...report, unlogged, offPolicy: { ...report.offPolicy, estimand } });
  expect(text).toContain(`none was never logged: its value is assumed to be 0.25 everywhere, ${unit}. `);
});
