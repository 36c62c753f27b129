/**
 * The network in a graph, made of the step that acting records (`tensor/recorded`): whatever head a network has, it is
 * exported by the operations that it runs by.
 */
import { actStep } from '../../agents/dqn/learner-step';
import type { NetworkSpec } from '../../agents/dqn/network/spec';
import { InputError } from '../../core/errors';
import type { ProgramStep } from '../../tensor/program';
import type { MapName, Product } from '../../tensor/recorded/operations';
import { recordStep, type RecordedNode, type Recording } from '../../tensor/recorded/recorder';
import { sizeOf } from '../../tensor/recorded/shapes';
import type { GraphBuilder } from './builder';
import type { BinaryName, Dimension, Place, UnaryName } from './graph';

type ResultNode = RecordedNode & { readonly kind: 'result' };
type MapOperation = ResultNode['operation'] & { readonly kind: 'map' };

function cannotExport(what: string): never {
  throw new InputError(
    `the network cannot be exported: expected operations that the format has, got ${what}`,
  );
}

const unary: Partial<Record<MapName, UnaryName>> = {
  ...{ abs: 'abs', exp: 'exp', log: 'log', negate: 'negate', not: 'not', relu: 'relu', sign: 'sign', sqrt: 'sqrt' },
}; // prettier-ignore

const binary: Partial<Record<MapName, BinaryName>> = {
  ...{ add: 'add', and: 'and', divide: 'divide', equal: 'equal', greater: 'greater', less: 'less', or: 'or' },
  ...{ greaterEqual: 'greaterEqual', lessEqual: 'lessEqual', maximum: 'maximum', minimum: 'minimum' },
  ...{ multiply: 'multiply', subtract: 'subtract' },
};

/** A step from parameters `online` and `observations` to `qValues`, recorded for so many rows. */
function recorded(step: ProgramStep, parameters: number, features: number, rows: number): Recording {
  const state = { online: { shape: [parameters], dtype: 'float32' as const } };
  const inputs = { observations: { shape: [rows, features], dtype: 'float32' as const } };
  return recordStep(step, state, inputs);
}

/** Shapes of all nodes: the lengths that differ between a recording of two rows and one of three are those of the rows. */
function shapesOf(two: Recording, three: Recording): Dimension[][] {
  return two.nodes.map(({ shape }, at) =>
    shape.map((length, axis) => {
      const other = three.nodes[at]!.shape[axis]!;
      if (other === length) return length;
      return length === 2 && other === 3 ? 'rows' : cannotExport('rows that are mixed with columns');
    }),
  );
}

export interface NetworkValues {
  /** [rows, actions] float32, scaled */
  readonly qValues: Place;
  /**
   * [rows, 1] float32, not finite where anything on the way to the values was not. Such rows are refused by the product,
   * whose ReLU lets through what is no number; that of others makes 0 of it, and so a value of nothing.
   */
  readonly probe: Place;
}

class NetworkNodes {
  readonly #builder: GraphBuilder;
  readonly #recording: Recording;
  readonly #shapes: readonly (readonly Dimension[])[];
  readonly #weights: Float32Array;
  readonly #observations: Place;
  readonly #places = new Map<number, Place>();
  #probes: Place[] = [];

  constructor(builder: GraphBuilder, step: ProgramStep, weights: Float32Array, observations: Place) {
    const features = builder.node(observations).shape[1] as number;
    this.#builder = builder;
    this.#recording = recorded(step, weights.length, features, 2);
    this.#shapes = shapesOf(this.#recording, recorded(step, weights.length, features, 3));
    this.#weights = weights;
    this.#observations = observations;
  }

  values(): NetworkValues {
    const probes = [this.#probe(this.#observations)];
    this.#probes = probes;
    const qValues = this.#place(this.#recording.outputs.qValues!);
    return { qValues, probe: this.#builder.all('add', probes) };
  }

  /** [rows, 1] a number that is finite where all of a row are, as its parts are small enough not to overflow together. */
  #probe(x: Place): Place {
    const width = this.#builder.node(x).shape[1] as number;
    const tiny = new Float32Array(width).fill(2 ** -24);
    return this.#builder.matMul(x, this.#constant([width, 1], tiny));
  }

  #place(at: number): Place {
    const known = this.#places.get(at);
    if (known !== undefined) return known;
    const place = this.#made(at);
    this.#places.set(at, place);
    return place;
  }

  #made(at: number): Place {
    const node = this.#recording.nodes[at]!;
    const parameters = this.#parametersFrom(at);
    if (parameters !== null) return this.#constant(node.shape, this.#weights.subarray(...parameters));
    switch (node.kind) {
      case 'input':
        return this.#observations;
      case 'state':
        return cannotExport('parameters that are no part of the vector');
      case 'constant':
        if (this.#shapes[at]!.includes('rows')) return cannotExport('a constant of all rows');
        return this.#builder.constant(node.dtype === 'int32' ? 'int64' : node.dtype, node.shape, node.values);
      case 'result':
        return this.#result(node, at);
    }
  }

