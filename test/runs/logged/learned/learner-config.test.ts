import { learnerConfig, updatesOf } from '../../../../src/runs/logged/learned/learner-config';
import { learnedSettings } from '../../../../src/runs/logged/learned/settings';

it('the step size falls to nothing over all passes, the last batch of which may be of the next', () => {
  const settings = learnedSettings.parse({ method: 'dqn', passes: { most: 3 } });
  expect(learnerConfig(settings, 1000)).toMatchObject({ batchSize: 128, learningRateEnd: 0 });
  // 3000 decisions in batches of 128 are 23.4 of them.
  expect(updatesOf(settings, 1000)).toBe(24);
});

it('passes are as many as at most, unless fewer are asked for', () => {
  expect(learnedSettings.parse({ method: 'dqn', passes: { most: 3 } }).passes.least).toBeUndefined();
  expect(() => learnedSettings.parse({ method: 'dqn', passes: { least: 4, most: 3 } })).toThrow(
    'expected at most passes.most',
  );
});

it('weights decay by what the settings of the network say, and not at all where an older run says nothing', () => {
  const decayOf = (network: object) =>
    learnerConfig(learnedSettings.parse({ method: 'iql', network }), 1000).weightDecay;
  expect(decayOf({ head: 'separate', weightDecay: 0.3 })).toBe(0.3);
  expect(decayOf({ head: 'dueling' })).toBe(0);
  expect(() => decayOf({ weightDecay: -0.1 })).toThrow('weightDecay');
});
