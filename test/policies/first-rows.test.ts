import { firstRows } from '../../src/policies/first-rows';
import type { Decisions } from '../../src/env/environment';
import type { Probabilities } from '../../src/rl/action-probabilities';

const lanes = 4;
const environment = {
  lanes,
  actions: ['none', 'email', 'post'],
  observationSpec: { features: ['x', 'y'], low: 0, high: 9 },
};
const observations = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const half = [0.5, 0, 0.5];

/** Rows of out after a policy that halves every row was asked for two lanes, and what it was shown. */
async function ask(decisions: Decisions): Promise<{ out: number[]; shown: unknown[] }> {
  const shown: Decisions[] = [];
  const probabilities = (seen: Decisions, out: Probabilities) => {
    shown.push({ ...seen });
    for (let row = 0; row * 3 < out.length; row += 1) out.set(half, row * 3);
  };
  const out = new Float32Array(3 * lanes).fill(9);
  await firstRows({ probabilities }, 2, environment).probabilities(decisions, out);
  return { out: Array.from(out), shown };
}

it("the first rows are the policy's, the others take No Action", async () => {
  expect(await ask({ observations, allowed: null })).toEqual({
    out: [...half, ...half, 1, 0, 0, 1, 0, 0],
    shown: [{ observations: Float32Array.of(1, 2, 3, 4), allowed: null }],
  });
});

it('masks are cut likewise; where No Action is not allowed the others take the lowest action that is', async () => {
  const allowed = Uint8Array.of(1, 0, 1, 1, 1, 1, 0, 0, 1, 0, 1, 1);
  expect(await ask({ observations, allowed })).toEqual({
    out: [...half, ...half, 0, 0, 1, 0, 1, 0],
    shown: [{ observations: Float32Array.of(1, 2, 3, 4), allowed: allowed.slice(0, 6) }],
  });
});
