import { reportJson } from '../../src/report/json';
import type { Report } from '../../src/report/report';
import { loggedReport, simulationReport } from '../support/report-fixtures';

it.each([simulationReport(), loggedReport()])('what is read back is the report ($kind)', (report) => {
  expect(JSON.parse(reportJson(report))).toEqual(report);
});

it('the order in which keys were set does not show', () => {
  const report = loggedReport();
  const reversed = Object.fromEntries(Object.entries(report).reverse()) as unknown as Report;
  expect(reportJson(reversed)).toBe(reportJson(report));
});

it('version, kind and verdict come first, the configuration last; the text ends in one newline', () => {
  const text = reportJson(simulationReport());
  const keys = Object.keys(JSON.parse(text) as object);
  expect(keys.slice(0, 4)).toEqual(['schemaVersion', 'kind', 'version', 'verdict']);
  expect(keys.at(-1)).toBe('config');
  expect(text).toMatch(/^\{\n {2}"schemaVersion": 1,/);
  expect(text).toMatch(/[^\n]\n$/);
});

it.each([NaN, Infinity, -Infinity])('%p is refused with its path', (bad) => {
  const report = simulationReport();
  const policies = [
    { ...report.policies[0]!, metrics: { x: { value: bad, low: null, high: null, level: 0.95 } } },
  ];
  expect(() => reportJson({ ...report, policies })).toThrow(
    new RangeError(`report: policies[0].metrics.x.value is ${bad}; what cannot be known is null`),
  );
});
