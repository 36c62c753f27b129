/**
 * A saved model's network run by ONNX Runtime: the graph that an export has of it (`export/graph/network.ts`), without its
 * columns. A row's values do not depend on the rows beside it: what is multiplied is summed in the same order.
 */
import type { RunningNetwork } from '../agents/dqn/running-network';
import type { Model } from '../agents/model';
import { networkOf } from '../store/layers-model';
import type { OnnxRuntime, OnnxSession } from '../tensor/onnx/session';
import { GraphBuilder } from '../export/graph/builder';
import { networkNodes } from '../export/graph/network';
import { onnxOf } from '../export/onnx/onnx-model';

/** Rows whose hidden layers stay in the processor's caches. */
const AT_ONCE = 1024;

/** From `observations` [rows, features], scaled, to `q_values` [rows, actions] and `probe` [rows, 1]. */
function networkFile(model: Model): Uint8Array {
  const builder = new GraphBuilder();
  const meaning = 'scaled features';
  const observations = builder.input('observations', 'float32', ['rows', model.features.length], meaning);
  const { qValues, probe } = networkNodes(builder, networkOf(model), model.weights, observations);
  return onnxOf(
    builder.graph({
      q_values: { place: qValues, meaning: 'scaled values of the actions' },
      probe: { place: probe, meaning: 'not finite where anything on the way to the values is not' },
    }),
  );
}

class OnnxNetwork implements RunningNetwork {
  readonly #session: OnnxSession;
  readonly #tensor: OnnxRuntime['Tensor'];
  readonly #features: number;
  readonly #actions: number;

  constructor(session: OnnxSession, tensor: OnnxRuntime['Tensor'], { features, actions }: Model) {
    this.#session = session;
    this.#tensor = tensor;
    this.#features = features.length;
    this.#actions = actions.length;
  }

  async values(observations: Float32Array): Promise<Float32Array> {
    const rows = observations.length / this.#features;
    const values = new Float32Array(rows * this.#actions);
    for (let from = 0; from < rows; from += AT_ONCE)
      await this.#some(observations, from, Math.min(rows, from + AT_ONCE), values);
    return values;
  }

  /** Values of some rows, written into those of all. */
  async #some(observations: Float32Array, from: number, to: number, values: Float32Array): Promise<void> {
    const width = this.#features;
    const some = observations.subarray(from * width, to * width);
    const found = await this.#session.run({
      observations: new this.#tensor('float32', some, [to - from, width]),
    });
    values.set(found.q_values!.data as Float32Array, from * this.#actions);
    const probe = found.probe!.data as Float32Array;
    // Its ReLU makes 0 of what is no number.
    for (let row = 0; row < probe.length; row += 1)
      if (!Number.isFinite(probe[row]!))
        values.fill(NaN, (from + row) * this.#actions, (from + row + 1) * this.#actions);
  }

  dispose(): void {
    void this.#session.release();
  }
}

/**
 * In one thread: who wants more has several of them.
 *
 * @throws InputError for a network that a graph cannot hold
 */
export async function onnxNetwork(
  { InferenceSession, Tensor }: OnnxRuntime,
  model: Model,
): Promise<RunningNetwork> {
  const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  return new OnnxNetwork(await InferenceSession.create(networkFile(model), threads), Tensor, model);
}
