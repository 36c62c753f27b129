/** A policy that sees some features alone does what it would do if there were no others. */
import type { Policy } from '../../src/policies/policy';
import { withFeatures } from '../../src/policies/with-features';

/** Contacts where the first feature that it sees is above the second. */
const higher: Policy = {
  name: 'higher',
  description: 'contacts where the first is above the second',
  probabilities: ({ observations }, out) => {
    for (let i = 0; i < observations.length / 2; i += 1)
      out.set(observations[2 * i]! > observations[2 * i + 1]! ? [0, 1] : [1, 0], 2 * i);
  },
};

it('hands over what it sees, in its order, and whatever else is known of the decisions', async () => {
  let seen: unknown;
  const watching: Policy = {
    ...higher,
    probabilities: (decisions, out) => {
      seen = decisions;
      return higher.probabilities(decisions, out);
    },
  };
  const out = new Float64Array(4);
  const decisions = {
    observations: Float32Array.of(9, 1, 2, 0, 8, 3),
    allowed: Uint8Array.of(1, 1, 1, 1),
    rows: Int32Array.of(4, 7),
  };
  await withFeatures(watching, Int32Array.of(2, 1), 3).probabilities(decisions, out);
  expect(seen).toEqual({ ...decisions, observations: Float32Array.of(2, 1, 3, 8) });
  expect([...out]).toEqual([0, 1, 1, 0]);
});

it('keeps its name and what it says of itself', () => {
  expect(withFeatures(higher, Int32Array.of(0), 2)).toMatchObject({
    ...{ name: 'higher', description: 'contacts where the first is above the second', isRecord: false },
  });
});
