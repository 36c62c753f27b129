/** A world of a user's own: three rungs, two actions. */
import { z } from 'zod';
import { defineWorld } from '../../src';
import { TabularEnvironment } from './tabular-environment';

/**
 * On rung 0, 1 or 2 one may `rest` (pays 0, stays) or `climb` (costs 1, one rung up; from the top it pays `prize` and the
 * episode ends). Cut short after 6 steps. With gamma .9 and a prize of 10 climbing at once is worth
 * −1 − .9 + .81 · 10 = 6.2.
 */
export const ladder = defineWorld({
  name: 'ladder',
  settings: z.strictObject({ prize: z.number().default(10).describe('what the top pays') }),
  open: ({ prize }) => ({
    actions: ['rest', 'climb'],
    features: ['place'],
    make: (lanes) =>
      new TabularEnvironment(
        {
          name: 'ladder',
          actions: ['rest', 'climb'],
          observations: [0, 1, 2],
          outcomes: [
            [
              { reward: 0, next: 0 },
              { reward: -1, next: 1 },
            ],
            [
              { reward: 0, next: 1 },
              { reward: -1, next: 2 },
            ],
            [
              { reward: 0, next: 2 },
              { reward: prize, next: 2, terminates: true },
            ],
          ],
          starts: [0],
          timeLimit: 6,
        },
        lanes,
      ),
    known: (objective, gamma) =>
      objective === 'discountedReward' && gamma === 0.9
        ? { value: 0.81 * prize - 1.9, standardError: 0 }
        : null,
  }),
});
