/** Support filters made by hand. */
import type { SupportFilter } from '../../src/agents/support-filter';

/**
 * One feature x, seen as (x - 10) / 2 = z; No Action, mail and call have scores of 0, z and -z, so that at z = 0 each has a
 * third, and at z = log 9 they have 9, 81 and 1 of 91.
 */
export const BY_ONE_FEATURE: SupportFilter = {
  behaviour: {
    ...{ kind: 'logistic', width: 1, parameters: [0, 1, -1, 0, 0, 0], temperature: 1 },
    shares: { frequent: [0, 1, 2], rare: [0, 0, 0], weights: [1, 1, 1], rows: 300 },
  },
  scaling: { observationOffset: [10], observationScale: [0.5] },
  isMasked: true,
  ...{
    leastProbability: 0.05,
    leastOfLikeliest: 0,
    leastCustomers: 50,
    customers: [80, 70, 60],
    unit: 'customer',
  },
};

/** The x at which z is log 9. */
export const MAIL = 10 + 2 * Math.log(9);
/** The x at which z is -log 9. */
export const CALL = 10 - 2 * Math.log(9);
