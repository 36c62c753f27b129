/** What a network is and takes, told before the memory is taken. */
import { InputError } from '../../../core/errors';
import { COMPILED_MEMORY_BYTES, type Program } from '../../../tensor/program';
import type { NetworkSpec } from './spec';

/** Online and target network, and Adam's two moments. */
const VECTORS = 4;

/** What an array of numbers can have. */
const MOST_ARRAY_BYTES = 2 ** 32;

const count = (value: number) => value.toLocaleString('en-US');
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** Bytes that a learner keeps of a network: its parameters, the target's and two moments of each. */
export function learnerBytes({ parameterCount }: NetworkSpec): number {
  return VECTORS * parameterCount * Float32Array.BYTES_PER_ELEMENT;
}

/** A line per layer and one for the whole. */
export function describeNetwork(spec: NetworkSpec): readonly string[] {
  const bytes = learnerBytes(spec);
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : [bytes / 1e6, 'MB'];
  return [
    ...spec.layers.map(
      ({ name, inputs, units, activation }) =>
        `${name}: ${inputs} to ${units}, ${activation}, ${count((inputs + 1) * units)} parameters`,
    ),
    `network: ${count(spec.parameterCount)} parameters; learning keeps ${Number(size.toPrecision(2))} ${unit} of them`,
  ];
}

/** @throws InputError naming the setting, and the memory it would take, if a program cannot hold the learner's state */
export function expectLearnerFits(spec: NetworkSpec, program: Program['kind']): void {
  const bytes = learnerBytes(spec);
  const most = program === 'wasm' ? COMPILED_MEMORY_BYTES : VECTORS * MOST_ARRAY_BYTES;
  if (bytes < most) return;
  const what = program === 'wasm' ? 'WebAssembly' : 'four arrays';
  throw new InputError(
    `settings dqn.hiddenLayers: expected a network that takes less than the ${gigabytes(most)} that ${what} can hold, ` +
      `got ${spec.hiddenLayers.join('-')}, which takes ${gigabytes(bytes)}`,
  );
}
