/** The SavedModel, run by an interpreter of TensorFlow's operations, against the product; TensorFlow itself runs it in CI. */
import { randomQuestions } from '../../../scripts/parity/answers';
import { differences } from '../../../scripts/parity/differences';
import { feedsOf, type Feed } from '../../../scripts/parity/feeds';
import { parityModels, type ParityModel } from '../../../scripts/parity/models';
import { Random } from '../../../src/core/random';
import { decisionGraph } from '../../../src/export/graph/decision-graph';
import { exportSavedModel } from '../../../src/export/savedmodel/saved-model';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { useBackend } from '../../support/backends';
import type { OnnxTensor } from '../../support/onnx-interpreter';
import { readSavedModel, runSavedModel } from '../../support/saved-model-interpreter';

useBackend(wasmLoader);

const ELEMENT = { float32: 1, int64: 7, string: 8, bool: 9, float64: 11 } as const;

const tensorOf = ({ type, dims, values }: Feed): OnnxTensor => ({
  ...{ type: ELEMENT[type], dims },
  data: type === 'string' ? (values as string[]) : Float64Array.from(values as Float64Array),
});

function read({ model, raw }: ParityModel) {
  const [file] = exportSavedModel(model, raw);
  expect(file!.path).toBe('1/saved_model.pb');
  return readSavedModel(file!.data as Uint8Array);
}

async function differing(one: ParityModel, exported = one): Promise<readonly string[]> {
  const questions = await randomQuestions(one, 500, Random.fromSeed(31));
  const feeds = Object.entries(feedsOf(decisionGraph(one.model, one.raw), one, questions));
  const tensors = Object.fromEntries(feeds.map(([name, feed]) => [name, tensorOf(feed)]));
  const { action, q_values: qValues } = runSavedModel(read(exported), tensors);
  const [actions, values] = [action!.data, qValues!.data] as [Float64Array, Float64Array];
  const width = one.model.actions.length;
  return differences(questions, (i) =>
    actions[i] === -1 ? null : { action: actions[i]!, qValues: values.subarray(i * width, (i + 1) * width) },
  );
}

it.each(parityModels())('$name: decides as the product does', async (one) => {
  expect(await differing(one)).toEqual([]);
});

it('is seen to be wrong where one weight is another', async () => {
  const [one] = parityModels() as [ParityModel];
  const weights = one.model.weights.map((weight, i) => (i === 40 ? weight + 0.02 : weight));
  expect((await differing(one, { ...one, model: { ...one.model, weights } })).length).toBeGreaterThan(0);
});

it('is called by raw columns, of any number of rows', () => {
  const { tags, signature } = read(parityModels()[0]!);
  expect(tags).toEqual(['serve']);
  expect(signature.methodName).toBe('tensorflow/serving/predict');
  expect(Object.keys(signature.outputs)).toEqual(['action', 'q_values', 'supported']);
  const shapes = Object.entries(signature.inputs).map(([name, { tensorShape }]) => [
    name,
    tensorShape.dim.map(({ size }) => size),
  ]);
  expect(Object.fromEntries(shapes)).toMatchObject({
    age: [-1],
    plan: [-1],
    decided: [-1],
    allowed: [-1, 4],
  });
});
