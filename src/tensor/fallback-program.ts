/**
 * A program that records its steps as long as they can be recorded. At the first that cannot, its state moves to a
 * program that runs all steps operation by operation, for they share it. A step that is refused for another reason
 * stays refused: it would give other numbers, or the same error.
 */
import * as tf from '@tensorflow/tfjs';
import { EagerProgram } from './eager-program';
import {
  type HostArray,
  type Program,
  type ProgramSteps,
  type RecordingProgram,
  type Batches,
  type Tensors,
  type TensorSpec,
} from './program';
import { NotRecordable } from './recorded/refusals';

/** @param reason one line: the step, and which operation at which line of it cannot be recorded */
export type OnFallback = (reason: string) => void;

export class FallbackProgram implements Program {
  readonly #steps: ProgramSteps;
  readonly #state: Readonly<Record<string, TensorSpec>>;
  readonly #onFallback: OnFallback;
  /** Null once it has been given up. */
  #recording: RecordingProgram | null;
  #program: Program;

  /** @param state what the recording program's entries are like */
  constructor(
    recording: RecordingProgram,
    steps: ProgramSteps,
    state: Readonly<Record<string, TensorSpec>>,
    onFallback: OnFallback = () => undefined,
  ) {
    this.#recording = recording;
    this.#program = recording;
    this.#steps = steps;
    this.#state = state;
    this.#onFallback = onFallback;
  }

  /** How steps are run now. */
  get kind(): Program['kind'] {
    return this.#program.kind;
  }

  get stateNames(): readonly string[] {
    return this.#program.stateNames;
  }

  announce(step: string, inputs: Readonly<Record<string, TensorSpec>>, batches: number | null = null): void {
    try {
      this.#program.announce(step, inputs, batches);
    } catch (error) {
      this.#fallBack(step, error);
    }
  }

  upload(arrays: Readonly<Record<string, HostArray>>): Tensors {
    return this.#program.upload(arrays);
  }

  run(step: string, inputs: Tensors): Promise<Tensors> {
    return this.#do(step, (program) => program.run(step, inputs));
  }

  scan(step: string, inputs: Tensors, batches: Batches): Promise<Tensors> {
    return this.#do(step, (program) => program.scan(step, inputs, batches));
  }

  readState(): Promise<Readonly<Record<string, Float32Array>>> {
    return this.#program.readState();
  }

  writeState(state: Readonly<Record<string, Float32Array>>): void {
    this.#program.writeState(state);
  }

  explain(step: string): string {
    return this.#program.explain(step);
  }

  dispose(): void {
    this.#program.dispose();
  }

  async #do(step: string, work: (program: Program) => Promise<Tensors>): Promise<Tensors> {
    try {
      return await work(this.#program);
    } catch (error) {
      this.#fallBack(step, error);
      return work(this.#program);
    }
  }

  /** @throws the error itself, unless the step is one that can only not be recorded */
  #fallBack(step: string, error: unknown): void {
    if (!(error instanceof NotRecordable) || this.#recording === null) throw error;
    const state = Object.entries(this.#recording.stateNow()).map(
      ([name, values]) => [name, tf.tensor(values, [...this.#state[name]!.shape], 'float32')] as const,
    );
    this.#recording.dispose();
    this.#recording = null;
    this.#program = new EagerProgram(this.#steps, Object.fromEntries(state));
    this.#onFallback(
      `step ${step}: ${error.message.replace(/^program: /, '')}: steps are run operation by operation`,
    );
  }
}
