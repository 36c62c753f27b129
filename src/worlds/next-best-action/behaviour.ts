/** What the offers so far make a customer do. */
import type { NextBestActionConfig } from './settings';

/** Probabilities of a visit and of a purchase at one time step. */
export interface EventRates {
  readonly visit: number;
  readonly purchase: number;
}

export interface Behaviour {
  readonly plain: EventRates;
  readonly boosted: EventRates;
}

/** What customers do who are boosted, and who are not but at times act as if they were. */
export function behaviourOf({ plain, boosted, spontaneous }: NextBestActionConfig): Behaviour {
  const mixed = (event: keyof EventRates) => (1 - spontaneous) * plain[event] + spontaneous * boosted[event];
  return { plain: { visit: mixed('visit'), purchase: mixed('purchase') }, boosted };
}

/**
 * Whether a customer is boosted: by a large discount after an advertisement, whatever lies between. Of the notebook's
 * f1, f2, f3 that is (f1 = 1, f2 = 3) or (f2 = 1, f3 = 3) or (f1 = 1, f3 = 3).
 *
 * @param made offers so far, in their order: indices of actions
 */
export function isBoosted(made: readonly number[]): boolean {
  const advertised = made.indexOf(1);
  return advertised >= 0 && made.includes(3, advertised + 1);
}
