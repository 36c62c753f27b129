/** Rules that fit in one sentence. */
import { certainPolicy } from '../../policies/certain';
import type { Policy } from '../../policies/policy';
import { uniformProbabilities } from '../../rl/action-probabilities';
import { observerOf } from './observer-of';
import type { CustomersConfig } from './settings';

/** The feature by which a rule tells how tired a customer is: a count of contacts, or the hidden level itself. */
export const tirednessOf = ({ observe }: Pick<CustomersConfig, 'observe'>): string =>
  observe === 'latent' ? 'fatigue' : 'pressure';

/**
 * @param action index
 * @param most value of the feature above which a customer is left alone
 */
export function fatigueRule(config: CustomersConfig, action: number, most: number): Policy {
  const { features } = observerOf(config);
  const feature = tirednessOf(config);
  const column = features.indexOf(feature);
  const { name } = config.channels[action - 1]!;
  return certainPolicy(
    'fatigue-rule',
    `takes ${name} while ${feature} <= ${most}, else No Action`,
    config.channels.length + 1,
    ({ observations }, out) => {
      for (let lane = 0; lane < out.length; lane += 1) {
        out[lane] = observations[lane * features.length + column]! <= most ? action : 0;
      }
    },
  );
}

/** @param rate chance of a contact per period; by which channel is left to chance */
export function randomAtRate(config: CustomersConfig, rate: number): Policy {
  const count = config.channels.length + 1;
  return {
    name: 'random-at-rate',
    description: `contacts in ${100 * rate} % of the periods, by any allowed channel`,
    probabilities: ({ allowed }, out) => {
      const rows = out.length / count;
      const contacts = allowed?.slice() ?? new Uint8Array(out.length).fill(1);
      for (let row = 0; row < rows; row += 1) {
        const own = contacts.subarray(row * count, (row + 1) * count);
        own[0] = !own.includes(1, 1) ? 1 : 0;
      }
      uniformProbabilities(count, contacts, out);
      for (let row = 0; row < rows; row += 1) {
        const own = out.subarray(row * count, (row + 1) * count);
        if (own[0] === 1) continue;
        own.forEach((probability, action) => (own[action] = action === 0 ? 1 - rate : rate * probability));
      }
    },
  };
}
