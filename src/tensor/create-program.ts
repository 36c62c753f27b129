/** Makes programs: of a kind, or of the kind that suits the active backend, recorded where that is possible. */
import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from './eager-program';
import { FallbackProgram, type OnFallback } from './fallback-program';
import { GraphProgram, type GraphProgramOptions } from './graph-program';
import { specsOf, type Program, type ProgramSteps, type Tensors } from './program';
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

export interface ProgramOptions extends GraphProgramOptions {
  /** Told once, if a step cannot be recorded and all are run operation by operation from then on. */
  readonly onFallback?: OnFallback;
}

/**
 * @param initialState becomes the program's
 * @throws NotEnoughMemory if the state is too large
 */
export function createProgram(
  steps: ProgramSteps,
  initialState: Tensors,
  { onFallback, ...options }: ProgramOptions = {},
): Program {
  const state = specsOf(initialState);
  const program = makeProgram(suitableKind(), steps, initialState, options);
  return program.kind === 'eager' ? program : new FallbackProgram(program, steps, state, onFallback);
}
