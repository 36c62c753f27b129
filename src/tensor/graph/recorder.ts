/**
 * Records a step while tfjs-node runs it: a stand-in for the native binding executes every operation and writes it
 * down as a node of a TensorFlow function. What cannot be replayed is refused with the operation and the line of code
 * that asked for it, because frozen into the graph it would give wrong numbers.
 */
import * as tf from '@tensorflow/tfjs';
import {
  recordTwice,
  cannotRecord,
  refuseReading,
  refuseUnknown,
  withMembers,
  withoutHostRandom,
} from '../recorded/refusals';
import { expectStateLike, type ProgramStep, type Tensors, type TensorSpec } from '../program';
import { encodeAttributes } from './attributes';
import { writeParts } from './concatenation';
import { ConstantNodes } from './constants';
import type { NodeDef } from './graph-def';
import {
  dataTypeOf,
  nodeBackend,
  type DataType,
  type NativeAttribute,
  type NativeBinding,
  type NodeBackend,
} from './node-backend';
import { outputNameOf } from './operations';

/** A value of the recorded function. */
export interface RecordedValue {
  /** How the function calls it: an argument's name or node:output:index. */
  readonly reference: string;
  readonly type: DataType;
  readonly shape: readonly number[];
}

export interface RecordedStep {
  /** The function's body. State entry i is its argument `s<i>`, input i its argument `x<i>`. */
  readonly nodes: readonly NodeDef[];
  /** The entries of the state that change. */
  readonly state: Readonly<Record<string, RecordedValue>>;
  readonly outputs: Readonly<Record<string, RecordedValue>>;
}

class Recorder {
  readonly nodes: NodeDef[] = [];
  readonly #backend: NodeBackend;
  readonly #names = new Map<number, string>();
  readonly #types = new Map<number, DataType>();
  readonly #shapes = new Map<number, readonly number[]>();
  readonly #compiled: boolean;
  readonly #constants: ConstantNodes;
  /** Data of tensors that the recording knows. */
  readonly #made = new WeakSet<object>();

  /** @param compiled whether XLA will compile the nodes */
  constructor(backend: NodeBackend, compiled: boolean) {
    this.#backend = backend;
    this.#compiled = compiled;
    this.#constants = new ConstantNodes(this.nodes);
  }

  /** Declares what the function is given. */
  declare(tensors: Tensors, prefix: string): void {
    Object.values(tensors).forEach((tensor, i) => {
      const [id] = this.#backend.getInputTensorIds([tensor]);
      this.#made.add(tensor.dataId);
      this.#names.set(id!, `${prefix}${i}`);
      this.#types.set(id!, dataTypeOf(tensor));
      this.#shapes.set(id!, tensor.shape);
    });
  }

  /** Runs `work` with every operation recorded. */
  during<Result>(work: () => Result): Result {
    const backend = this.#backend;
    const { binding } = backend;
    const write = backend.write.bind(backend);
    const getInputTensorIds = backend.getInputTensorIds.bind(backend);
    const createOutputTensor = backend.createOutputTensor.bind(backend);
    const members: Partial<NodeBackend> = {
      write: (values, shape, dtype) => {
        const data = write(values, shape, dtype);
        this.#made.add(data);
        return data;
      },
      createOutputTensor: (native) => {
        const tensor = createOutputTensor(native);
        this.#made.add(tensor.dataId);
        return tensor;
      },
      getInputTensorIds: (tensors) => {
        for (const tensor of tensors) if (!this.#made.has(tensor.dataId)) refuseUnknown(tensor);
        return getInputTensorIds(tensors);
      },
    };
    backend.binding = this.#recordingBinding(binding);
    try {
      return withMembers(backend, members, () => withoutHostRandom(work));
    } finally {
      backend.binding = binding;
    }
  }

  /** The value that a tensor holds. */
  value(tensor: tf.Tensor): RecordedValue {
    const [id] = this.#backend.getInputTensorIds([tensor]);
    return { reference: this.#reference(id!), type: dataTypeOf(tensor), shape: tensor.shape };
  }

  #reference(id: number): string {
    return this.#names.get(id) ?? this.#constants.reference(id);
  }

  #recordingBinding(original: NativeBinding): NativeBinding {
    // Its functions are not enumerable and not writable: spreading it copies nothing, assigning changes nothing.
    const names = Object.getOwnPropertyNames(original) as (keyof NativeBinding)[];
    const copy = Object.fromEntries(
      names.map((name) => [name, Reflect.get(original, name)] as const),
    ) as unknown as NativeBinding;
    return Object.assign(copy, {
      createTensor: (shape: number[], dtype: DataType, values: ArrayLike<number>) => {
        const id = original.createTensor(shape, dtype, values);
        this.#types.set(id, dtype);
        this.#shapes.set(id, shape);
        this.#constants.remember(id, { shape, type: dtype, values });
        return id;
      },
      executeOp: (name: string, attributes: NativeAttribute[], inputs: number[], outputs: number) =>
        this.#execute(original, name, attributes, inputs, outputs),
      tensorDataSync: refuseReading,
    });
  }

