/** Files that an earlier version wrote, kept in test/fixtures: they are read, and training goes on from them exactly. */
import * as tf from '@tensorflow/tfjs';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import { nullProfiler } from '../../src/core/profiler';
import { Random } from '../../src/core/random';
import { configHash, readRunConfig } from '../../src/runs/run-config';
import { CheckpointFiles } from '../../src/store/checkpoint-files';
import { loadModel, saveModel } from '../../src/store/model-store';
import { worlds } from '../../src/worlds/list';
import { nullTracker } from '../../src/track/tracker';
import { trainOnline } from '../../src/train/train-online';
import { bits } from '../support/bits';
import { useBackend } from '../support/backends';
import { dqnSettingsFor } from '../support/dqn-settings';
import { useFreshFolders } from '../support/fresh-folders';
import { probeNamed } from '../support/probe-worlds';
import { TabularEnvironment } from '../support/tabular-environment';

const freshFolder = useFreshFolders();
useBackend();

const fixture = join(__dirname, '../fixtures/before-heads');

const models = join(__dirname, '../../models');

/** The model as it was saved then. */
const weights = Float32Array.of(1, -1, 2, 3, 0.5, -0.5, 1, 2, 3, 4, 0, -1);

describe('a model from before networks had heads', () => {
  it('is read as it was saved', async () => {
    const { model, manifest } = await loadModel(fixture);
    expect(bits(model.weights)).toBe(bits(weights));
    expect(model).toMatchObject({
      features: ['prospects', 'customers'],
      actions: ['No Action', 'Email'],
      hiddenLayers: [2],
      head: 'plain',
      scaling: { observationOffset: [10, 0], observationScale: [0.5, 0.1], rewardScale: 2 },
    });
    expect(manifest).toMatchObject({ environment: 'segment', seed: 0, objective: 'rewardPerPeriod' });
  });

  it.each([
    ['it', fixture],
    ['the segment model', join(models, 'segment')],
    ['the sales-channel model', join(models, 'sales-channel')],
  ])('%s is saved again with the same model.json and weights.bin', async (_name, original) => {
    const { model, manifest } = await loadModel(original);
    const folder = freshFolder();
    await saveModel(folder, model, manifest);
    for (const name of ['model.json', 'weights.bin'])
      expect(readFileSync(join(folder, 'model', name))).toEqual(readFileSync(join(original, 'model', name)));
  });
});

describe('a checkpoint from before networks had heads', () => {
  it('is continued to the weights that the uninterrupted training had then', async () => {
    const { world } = probeNamed('forbidden');
    const folder = join(freshFolder(), 'checkpoint');
    cpSync(join(fixture, 'run', 'checkpoint'), folder, { recursive: true });
    const agent = new DqnAgent(
      dqnSettingsFor(world, {
        hiddenLayers: [4, 3],
        batchSize: 4,
        replayCapacity: 24,
        learningStarts: 8,
        updatesPerTransition: 0.3,
        target: { period: 3, tau: 0.5 },
        epsilon: { start: 1, end: 0.2 },
      }),
      Random.fromSeed(1),
    );
    const checkpoints = new CheckpointFiles(folder);
    expect(checkpoints.environmentSteps()).toBe(40);
    const result = await trainOnline({
      agent,
      environment: new TabularEnvironment(world, 4),
      steps: 80,
      evaluate: () => Promise.resolve({ value: 0, low: null, high: null, level: 0.95 }),
      evaluationInterval: 20,
      logInterval: 20,
      checkpointInterval: 1000,
      identity: 'fixture',
      tracker: nullTracker,
      checkpoints,
      clock: { now: () => 0 },
      profiler: nullProfiler,
      onProgress: () => undefined,
      shouldStop: () => false,
    });
    const expected = JSON.parse(readFileSync(join(fixture, 'run', 'trained-on.json'), 'utf8')) as {
      gradientUpdates: number;
      weights: number[];
    };
    expect(result.gradientUpdates).toBe(expected.gradientUpdates);
    expect(bits(result.best.weights)).toBe(bits(Float32Array.from(expected.weights)));
    agent.dispose();
  });
});

it.each(['segment', 'sales-channel'])('the configuration of the %s model keeps its hash', async (name) => {
  const folder = join(models, name);
  expect(configHash(readRunConfig(folder, worlds))).toBe((await loadModel(folder)).manifest.configHash);
});

it('reads and writes without leaving a tensor behind', async () => {
  const before = tf.memory().numTensors;
  const { model, manifest } = await loadModel(fixture);
  await saveModel(freshFolder(), model, manifest);
  expect(tf.memory().numTensors).toBe(before);
});
