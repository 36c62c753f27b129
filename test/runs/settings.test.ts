import { parseInput } from '../../src/core/errors';
import { salesChannelSchema } from '../../src/dataset/presets/sales-channel';
import { loggedDefaults, loggedSettings, salesChannelDefaults } from '../../src/runs/logged/settings';
import { mergeSettings } from '../../src/runs/settings';
import { simulationSettings } from '../../src/runs/simulation/settings';
import { segment } from '../../src/worlds/segment/world';
import { inputError } from '../support/input-error';
import { readJson } from '../support/run-files';

const simulationSchema = simulationSettings(segment);

describe('the configuration of a training', () => {
  // Their folders say what they were trained with, and nobody said a word: `npm run models` gives seeds alone.
  it.each([
    ['segment', simulationSchema, segment.defaults],
    [
      'sales-channel',
      loggedSettings,
      mergeSettings({ ...loggedDefaults, shaping: salesChannelSchema.shaping }, salesChannelDefaults),
    ],
  ])('is without a word from the user that of the shipped model: %s', (name, schema, defaults) => {
    const { settings } = readJson('models', name, 'config.json');
    expect(schema.parse(defaults)).toEqual(schema.parse(settings));
    expect(settings).toMatchObject({ steps: 30_000, dqn: { hiddenLayers: [64, 64], batchSize: 128 } });
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
    [{ stesp: 1 }, 'test: no key "stesp"; did you mean steps?'],
    [{ dqn: { gamma: 1.5 } }, 'test dqn.gamma: expected a number <= 1, got 1.5'],
    [{ dqn: { target: { tau: 0 } } }, 'test dqn.target.tau: expected a number > 0, got 0'],
    [{ dqn: { hiddenLayers: [] } }, 'test dqn.hiddenLayers: expected a list with >= 1 entries, got []'],
    [{ environment: 'atari' }, 'test environment: expected "segment", got "atari"'],
  ])('refuses %j by its path', (value, message) => {
    expect(() => parseInput('test', simulationSchema, value)).toThrow(inputError(message));
  });
});
