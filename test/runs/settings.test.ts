import { parseInput } from '../../src/core/errors';
import { loggedDefaults, loggedSettings } from '../../src/runs/logged/settings';
import { simulationSettings } from '../../src/runs/simulation/settings';
import { segment } from '../../src/worlds/segment/world';
import { inputError } from '../support/input-error';

const simulationSchema = simulationSettings(segment);

describe('the configuration of a training', () => {
  it.each([
    ['simulation', simulationSchema, { dqn: { rewardScale: 1e-5 } }],
    ['logged rows', loggedSettings, loggedDefaults],
  ])('is complete without a word from the user: %s', (_name, schema, defaults) => {
    const config = schema.parse({});
    expect(config.dqn).toMatchObject({ hiddenLayers: [64, 64], target: { period: 100, tau: 1 } });
    const started = schema.parse(defaults);
    expect(started.dqn).toEqual({ ...config.dqn, ...defaults.dqn });
    // Epsilon and the replay reach their purpose within the run.
    expect(started.dqn.learningStarts).toBeLessThan(started.steps);
    expect(started.environments).toBeLessThanOrEqual(started.dqn.replayCapacity);
  });

  it('keeps the rest of a part of which one value is given', () => {
    const { evaluation, dqn } = simulationSchema.parse({
      evaluation: { episodes: 7 },
      dqn: { target: { tau: 0.5 } },
    });
    expect(evaluation).toEqual({ interval: 2000, episodes: 7 });
    expect(dqn.target).toEqual({ period: 100, tau: 0.5 });
  });

  it.each([
    [{ steps: 0 }, 'test steps: expected a number > 0, got 0'],
    [{ stesp: 1 }, 'test: no key "stesp"'],
    [{ dqn: { gamma: 1.5 } }, 'test dqn.gamma: expected a number <= 1, got 1.5'],
    [{ dqn: { target: { tau: 0 } } }, 'test dqn.target.tau: expected a number > 0, got 0'],
    [{ dqn: { hiddenLayers: [] } }, 'test dqn.hiddenLayers: expected a list with >= 1 entries, got []'],
    [{ environment: 'atari' }, 'test environment: expected "segment", got "atari"'],
  ])('refuses %j by its path', (value, message) => {
    expect(() => parseInput('test', simulationSchema, value)).toThrow(inputError(message));
  });
});
