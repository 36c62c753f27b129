/**
 * Records a step as a graph of operations. While it runs, tfjs's engine computes nothing: every kernel that it calls
 * is written down with the shape of what it would give.
 */
import * as tf from '@tensorflow/tfjs';
import { expectStateLike, type ProgramStep, type Tensors, type TensorSpec } from '../program';
import {
  recordTwice,
  cannotRecord,
  refuseReading,
  refuseUnknown,
  withMembers,
  withoutHostRandom,
} from './refusals';
import { expansions, operationOf } from './kernels';
import type { Operation } from './operations';

export type RecordedNode = TensorSpec &
  (
    | { readonly kind: 'state' | 'input'; readonly name: string }
    /** A bool is 1 or 0. */
    | { readonly kind: 'constant'; readonly values: Float32Array | Int32Array }
    | { readonly kind: 'result'; readonly operation: Operation; readonly inputs: readonly number[] }
  );

/** Nodes refer to others by their place, which is before their own. */
export interface Recording {
  readonly nodes: readonly RecordedNode[];
  /** The entries of the state that change. */
  readonly state: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, number>>;
}

type Engine = ReturnType<typeof tf.engine>;

/** Where tensors without data are kept. */
const nowhere = { write: () => ({}), disposeData: () => true } as unknown as tf.KernelBackend;

class Recorder {
  readonly #nodes: RecordedNode[] = [];
  readonly #places = new Map<number, number>();
  readonly #engine = tf.engine();
  readonly #expectTensor: (spec: TensorSpec) => void;
  /** The engine's own: what is recorded needs tensors, too. */
  readonly #makeTensor = this.#engine.makeTensor.bind(this.#engine);

  constructor(expectTensor: (spec: TensorSpec) => void) {
    this.#expectTensor = expectTensor;
  }

  get nodes(): readonly RecordedNode[] {
    return this.#nodes;
  }

  /** Tensors that stand for the entries of the state or the inputs. */
  declare(specs: Readonly<Record<string, TensorSpec>>, kind: 'state' | 'input'): Tensors {
    const declared = Object.entries(specs).map(([name, spec]) => {
      const { shape, dtype } = spec;
      return [name, this.#stand({ kind, name, shape, dtype })] as const;
    });
    return Object.fromEntries(declared);
  }

  /** Runs `work` with every kernel recorded instead of computed. */
  during<Result>(work: () => Result): Result {
    const members: Partial<Engine> = {
      makeTensor: (values, shape, dtype) => this.#constant(values, shape, dtype ?? 'float32'),
      runKernel: ((kernel: string, inputs: tf.NamedTensorMap, attributes?: tf.NamedAttrMap) =>
        this.#record(kernel, inputs, attributes ?? {})) as Engine['runKernel'],
      gradients: () => cannotRecord('a gradient cannot be recorded: write it out'),
      read: refuseReading,
      readSync: refuseReading,
    };
    return withMembers(this.#engine, members, () => withoutHostRandom(work));
  }

  /** Where the graph has a tensor's value. */
  placeOf(tensor: tf.Tensor): number {
    return this.#places.get(tensor.id) ?? refuseUnknown(tensor);
  }

  /** A tensor that has a shape and no data: nothing computes on it. */
  #stand(node: RecordedNode): tf.Tensor {
    const { shape, dtype } = node;
    this.#expectTensor(node);
    const tensor = this.#makeTensor(new Float32Array(0), [...shape], dtype, nowhere);
    this.#places.set(tensor.id, this.#nodes.push(node) - 1);
    return tensor;
  }

  #constant(values: tf.DataValues, shape: number[], dtype: tf.DataType): tf.Tensor {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
      cannotRecord(`a constant of ${dtype} cannot be recorded`);
    // A copy: the array stays its maker's, who may write into it again.
    const numbers = values as tf.TypedArray;
    const copy = dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers, Number);
    return this.#stand({ kind: 'constant', values: copy, shape, dtype });
  }

  #record(kernel: string, inputs: Tensors, attributes: Readonly<Record<string, unknown>>): tf.Tensor {
    // Inputs that may be left out are there as undefined.
    const given = Object.entries(inputs).filter(
      ([, tensor]) => (tensor as tf.Tensor | undefined) !== undefined,
    );
    const expanded = expansions[kernel]?.(inputs, attributes);
    if (expanded !== undefined) return expanded;
    const places = Object.fromEntries(given.map(([name, tensor]) => [name, this.placeOf(tensor)] as const));
    const specs = Object.entries(places).map(([name, place]) => [name, this.#nodes[place]!] as const);
    const result = operationOf(kernel, Object.fromEntries(specs), attributes);
    if (result === undefined) {
      const what = given.map(([, tensor]) => described(tensor)).join(', ') || 'no tensors';
      cannotRecord(`operation ${kernel} cannot be recorded for ${what}`);
    }
    const { operation, shape, dtype, order } = result;
    return this.#stand({
      kind: 'result',
      operation,
      shape,
      dtype,
      inputs: order.map((name) => places[name]!),
    });
  }
}

function described({ dtype, shape }: tf.Tensor): string {
  return `${dtype} [${shape.join(', ')}]`;
}

function recordOnce(
  step: ProgramStep,
  state: Readonly<Record<string, TensorSpec>>,
  inputs: Readonly<Record<string, TensorSpec>>,
  expectTensor: (spec: TensorSpec) => void,
): Recording {
  const recorder = new Recorder(expectTensor);
  const recorded: { result?: Recording } = {};
  tf.tidy(() => {
    const given = [recorder.declare(state, 'state'), recorder.declare(inputs, 'input')] as const;
    const result = recorder.during(() => step(...given));
    expectStateLike(result.state, state);
    const places = (tensors: Tensors) =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, tensor]) => [name, recorder.placeOf(tensor)] as const),
      );
    recorded.result = {
      nodes: recorder.nodes,
      state: places(result.state),
      outputs: places(result.outputs),
    };
  });
  return recorded.result!;
}

/**
 * @param expectTensor throws for a tensor that whoever runs the recording cannot hold; called while the step runs, so
 *   that `callSite` is the line that makes it
 * @throws NotRecordable with the line for an operation that a recording has no word for
 * @throws RangeError with the line if the step does what cannot be repeated: reads a value back, draws random numbers
 *   or uses a tensor made outside
 */
export function recordStep(
  step: ProgramStep,
  state: Readonly<Record<string, TensorSpec>>,
  inputs: Readonly<Record<string, TensorSpec>>,
  expectTensor: (spec: TensorSpec) => void = () => undefined,
): Recording {
  return recordTwice(() => recordOnce(step, state, inputs, expectTensor));
}
