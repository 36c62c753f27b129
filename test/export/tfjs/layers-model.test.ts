/** The layers model, opened as anybody opens it, against the product. */
import * as tf from '@tensorflow/tfjs';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { useBackend } from '../../support/backends';
import { Random } from '../../../src/core/random';
import { layersModelFiles, type LayersModelFiles } from '../../../src/export/tfjs/layers-model';
import { randomQuestions, type Question } from '../../../scripts/parity/answers';
import { differences } from '../../../scripts/parity/differences';
import { parityModels, type ParityModel } from '../../../scripts/parity/models';

useBackend(wasmLoader);

function opened({ model, weights }: LayersModelFiles): Promise<tf.LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(model) as tf.io.ModelJSON;
  const weightSpecs = weightsManifest[0]!.weights;
  return tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData: weights.slice().buffer }),
  );
}

/** Those that can be encoded and have finite values. */
const answerable = (questions: readonly Question[]) => questions.filter(({ answer }) => answer !== null);

/** Values alone: what is decided is taken from the answer. */
async function differing(
  files: LayersModelFiles,
  questions: readonly Question[],
): Promise<readonly string[]> {
  const model = await opened(files);
  const features = tf.tensor2d(questions.map(({ observation }) => Array.from(observation!)));
  const outputs = model.predict(features) as tf.Tensor2D;
  const values = await outputs.data();
  const width = outputs.shape[1];
  tf.dispose([features, outputs]);
  model.dispose();
  return differences(questions, (i) => ({
    action: questions[i]!.answer!.action,
    qValues: values.subarray(i * width, (i + 1) * width),
  }));
}

async function questionsOf(one: ParityModel, count: number): Promise<readonly Question[]> {
  return answerable(await randomQuestions(one, count, Random.fromSeed(11)));
}

it.each(parityModels())('$name: plain tf.loadLayersModel gives the values of the product', async (one) => {
  const questions = await questionsOf(one, one.name === 'raw columns' ? 2000 : 500);
  expect(questions.length).toBeGreaterThan(300);
  expect(await differing(await layersModelFiles(one.model), questions)).toEqual([]);
});

it('leaves no tensor behind', async () => {
  const before = tf.memory().numTensors;
  await layersModelFiles(parityModels()[1]!.model);
  expect(tf.memory().numTensors).toBe(before);
});

it('is seen to be wrong where one weight, one offset or the scale of rewards is another', async () => {
  const [one] = parityModels() as [ParityModel];
  const questions = await questionsOf(one, 200);
  const { weights, scaling } = one.model;
  const mutated = [
    { weights: weights.map((value, i) => (i === 7 ? value + 0.01 : value)) },
    {
      scaling: {
        ...scaling,
        observationOffset: scaling.observationOffset.map((value, i) => value + (i === 0 ? 0.01 : 0)),
      },
    },
    { scaling: { ...scaling, rewardScale: scaling.rewardScale * 1.001 } },
  ];
  for (const change of mutated) {
    const files = await layersModelFiles({ ...one.model, ...change });
    expect((await differing(files, questions)).length).toBeGreaterThan(0);
  }
});
