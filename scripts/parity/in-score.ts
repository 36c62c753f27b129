/** Decisions as `score` and `serve` make them by ONNX Runtime: of the product, all but the network. */
import { onOnnxRuntime } from '../../src/inference/on-onnx-runtime';
import { decidingValues } from '../../src/policies/greedy';
import { greedyActions } from '../../src/rl/action-probabilities';
import type { Given } from './differences';
import type { Answers } from './in-onnx-runtime';
import type { Job } from './jobs';

export async function answersInScore({ exported, questions }: Job): Promise<Answers> {
  const { model } = exported;
  const { qFunction } = (await onOnnxRuntime(model, 'onnx', { warn: () => undefined }))!;
  const [width, count] = [model.features.length, model.actions.length];
  const observations = new Float32Array(questions.length * width);
  const allowed = new Uint8Array(questions.length * count);
  questions.forEach((question, i) => {
    observations.set(question.observation ?? [], i * width);
    allowed.set(question.allowed, i * count);
  });
  const qValues = await qFunction.qValues(observations);
  const supported = qFunction.supportedActions(observations, allowed)!;
  const given = questions.map(({ observation }, i): Given | null => {
    const own = qValues.subarray(i * count, (i + 1) * count);
    const mask = supported.subarray(i * count, (i + 1) * count);
    if (observation === null || !own.every(Number.isFinite) || !mask.includes(1)) return null;
    const [action] = greedyActions(decidingValues(qFunction, own), count, mask);
    return { action: action!, qValues: own };
  });
  qFunction.dispose();
  return (i) => given[i]!;
}
