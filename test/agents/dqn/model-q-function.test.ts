import { ModelQFunction } from '../../../src/agents/dqn/model-q-function';
import type { Model } from '../../../src/agents/model';
import { describeOnBackends } from '../../support/backends';
import { expectNoLeak } from '../../support/expect-no-leak';

/** Hidden kernel [[1], [2]] and bias [-1]; output kernel [[3, -1]] and bias [0, 10]. */
const model: Model = {
  features: ['age', 'visits'],
  hiddenLayers: [1],
  head: 'plain',
  actions: ['none', 'contact'],
  weights: Float32Array.of(1, 2, -1, 3, -1, 0, 10),
  scaling: { observationOffset: [40, 0], observationScale: [0.1, 1], rewardScale: 0.5 },
};

describeOnBackends('ModelQFunction', () => {
  it('scales the observation, runs the network and unscales the values', async () => {
    await expectNoLeak(async () => {
      const qFunction = new ModelQFunction(model);
      // Age 60 and 1 visit are seen as 2 and 1: hidden 2 + 2 - 1 = 3, outputs 9 and 7, twice that in reward.
      // Age 40 and no visit are seen as 0 and 0: hidden 0 after ReLU, outputs 0 and 10.
      const values = await qFunction.qValues(Float32Array.of(60, 1, 40, 0));
      [18, 14, 0, 20].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
      qFunction.dispose();
    });
  });

  it.each([65_535, 65_536, 65_537, 140_000])('values %i rows, each as it would be alone', async (rows) => {
    const qFunction = new ModelQFunction(model);
    // Age 40 + row % 7 is seen as a tenth of that remainder: every value repeats after seven rows.
    const observations = Float32Array.from({ length: 2 * rows }, (_, i) =>
      i % 2 === 1 ? 1 : 40 + ((i / 2) % 7),
    );
    const few = await qFunction.qValues(observations.subarray(0, 14));
    const values = await qFunction.qValues(observations);
    expect(values.length).toBe(2 * rows);
    expect(values.every((value, i) => value === few[i % 14])).toBe(true);
    qFunction.dispose();
  });

  it('refuses weights that are not those of its layers', () => {
    const bad = { ...model, weights: new Float32Array(6) };
    expect(() => new ModelQFunction(bad)).toThrow('weights: expected 7 elements, got 6');
  });
});