  #constant(shape: readonly number[], values: ArrayLike<number>): Place {
    return this.#builder.constant('float32', shape, values);
  }

  /** Where a node is nothing but a part of the vector of parameters: that part; else null. */
  #parametersFrom(at: number): [from: number, to: number] | null {
    const node = this.#recording.nodes[at]!;
    if (node.kind === 'state') return [0, this.#weights.length];
    if (node.kind !== 'result' || node.operation.kind !== 'view') return null;
    const whole = this.#parametersFrom(node.inputs[0]!);
    if (whole === null) return null;
    const from = whole[0] + node.operation.offset;
    return [from, from + sizeOf(node)];
  }

  #result(node: ResultNode, at: number): Place {
    const { operation } = node;
    const inputs = node.inputs.map((input) => this.#place(input));
    const [x] = inputs as [Place];
    switch (operation.kind) {
      case 'view':
        return this.#view(node, operation.offset, x, at);
      case 'map':
        return this.#map(operation, inputs, this.#recording.nodes[node.inputs[0]!]!.dtype);
      case 'reduce': {
        if (operation.reduce === 'argMax') return this.#builder.argMax(x);
        const axes = Array.from({ length: operation.to - operation.from }, (_, i) => operation.from + i);
        const { length } = this.#recording.nodes[node.inputs[0]!]!.shape;
        return this.#builder.reduce(operation.reduce, x, axes, node.shape.length === length);
      }
      case 'product':
        return this.#product(operation, inputs);
      case 'slice':
        return this.#builder.slice(x, operation.axis, operation.from, operation.from + node.shape[operation.axis]!);
      case 'concatenation':
        return this.#builder.concatenate(inputs, operation.axis);
      case 'oneHot':
        return cannotExport('oneHot');
    }
  } // prettier-ignore

  #view({ inputs, shape }: ResultNode, offset: number, x: Place, at: number): Place {
    const from = this.#recording.nodes[inputs[0]!]!;
    if (from.shape.join() === shape.join()) return x;
    const wanted = this.#shapes[at]!;
    if (sizeOf(from) === sizeOf({ shape })) return this.#builder.reshape(x, wanted);
    if (this.#shapes[inputs[0]!]![0] === 'rows') return cannotExport('some of the rows');
    const row = sizeOf({ shape: from.shape.slice(1) });
    return this.#builder.slice(x, 0, offset / row, offset / row + shape[0]!);
  }

  #map({ map, bounds }: MapOperation, inputs: readonly Place[], dtype: RecordedNode['dtype']): Place {
    const [x, y, z] = inputs as [Place, Place?, Place?];
    const builder = this.#builder;
    const one = unary[map];
    if (one !== undefined) return builder.unary(one, x);
    const two = binary[map];
    if (two !== undefined) return builder.binary(two, x, y!);
    if (map === 'select') return builder.select(x, y!, z!);
    if (map === 'square') return builder.binary('multiply', x, x);
    if (map === 'notEqual') return builder.unary('not', builder.binary('equal', x, y!));
    if (map === 'fromInteger' || (map === 'copy' && dtype === 'bool')) return builder.cast(x, 'float32');
    if (map === 'clip') {
      const [low, high] = bounds.map((bound) => builder.scalar('float32', bound)) as [Place, Place];
      return builder.binary('maximum', builder.binary('minimum', x, high), low);
    }
    return cannotExport(map);
  }

  #product({ batches, transposeLeft, transposeRight, relu }: Product, inputs: readonly Place[]): Place {
    const builder = this.#builder;
    const [left, right, bias] = inputs as [Place, Place, Place?];
    const isMatrix = (place: Place) => builder.node(place).shape.length === 2;
    if (batches !== 1 || !isMatrix(left) || !isMatrix(right)) cannotExport('a product of many matrices');
    const product = builder.matMul(
      transposeLeft ? builder.transpose(left) : left,
      transposeRight ? builder.transpose(right) : right,
    );
    const sum = bias === undefined ? product : builder.binary('add', product, bias);
    if (!relu) return sum;
    this.#probes.push(this.#probe(sum));
    return builder.unary('relu', sum);
  }
}

/**
 * @param step from the state `online` and the input `observations` to the output `qValues`
 * @param observations [rows, features] float32
 * @throws InputError for a step that needs what a graph has not
 */
export function recordedNodes(
  builder: GraphBuilder,
  step: ProgramStep,
  weights: Float32Array,
  observations: Place,
): NetworkValues {
  return new NetworkNodes(builder, step, weights, observations).values();
}

/**
 * @param observations [rows, features] float32, scaled
 * @throws InputError for a network whose step needs what a graph has not
 */
export function networkNodes(
  builder: GraphBuilder,
  spec: NetworkSpec,
  weights: Float32Array,
  observations: Place,
): NetworkValues {
  return recordedNodes(builder, actStep(spec), weights, observations);
}
