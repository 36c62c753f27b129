import { constantPolicy } from '../../src/policies/constant';
import { GreedyPolicy } from '../../src/policies/greedy';
import { uniformPolicy } from '../../src/policies/uniform';
import type { Policy } from '../../src/policies/policy';

const actions = ['none', 'email', 'coupon'];
const observations = Float32Array.of(1, 2);

/** The probabilities of two moments with one feature each. */
async function probabilities(policy: Policy, allowed: Uint8Array | null = null): Promise<number[]> {
  const out = new Float32Array(2 * actions.length).fill(9);
  await policy.probabilities({ observations, allowed }, out);
  return Array.from(out);
}

describe('constantPolicy', () => {
  it('is named after its action', () => {
    expect(actions.map((_, action) => constantPolicy(actions, action).name)).toEqual([
      'no-action',
      'always-email',
      'always-coupon',
    ]);
    expect(constantPolicy(actions, 0).description).toBe('never contacts anybody');
    expect(constantPolicy(actions, 2).description).toBe('always takes coupon');
  });

  it('takes its action, and No Action where that is not allowed', async () => {
    const policy = constantPolicy(actions, 2);
    expect(await probabilities(policy)).toEqual([0, 0, 1, 0, 0, 1]);
    expect(await probabilities(policy, Uint8Array.of(1, 1, 1, 1, 1, 0))).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it.each([-1, 3])('refuses action %i', (action) => {
    expect(() => constantPolicy(actions, action)).toThrow(`expected an action in 0..2, got ${action}`);
  });
});

describe('uniformPolicy', () => {
  it('shares among what is allowed', async () => {
    const third = Math.fround(1 / 3);
    const rows = await probabilities(uniformPolicy(actions), Uint8Array.of(1, 1, 1, 1, 0, 1));
    expect(rows).toEqual([third, third, third, 0.5, 0, 0.5]);
  });
});

describe('GreedyPolicy', () => {
  const qValues = (values: number[]) => ({ qValues: () => Promise.resolve(Float32Array.from(values)) });

  it('takes the best allowed action, the lowest index of several', async () => {
    const policy = new GreedyPolicy(qValues([1, 3, 3, 0, 5, 4]), actions);
    expect(policy.name).toBe('model');
    expect(await probabilities(policy)).toEqual([0, 1, 0, 0, 1, 0]);
    expect(await probabilities(policy, Uint8Array.of(1, 0, 1, 1, 0, 1))).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it('takes no action that the Q function does not support, whatever it is worth', async () => {
    const asked: unknown[] = [];
    const filtered = {
      ...qValues([1, 3, 3, 0, 5, 4]),
      supportedActions: (seen: Float32Array, allowed: Uint8Array | null) => {
        asked.push([seen, allowed]);
        return Uint8Array.of(1, 0, 1, 1, 0, 0);
      },
    };
    const policy = new GreedyPolicy(filtered, actions);
    const allowed = Uint8Array.of(1, 0, 1, 1, 1, 0);
    expect(await probabilities(policy, allowed)).toEqual([0, 0, 1, 1, 0, 0]);
    expect(asked).toEqual([[observations, allowed]]);
  });

  it('asks the Q function for the values of what is observed', async () => {
    const asked: Float32Array[] = [];
    const echo = {
      qValues: (seen: Float32Array) => {
        asked.push(seen);
        return Promise.resolve(new Float32Array(6));
      },
    };
    await probabilities(new GreedyPolicy(echo, actions, 'other', 'something else'));
    expect(asked).toEqual([observations]);
  });
});
