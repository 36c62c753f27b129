/** What the model would earn, as far as the log determines it. */
import { paragraph } from '../blocks';
import { NOT_IDENTIFIED } from '../format';
import type { OffPolicyResult } from '../report';
import type { Section } from './section';

export const offPolicyValue: Section<OffPolicyResult> = {
  key: 'off-policy-value',
  data: ({ offPolicy }) => {
    const model = offPolicy?.policies.model;
    return model?.identified === false ? model : undefined;
  },
  blocks: ({ reasons }) => [
    paragraph(`What the model would earn: ${NOT_IDENTIFIED} (${reasons.join('; ')}).`),
  ],
};
