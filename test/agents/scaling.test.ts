import { ShapeError } from '../../src/core/errors';
import { identityScaling, scaleObservations } from '../../src/agents/scaling';

describe('scaleObservations', () => {
  const scaling = { observationOffset: [10, 0], observationScale: [0.5, -4], rewardScale: 1 };

  it('takes the offset from each feature and multiplies by its scale, row by row', () => {
    const scaled = scaleObservations(Float32Array.of(12, 1, 10, -2, 0, 0), scaling);
    expect(scaled).toEqual(Float32Array.of(1, -4, 0, 8, -5, -0));
  });

  it('leaves the environment its array', () => {
    const observations = Float32Array.of(3, 4);
    const scaled = scaleObservations(observations, identityScaling(2));
    expect(scaled).toEqual(observations);
    scaled.fill(0);
    expect(observations).toEqual(Float32Array.of(3, 4));
  });

  it('gives no rows for no rows', () => {
    expect(scaleObservations(new Float32Array(0), scaling)).toEqual(new Float32Array(0));
  });

  it('refuses half a row', () => {
    expect(() => scaleObservations(new Float32Array(3), scaling)).toThrow(
      new ShapeError('observations: expected 4 elements, got 3'),
    );
  });
});

it('identityScaling scales the reward alone', () => {
  expect(identityScaling(2, 0.01)).toEqual({
    observationOffset: [0, 0],
    observationScale: [1, 1],
    rewardScale: 0.01,
  });
});
