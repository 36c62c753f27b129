/** A program for the backend that is active: recorded where that is possible. */
import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from './eager-program';
import { GraphProgram, type GraphProgramOptions } from './graph-program';
import type { Program, ProgramSteps, Tensors } from './program';
import { WasmProgram } from './wasm-program';

/** @param initialState becomes the program's */
export function createProgram(
  steps: ProgramSteps,
  initialState: Tensors,
  options: GraphProgramOptions = {},
): Program {
  switch (tf.getBackend()) {
    case 'tensorflow':
      return new GraphProgram(steps, initialState, options);
    case 'wasm':
      return new WasmProgram(steps, initialState);
    default:
      return new EagerProgram(steps, initialState);
  }
}
