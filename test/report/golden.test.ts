import { drawBarPanels } from '../../src/report/charts/bars';
import { renderSvg } from '../../src/report/charts/render';
import { reportHtml } from '../../src/report/html';
import { reportJson } from '../../src/report/json';
import { reportMarkdown } from '../../src/report/markdown';
import { reportSummary } from '../../src/report/summary';
import { expectGolden } from '../support/golden';
import { companyReport, loggedReport, simulationReport, withoutWords } from '../support/report-fixtures';

describe.each([
  ['simulation', simulationReport],
  ['logged', loggedReport],
  ['company', companyReport],
] as const)('the %s report is byte for byte the accepted one', (kind, make) => {
  it('as Markdown', () => expectGolden(`${kind}.md`, reportMarkdown(make())));
  it('as HTML', () => expectGolden(`${kind}.html`, reportHtml(make())));
  it('as terminal text', () => expectGolden(`${kind}.txt`, `${reportSummary(make())}\n`));
});

it.each([
  ['simulation', withoutWords(simulationReport())],
  ['logged', loggedReport()],
  ['company', companyReport()],
] as const)(
  'the %s report is byte for byte the accepted JSON, the words of its views apart',
  (kind, report) => expectGolden(`${kind}.json`, reportJson(report)),
);

it('a bar chart with chance ticks is drawn byte for byte as accepted', () => {
  const group = {
    name: 'held-out',
    values: [23.3, 0, null],
    colours: ['model', 'baseline', 'baseline'] as const,
    references: [17, null, null],
  };
  const rows = ['model', 'logged', 'no-action'].map((name) => ({ name, highlighted: name === 'model' }));
  const drawing = drawBarPanels(rows, [{ title: 'Wins per 100 rows', groups: [group] }], 350);
  expectGolden('bars.svg', renderSvg(drawing, 'wins', 'Wins per 100 rows'));
});
