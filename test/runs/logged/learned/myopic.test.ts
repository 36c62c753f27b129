import type { Model } from '../../../../src/agents/model';
import { identityScaling } from '../../../../src/agents/scaling';
import type { Candidate } from '../../../../src/runs/logged/learned/candidates';
import { myopicModel } from '../../../../src/runs/logged/learned/myopic';
import type { CandidateResult } from '../../../../src/train/training-result';
import { BY_ONE_FEATURE } from '../../../support/support-filters';

const model = (weight: number): Model => ({
  ...{ hiddenLayers: [], head: 'plain', features: ['x'], actions: ['none', 'mail', 'call'] },
  ...{ weights: Float32Array.of(weight), scaling: identityScaling(1) },
});

const way = (gamma: Candidate['gamma'], relativeThreshold = 0): Candidate => ({
  ...{ method: 'dqn', gamma, conservativeWeight: 0, relativeThreshold },
});

const result = (value: number, weight: number): CandidateResult => {
  const kept = {
    environmentSteps: 1,
    gradientUpdates: 1,
    value: { value, low: null, high: null, level: 0.95 },
  };
  const counts = { environmentSteps: 1, gradientUpdates: 1, wallSeconds: 0, divergence: null };
  return { best: model(weight), learningCurve: [kept], kept, ...counts };
};

const ways = [way('declared'), way(0), way(0, 0.3), way(0, 0.5)];
const candidates = [result(9, 1), result(2, 2), result(5, 3), result(4, 4)];
const kept = { ...model(1), support: BY_ONE_FEATURE };

it('is the best of those that look at the next reward alone, with its own threshold', () => {
  const myopic = myopicModel(ways, { candidates, chosen: 0 }, kept)!;
  expect(myopic.weights).toEqual(Float32Array.of(3));
  expect(myopic.support).toEqual({ ...BY_ONE_FEATURE, leastOfLikeliest: 0.3 });
});

it('has what is assumed of actions that the log never shows, as the model has', () => {
  const unlogged = { noActionReward: 2, startsFrom: [] };
  expect(myopicModel(ways, { candidates, chosen: 0 }, { ...kept, unlogged })!.unlogged).toBe(unlogged);
});

it('is none where the model itself is, or none was tried', () => {
  expect(myopicModel(ways, { candidates, chosen: 1 }, kept)).toBeNull();
  expect(myopicModel(ways.slice(0, 1), { candidates: candidates.slice(0, 1), chosen: 0 }, kept)).toBeNull();
});
