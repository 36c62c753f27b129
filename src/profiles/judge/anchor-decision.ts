/** What an interval says of a model beside its anchor, the simple thing that it has to beat. */
import type { Estimate } from '../../core/estimate';

export type AnchorDecision = 'better' | 'not shown better' | 'worse' | 'cannot tell';

/** @param difference of something that is good if it is high: the model's minus the anchor's */
export function decisionOf({ low, high }: Pick<Estimate, 'low' | 'high'>): AnchorDecision {
  if (low === null || high === null) return 'cannot tell';
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'not shown better';
}
