/** What the model would earn, in reports from before there were estimates. */
import { paragraph } from '../blocks';
import { NOT_IDENTIFIED } from '../format';
import type { OffPolicyResult } from '../report';
import { logValuesOf } from '../content/log-values';
import type { Section } from './section';

export const offPolicyValue: Section<OffPolicyResult> = {
  key: 'off-policy-value',
  data: (report) => {
    const model = report.offPolicy?.policies.model;
    return model?.identified === false && logValuesOf(report) === undefined ? model : undefined;
  },
  blocks: ({ reasons }) => [
    paragraph(`What the model would earn: ${NOT_IDENTIFIED} (${reasons.join('; ')}).`),
  ],
};
