import { dqnConfigSchema } from '../../../src/agents/dqn/dqn-config';
import { wasmIsFaster, xlaPaysBack } from '../../../src/agents/dqn/training-size';

/** 20,000 updates of a 64-64 net with batches of 256, 8 per call: at one of the rule's limits. */
const enough = {
  steps: 81_000,
  environments: 32,
  dqn: { batchSize: 256, hiddenLayers: [64, 64], learningStarts: 1000, updatesPerTransition: 0.25 },
};

it.each([
  ['what is small, long and many at a time', {}, {}, true],
  ['a run of fewer updates', { steps: 80_996 }, {}, false],
  ['a run that starts to learn later', {}, { learningStarts: 1004 }, false],
  ['the widest layer that gains', {}, { hiddenLayers: [64, 256] }, true],
  ['a wider layer', {}, { hiddenLayers: [64, 257] }, false],
  ['a wide layer in large batches', {}, { hiddenLayers: [512, 64], batchSize: 1024 }, true],
  ['a wide layer in batches that are not so large', {}, { hiddenLayers: [512, 64], batchSize: 1023 }, false],
  ['two updates per call', { environments: 8 }, {}, true],
  ['one update per call', { environments: 7 }, {}, false],
])('compiles, or not, %s', (_what, changes, dqn, expected) => {
  const size = { ...enough, ...changes, dqn: dqnConfigSchema.parse({ ...enough.dqn, ...dqn }) };
  expect(xlaPaysBack(size)).toBe(expected);
});

it.each([
  ['the default net', {}, true],
  ['the largest batch of it', { batchSize: 255 }, true],
  ['a larger batch', { batchSize: 256 }, false],
  ['a layer twice as wide', { hiddenLayers: [64, 128], batchSize: 64 }, false],
  ['the net of the study', { hiddenLayers: [512, 256] }, false],
])('wasm trains %s faster, or not', (_what, dqn, expected) => {
  expect(wasmIsFaster({ dqn: dqnConfigSchema.parse(dqn) })).toBe(expected);
});
