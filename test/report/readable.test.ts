import { renderSvg } from '../../src/report/charts/render';
import { drawDecisionTree } from '../../src/report/charts/decision-tree';
import { actionGroups } from '../../src/report/charts/action-colours';
import { boxText } from '../../src/report/content/readable';
import { pageMarkdown } from '../../src/report/markdown';
import { readable as section } from '../../src/report/sections/readable';
import { sectionBlocks, sectionSummary } from '../../src/report/sections/section';
import { NARROW_CHART, WIDE_CHART } from '../../src/report/style';
import type { LoggedReport, ReadableNode } from '../../src/report/report';
import { expectGolden } from '../support/golden';
import { readable, readableReport } from '../support/readable-fixtures';
import { companyReport } from '../support/report-fixtures';

const markdown = (report: LoggedReport) =>
  pageMarkdown({
    headline: 'Page',
    caveat: '',
    numbers: [],
    reasons: [],
    facts: [],
    blocks: sectionBlocks(section, report),
  });
const around = (value: number, low: number, high: number) => ({ value, low, high, level: 0.95 });
const costs = (report: LoggedReport) => sectionSummary(section, report).join('').replace(/\n/g, ' ');

const groups = actionGroups(['none', 'email', 'call'], []);
const drawn = (tree: ReadableNode, width: number) =>
  drawDecisionTree(tree, (node) => boxText(node, 16_000), groups, width);

describe('is byte for byte the accepted one', () => {
  it('as text', () => expectGolden('readable.md', markdown(readableReport(around(0.83, 0.31, 1.35)))));
  it.each([
    ['wide', WIDE_CHART],
    ['narrow', NARROW_CHART],
  ] as const)('drawn %s', (form, width) => {
    expectGolden(
      `readable-${form}.svg`,
      renderSvg(drawn(readable.tree!, width), `tree-${form}`, 'The readable policy'),
    );
  });
});

/** Everything a drawing places, with its numbers. */
interface Element {
  readonly type: string;
  readonly shape?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

it.each([WIDE_CHART, NARROW_CHART])('keeps within a room of %p, even where a name does not', (width) => {
  const deep = (depth: number): ReadableNode =>
    depth === 0
      ? { kind: 'leaf', id: 'x', action: 'email', decisions: 3, customers: 2, scores: { email: 1 } }
      : {
          ...{ kind: 'question', column: 'a_column_of_the_longest_name_that_anybody_can_think_of' },
          ...{ operators: { lt: 1 }, text: 'a_column_of_the_longest_name_that_anybody_can_think_of below 1' },
          ...{ yes: deep(depth - 1), no: deep(depth - 1) },
        };
  const drawing = drawn(deep(3), width);
  expect(drawing.width).toBeLessThanOrEqual(width);
  const boxes = (drawing.option.graphic as readonly Element[]).filter(({ type }) => type === 'rect');
  for (const { shape } of boxes) {
    expect(shape!.x).toBeGreaterThanOrEqual(0);
    expect(shape!.x + shape!.width).toBeLessThanOrEqual(drawing.width);
    expect(shape!.y).toBeGreaterThanOrEqual(0);
    expect(shape!.y + shape!.height).toBeLessThanOrEqual(drawing.height);
  }
  // 7 questions and 8 leaves, each of these with its stripe.
  expect(boxes).toHaveLength(7 + 2 * 8);
});

it.each([
  [{ unknown: 0, heldBack: 0 }, ''],
  [{ unknown: 283, heldBack: 0 }, ' (without 283 after which the customer goes on and the log does not)'],
  [
    { unknown: 1283, heldBack: 40 },
    ' (without 1,283 after which the customer goes on and the log does not, and 40 of customers who were kept from contacts)',
  ],
])('says of which decisions it was not grown: %p', (leftOut, words) => {
  const report = readableReport(around(0.83, 0.31, 1.35));
  const text = costs({ ...report, readable: { ...report.readable!, leftOut } });
  expect(text).toContain(`of the 16,000 decisions that are not judged${words}.`);
});

describe('says what it costs in place of the model', () => {
  const opening =
    'Beside the model stands a decision tree of 3 leaves, grown on doubly robust scores of the 16,000 decisions that are not judged. ';
  const same = ' It does what the model does at 83.7 % of the decisions held out.';

  it('where it costs something', () => {
    expect(costs(readableReport(around(0.83, 0.31, 1.35)))).toBe(
      `${opening}Taking the readable policy in place of the model costs 0.83 per decision (95 % interval 0.31 to 1.35).${same}`,
    );
  });

  it('where it earns more', () => {
    expect(costs(readableReport(around(-0.83, -1.35, -0.31)))).toBe(
      `${opening}The readable policy earns 0.83 more per decision than the model (95 % interval 0.31 to 1.35).${same}`,
    );
  });

  it('where no difference is shown', () => {
    expect(costs(readableReport(around(0.2, -0.31, 0.71)))).toBe(
      `${opening}It is not shown that it costs anything to take the readable policy in place of the model: the model minus it is 0.20 per decision (95 % interval −0.31 to 0.71).${same}`,
    );
  });

  it('where it cannot be told', () => {
    const text = costs(readableReport(null));
    expect(text).toBe(
      `${opening}It cannot be told from this log what it costs to take the readable policy in place of the model.${same}`,
    );
  });

  it('where it does the same', () => {
    expect(costs(readableReport(around(0, 0, 0), { ...readable, sameAsModel: 1 }))).toBe(
      `${opening}At every decision held out the readable policy does what the model does.`,
    );
  });

  it('in the currency of the log', () => {
    const report = readableReport(around(0.83, 0.31, 1.35));
    expect(costs({ ...report, config: { schema: { currency: 'EUR' } } })).toContain(
      'costs 0.83 EUR per decision',
    );
  });
});

it('says that no rule earns more where the best tree is one leaf', () => {
  const tree: ReadableNode = {
    ...{ kind: 'leaf', id: 'everybody', action: 'email', decisions: 16_000, customers: 5000 },
    scores: { none: 1, email: 2 },
  };
  const text = markdown(readableReport(around(0.83, 0.31, 1.35), { ...readable, tree }));
  expect(text).toContain(
    'No rule of these columns is shown to earn more than always doing email: of the 16,000 decisions that are not judged, what one half of the customers suggests gains nothing sure on the other.',
  );
  expect(text).toContain('- email (16,000 decisions, 100 %)');
});

it('says why there is none', () => {
  const none = {
    ...readable,
    ...{ tree: null, rules: null, sameAsModel: null, reason: 'the log is too short' },
  };
  expect(markdown(readableReport(null, none))).toBe(
    '# Page\n\n## A policy that a person can read\n\nThere is no policy beside the model that a person could read: the log is too short.\n',
  );
});

it('is not there in reports without one', () => {
  expect(section.data(companyReport())).toBeUndefined();
});
