/** A model's values by ONNX Runtime, for which an interpreter of the specification stands here, and when that is chosen. */
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { headNames } from '../../src/agents/dqn/network/head-names';
import { networkSpec } from '../../src/agents/dqn/network/spec';
import type { Model } from '../../src/agents/model';
import { onOnnxRuntime, type RuntimeChoice } from '../../src/inference/on-onnx-runtime';
import type { OnnxRuntime } from '../../src/tensor/onnx/session';
import { hearingHost } from '../support/hosts';
import { inputError } from '../support/input-error';
import { interpretedRuntime } from '../support/interpreted-runtime';

/** Hidden kernel [[1], [2]] and bias [-1]; output kernel [[3, -1]] and bias [0, 10]. */
const MODEL: Model = {
  features: ['age', 'visits'],
  hiddenLayers: [1],
  head: 'plain',
  actions: ['none', 'contact'],
  weights: Float32Array.of(1, 2, -1, 3, -1, 0, 10),
  scaling: { observationOffset: [40, 0], observationScale: [0.1, 1], rewardScale: 0.5 },
};
const { logger, heard } = hearingHost();
const asked = (choice: RuntimeChoice, runtime: OnnxRuntime | null, model = MODEL) =>
  onOnnxRuntime(model, choice, logger, () => Promise.resolve(runtime));

beforeEach(() => {
  heard.warn.length = 0;
});

it('scales the observation, runs the network and unscales the values', async () => {
  const { qFunction, computedBy } = (await asked('auto', interpretedRuntime()))!;
  expect(computedBy).toBe('ONNX Runtime 1.2.3 on the CPU');
  // Age 60 and 1 visit are seen as 2 and 1: hidden 2 + 2 - 1 = 3, outputs 9 and 7, twice that in reward.
  const values = await qFunction.qValues(Float32Array.of(60, 1, 40, 0));
  expect([...values]).toEqual([18, 14, 0, 20]);
  qFunction.dispose();
});

it.each(headNames)('gives what our own program of a %s head gives', async (head) => {
  const [hiddenLayers, actions] = [
    [4, 3],
    ['none', 'mail', 'call'],
  ];
  const { parameterCount } = networkSpec({ features: 2, hiddenLayers, actions: actions.length, head });
  const weights = Float32Array.from({ length: parameterCount }, (_, i) => Math.sin(3 * i));
  const model: Model = { ...MODEL, head, hiddenLayers, actions, weights };
  const observations = Float32Array.from({ length: 2 * 50 }, (_, i) => 40 + 30 * Math.sin(i));
  const own = new ModelQFunction(model);
  const { qFunction } = (await asked('auto', interpretedRuntime(), model))!;
  const [expected, found] = [await own.qValues(observations), await qFunction.qValues(observations)];
  expect(found.length).toBe(3 * 50);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
  own.dispose();
});

it('is given some rows at a time, which are valued as all together', async () => {
  const ran: number[] = [];
  const { qFunction } = (await asked(
    'auto',
    interpretedRuntime((rows) => ran.push(rows)),
  ))!;
  const rows = 2500;
  const observations = Float32Array.from({ length: 2 * rows }, (_, i) => 40 + (i % 14));
  const values = await qFunction.qValues(observations);
  expect(ran.reduce((sum, one) => sum + one, 0)).toBe(rows);
  expect(ran.length).toBeGreaterThan(1);
  const few = values.subarray(0, 14);
  expect(values.every((value, i) => value === few[i % 14])).toBe(true);
  expect(await qFunction.qValues(new Float32Array(0))).toEqual(new Float32Array(0));
});

it('has no value for a row on whose way something was not finite, though the runtime gives one', async () => {
  const { qFunction } = (await asked('auto', interpretedRuntime()))!;
  const values = await qFunction.qValues(Float32Array.of(60, 1, NaN, 0, 40, 0, 3e38, -3e38, 60, 1));
  expect([...values]).toEqual([18, 14, NaN, NaN, 0, 20, NaN, NaN, 18, 14]);
});

it('is our own programs where that is asked for, or where there is no ONNX Runtime', async () => {
  expect(await asked('own', interpretedRuntime())).toBeNull();
  expect(await asked('auto', null)).toBeNull();
  expect(heard.warn).toEqual([]);
  await expect(asked('onnx', null)).rejects.toThrow(
    inputError(
      '--runtime onnx: expected ONNX Runtime to run the model, got none that loads here; npm run setup:onnx brings it',
    ),
  );
});

it('says why a runtime that is there is not used', async () => {
  const failing: OnnxRuntime = {
    ...interpretedRuntime(),
    InferenceSession: { create: () => Promise.reject(new Error('no such instruction\nat 0x12')) },
  };
  expect(await asked('auto', failing)).toBeNull();
  expect(heard.warn).toEqual(['ONNX Runtime 1.2.3 is not used: no such instruction']);
  await expect(asked('onnx', failing)).rejects.toThrow(
    inputError('--runtime onnx: expected ONNX Runtime to run the model, got no such instruction'),
  );
});