  #execute(
    binding: NativeBinding,
    op: string,
    attributes: NativeAttribute[],
    inputs: number[],
    outputs: number,
  ) {
    const outputName = outputNameOf(op);
    if (outputName === undefined) cannotRecord(`operation ${op} cannot be recorded`);
    const results = binding.executeOp(op, attributes, inputs, outputs);
    const name = `n${this.nodes.length}`;
    const attr = encodeAttributes(binding, attributes);
    // The one operation from which tfjs-node leaves out a required attribute.
    if (op === 'ExpandDims') attr.T = { type: this.#types.get(inputs[0]!)! };
    const input = inputs.map((id) => this.#reference(id));
    const parts = inputs.slice(0, -1).map((id) => this.#shapes.get(id)!);
    if (this.#compiled && op === 'ConcatV2' && parts.every(({ length }) => length === 1)) {
      const lengths = parts.map(([length]) => length!);
      this.nodes.push(...writeParts(name, input.slice(0, -1), lengths, results[0]!.dtype as DataType));
    } else this.nodes.push({ name, op, input, attr });
    results.forEach((result, i) => {
      this.#types.set(result.id, result.dtype as DataType);
      this.#shapes.set(result.id, result.shape);
      this.#names.set(result.id, `${name}:${outputName}:${i}`);
    });
    return results;
  }
}

/** A tensor of zeros of its own for each name: two that shared their data would be taken for one value. */
function stand(specs: Readonly<Record<string, TensorSpec>>): Tensors {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [name, tf.zeros([...shape], dtype)]),
  );
}

function recordOnce(
  step: ProgramStep,
  state: Readonly<Record<string, TensorSpec>>,
  inputs: Readonly<Record<string, TensorSpec>>,
  compiled: boolean,
): RecordedStep {
  const recorder = new Recorder(nodeBackend(), compiled);
  const recorded: { result?: RecordedStep } = {};
  tf.tidy(() => {
    const [stateTensors, inputTensors] = [stand(state), stand(inputs)];
    recorder.declare(stateTensors, 's');
    recorder.declare(inputTensors, 'x');
    recorder.during(() => {
      const result = step(stateTensors, inputTensors);
      expectStateLike(result.state, state);
      const values = (tensors: Tensors) =>
        Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, recorder.value(tensor)]));
      recorded.result = {
        nodes: recorder.nodes,
        state: values(result.state),
        outputs: values(result.outputs),
      };
    });
  });
  return recorded.result!;
}

/**
 * Records a step by running it on zeros.
 *
 * @param compiled whether XLA will compile it
 * @throws RangeError with the operation and the line if the step does what a graph cannot repeat: reads a value back,
 *   draws random numbers, uses a tensor made outside, or an operation without a counterpart
 */
export function recordStep(
  step: ProgramStep,
  state: Readonly<Record<string, TensorSpec>>,
  inputs: Readonly<Record<string, TensorSpec>>,
  compiled: boolean,
): RecordedStep {
  return recordTwice(() => recordOnce(step, state, inputs, compiled));
}
