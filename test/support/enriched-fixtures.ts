/** What a report says of added columns, with numbers made by hand that all differ. */
import type { Intervals } from '../../src/evaluate/off-policy/result';
import type { EnrichedComparison, LoggedReport, SegmentDifference } from '../../src/report/report';
import { companyReport } from './report-fixtures';

export type Compared = NonNullable<EnrichedComparison['comparison']>;

const WITHOUT = 'without-enriched';

export function differenceOf(value: number, half: number, level: number): Intervals {
  const interval = { value, low: value - half, high: value + half, level };
  return {
    ...{ estimator: 'wdr', interval, t: interval, percentile: interval },
    bca: { ...interval, fellBack: false },
  };
}

const EACH = 1 - 0.05 / 3;

function segment(
  name: string,
  [units, decisions]: readonly [number, number],
  [subject, other]: readonly [number, number],
  more: Partial<SegmentDifference>,
): SegmentDifference {
  const valueOf = (value: number) => ({
    effectiveSampleSize: 61.7,
    value: { value, low: value - 0.42, high: value + 0.42, level: 0.95 },
  });
  return {
    ...{ name, units, decisions, subject: valueOf(subject), other: valueOf(other) },
    ...{ difference: null, decision: 'not shown better', doubts: [] },
    ...more,
  };
}

const nobody = { effectiveSampleSize: 0, value: null };

export const comparison: Compared = {
  decision: 'better',
  doubts: [],
  difference: differenceOf(0.83, 0.37, 0.95),
  sameAsModel: 0.714,
  segments: {
    ...{ column: 'customer_segment', familyLevel: 0.95, family: 3 },
    segments: [
      segment('recent, buys often', [211, 1093], [13.42, 11.91], {
        ...{ difference: differenceOf(1.51, 1.22, EACH), decision: 'better' },
      }),
      segment('not seen for long', [187, 902], [6.13, 6.04], { difference: differenceOf(0.09, 0.66, EACH) }),
      segment('spends little', [143, 731], [4.38, 5.29], {
        ...{ difference: differenceOf(-0.91, 0.58, EACH), decision: 'worse' },
      }),
      segment('not known', [37, 112], [777, 778], {
        ...{ subject: nobody, other: nobody, decision: 'cannot tell' },
        doubts: ['model is not identified: call was never logged among the 112 decisions that are judged'],
      }),
      segment('all others', [6, 9], [779, 780], {
        ...{ subject: null, other: null, decision: 'cannot tell' },
        doubts: ['expected at least 10 customers to judge on, got 6'],
      }),
    ],
  },
};

export const enriched: EnrichedComparison = {
  ...{
    columns: ['days_since_purchase', 'customer_segment', 'lifetime_value'],
    policy: WITHOUT,
    reason: null,
  },
  training: { environmentSteps: 20_000, gradientUpdates: 156, wallSeconds: 3.72 },
  comparison,
};

/** The company's report of a log that was enriched. */
export function enrichedReport(
  changes: Partial<Compared> = {},
  own: Partial<EnrichedComparison> = {},
): LoggedReport {
  const report = companyReport();
  const { schema, ...others } = report.config as { readonly schema: object };
  const { model, ...policies } = report.offPolicy.policies;
  return {
    ...report,
    config: { ...others, schema: { ...schema, currency: 'EUR' } },
    offPolicy: {
      ...report.offPolicy,
      policies: { model: model!, [WITHOUT]: { ...model!, role: 'baseline' }, ...policies },
    },
    enriched: { ...enriched, comparison: { ...comparison, ...changes }, ...own },
  };
}
