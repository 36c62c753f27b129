/** A readable policy beside the model of the company's report, with numbers made by hand. */
import type { Estimate } from '../../src/core/estimate';
import type { LoggedReport, OffPolicyResult, ReadableNode, ReadablePolicy } from '../../src/report/report';
import { companyReport } from './report-fixtures';

const leaf = (
  id: string,
  action: string,
  decisions: number,
  customers: number,
  scores: number[],
): ReadableNode => ({
  ...{ kind: 'leaf', id, action, decisions, customers },
  scores: { none: scores[0]!, email: scores[1]!, call: scores[2]! },
});

/** Two questions, of which one asks of a column with a long name. */
const tree: ReadableNode = {
  ...{
    kind: 'question',
    column: 'visits_last_30_days',
    operators: { lt: 3 },
    text: 'visits_last_30_days below 3',
  },
  yes: leaf('visits_last_30_days below 3', 'none', 9120, 3011, [0.412, 0.21, -1.35]),
  no: {
    ...{ kind: 'question', column: 'segment', operators: { eq: 'digital' }, text: 'segment is digital' },
    yes: leaf('segment is digital', 'email', 4380, 1207, [1.96, 3.447, 2.02]),
    no: leaf('everybody else', 'call', 2500, 962, [2.5, 2.71, 6.318]),
  },
};

export const readable: ReadablePolicy = {
  ...{
    tree,
    reason: null,
    columns: ['visits_last_30_days', 'segment', 'age'],
    decisions: 16_000,
    customers: 5000,
  },
  rules: [
    {
      id: 'visits_last_30_days below 3',
      condition: { visits_last_30_days: { lt: 3 } },
      weights: { none: 1 },
    },
    { id: 'segment is digital', condition: { segment: { eq: 'digital' } }, weights: { email: 1 } },
    { id: 'everybody else', weights: { call: 1 } },
  ],
  depths: [],
  ...{ sameAsModel: 0.8372, modelMinusReadable: null },
};

/** @param difference the model minus it; null where nothing can be told of it */
export function readableReport(difference: Estimate | null, own: ReadablePolicy = readable): LoggedReport {
  const report = companyReport();
  const { policies } = report.offPolicy;
  const known = policies['no-action']!;
  const told: OffPolicyResult =
    difference === null
      ? { ...known, doubts: ['too few customers were treated so'] }
      : { ...known, difference: { ...known.difference!, interval: difference } };
  return {
    ...report,
    readable: own,
    offPolicy: { ...report.offPolicy, policies: { ...policies, readable: told } },
  };
}
