/** Exports run by ONNX Runtime in Node. */
import { decisionGraph } from '../../src/export/graph/decision-graph';
import { onnxModel } from '../../src/export/onnx/onnx-model';
import type { OnnxRuntime, OnnxValue } from '../../src/tensor/onnx/session';
import type { Given } from './differences';
import { feedsOf } from './feeds';
import type { Job } from './jobs';

/** What an export says of each row. */
export type Answers = (index: number) => Given | null;

/** @param values [rows, actions] */
export function answersOf(actions: ArrayLike<number>, values: Float32Array, width: number): Answers {
  return (i) =>
    actions[i]! < 0 ? null : { action: actions[i]!, qValues: values.subarray(i * width, (i + 1) * width) };
}

export async function answersInOnnxRuntime(
  { InferenceSession, Tensor }: OnnxRuntime,
  { exported, questions }: Job,
): Promise<Answers> {
  const { model, raw } = exported;
  const session = await InferenceSession.create(onnxModel(model, raw, ''));
  const feeds = Object.entries(feedsOf(decisionGraph(model, raw), exported, questions)).map(
    ([name, { type, dims, values }]): [string, OnnxValue] => [
      name,
      new Tensor(type, values as OnnxValue['data'], dims),
    ],
  );
  const { action, q_values: qValues } = await session.run(Object.fromEntries(feeds));
  await session.release();
  const actions = Array.from(action!.data as BigInt64Array, Number);
  return answersOf(actions, qValues!.data as Float32Array, model.actions.length);
}
