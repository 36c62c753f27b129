import { ShapeError } from '../../src/core/errors';
import { fitScaling, identityScaling, scaleObservations } from '../../src/agents/scaling';

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

  it('gives nothing for rows without a feature', () => {
    expect(scaleObservations(new Float32Array(0), identityScaling(0))).toEqual(new Float32Array(0));
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

describe('fitScaling', () => {
  it('brings every feature to mean 0 and deviation 1, a constant one to 0, and the largest reward to 1', () => {
    // First feature 1, 3: mean 2, deviation 1. Second 10, 30: mean 20, deviation 10. Third constant.
    const rows = Float32Array.of(1, 10, 7, 3, 30, 7);
    const scaling = fitScaling(rows, 3, 40);
    expect(scaling).toEqual({
      observationOffset: [2, 20, 7],
      observationScale: [1, 0.1, 1],
      rewardScale: 1 / 40,
    });
    expect([...scaleObservations(rows, scaling)].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([
      -1, -1, 0, 1, 1, 0,
    ]);
  });

  it('leaves rewards as they are where none is paid', () => {
    expect(fitScaling(Float32Array.of(1, 2), 1, 0, 3).rewardScale).toBe(3);
  });
});
