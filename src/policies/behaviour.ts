/** Policies that write logs: with a known chance of every action, more or less biased by what they see. */
import type { Random } from '../core/random';
import type { Policy } from './policy';
import { uniformPolicy } from './uniform';

/**
 * Mostly what another policy does, now and then any allowed action.
 *
 * @param share of decisions that are left to chance, in [0, 1]
 */
export function exploring(policy: Policy, actions: readonly string[], share: number): Policy {
  const uniform = uniformPolicy(actions);
  return {
    name: `${policy.name}, ${Number((100 * share).toFixed(2))} % at random`,
    description: `${policy.description}; a share of ${share} at random`,
    probabilities: async (decisions, out) => {
      const chance = out.slice();
      await uniform.probabilities(decisions, chance);
      await policy.probabilities(decisions, out);
      for (let i = 0; i < out.length; i += 1) out[i] = (1 - share) * out[i]! + share * chance[i]!;
    },
  };
}

/** Any allowed contact, and No Action only where there is none. */
export function contactsOnlyPolicy(actions: readonly string[]): Policy {
  const uniform = uniformPolicy(actions);
  return {
    name: 'contacts-only',
    description: 'takes every allowed contact with the same probability, and leaves nobody alone',
    probabilities: (decisions, out) => {
      const count = actions.length;
      const allowed = decisions.allowed?.slice() ?? new Uint8Array(out.length).fill(1);
      for (let first = 0; first < allowed.length; first += count)
        allowed[first] = allowed.subarray(first + 1, first + count).includes(1) ? 0 : 1;
      return uniform.probabilities({ ...decisions, allowed }, out);
    },
  };
}

/**
 * Contacts a share of the customers whatever it sees, each by any allowed contact alike.
 *
 * @param share of decisions with a contact where one is allowed, in [0, 1]
 */
export function sparingPolicy(actions: readonly string[], share: number): Policy {
  const count = actions.length;
  return {
    name: 'sparing',
    description: `contacts ${Number((100 * share).toFixed(2))} % of the customers, by chance, each allowed contact with the same probability`,
    probabilities: ({ allowed }, out) => {
      const mayTake = (index: number) => allowed?.[index] !== 0;
      for (let first = 0; first < out.length; first += count) {
        let contacts = 0;
        for (let at = first + 1; at < first + count; at += 1) if (mayTake(at)) contacts += 1;
        // Where one of the two sides is not allowed the other has all.
        const contacted = contacts === 0 ? 0 : mayTake(first) ? share : 1;
        out[first] = 1 - contacted;
        for (let at = first + 1; at < first + count; at += 1)
          out[at] = mayTake(at) ? contacted / contacts : 0;
      }
    },
  };
}

/** Least probability of an allowed action under a biased policy. */
const FLOOR = 0.02;

/**
 * Prefers actions by features, as companies do: log-odds are linear in the features, by weights drawn once.
 *
 * @param scale [features] makes features of the order of 1
 * @param random source of the weights
 */
export function biasedPolicy(actions: readonly string[], scale: readonly number[], random: Random): Policy {
  const count = actions.length;
  const width = scale.length;
  const weights = Float64Array.from({ length: count * width }, () => 4 * random.uniform() - 2);
  return {
    name: 'biased',
    description: 'prefers actions by features of the customer, each with a chance of at least 2 %',
    probabilities: ({ observations, allowed }, out) => {
      for (let row = 0; row < out.length / count; row += 1) {
        const first = row * count;
        let sum = 0;
        let open = 0;
        for (let action = 0; action < count; action += 1) {
          if (allowed?.[first + action] === 0) {
            out[first + action] = 0;
            continue;
          }
          let logOdds = 0;
          for (let i = 0; i < width; i += 1)
            logOdds += weights[action * width + i]! * Math.min(1, observations[row * width + i]! * scale[i]!);
          out[first + action] = Math.exp(logOdds / Math.sqrt(width));
          sum += out[first + action]!;
          open += 1;
        }
        for (let action = 0; action < count; action += 1)
          if (out[first + action]! > 0)
            out[first + action] = FLOOR + ((1 - FLOOR * open) * out[first + action]!) / sum;
      }
    },
  };
}
