/** Makes programs: of a kind, or of the kind that suits the active backend, recorded where that is possible. */
import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from './eager-program';
import { GraphProgram, type GraphProgramOptions } from './graph-program';
import type { Program, ProgramSteps, Tensors } from './program';
import { WasmProgram } from './wasm-program';

/** @param initialState becomes the program's */
export function makeProgram(
  kind: Program['kind'],
  steps: ProgramSteps,
  initialState: Tensors,
  options: GraphProgramOptions = {},
): EagerProgram | GraphProgram | WasmProgram {
  switch (kind) {
    case 'graph':
      return new GraphProgram(steps, initialState, options);
    case 'wasm':
      return new WasmProgram(steps, initialState);
    case 'eager':
      return new EagerProgram(steps, initialState);
  }
}

const kinds: Readonly<Record<string, Program['kind']>> = { tensorflow: 'graph', wasm: 'wasm' };

/** The kind that suits the active backend. */
export function suitableKind(): Program['kind'] {
  return kinds[tf.getBackend()] ?? 'eager';
}

/** @param initialState becomes the program's */
export function createProgram(
  steps: ProgramSteps,
  initialState: Tensors,
  options: GraphProgramOptions = {},
): Program {
  return makeProgram(suitableKind(), steps, initialState, options);
}
