/** How much of a training is spent on recording steps and compiling them, found from outside of the programs. */
import { GraphProgram } from '../../../src/tensor/graph-program';
import type { Program, Batches, Tensors } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { median } from '../statistics';

interface Call {
  readonly seconds: number;
  /** Whether it may have recorded, loaded, compiled or optimised something. */
  readonly first: boolean;
}

type Shapes = Readonly<Record<string, { readonly shape: readonly number[] }>>;

function kindOf(step: string, inputs: Shapes, perBatch: boolean): string {
  return [
    perBatch ? `${step} per batch` : step,
    ...Object.entries(inputs).map(([name, { shape }]) => `${name} ${shape.join('×')}`),
  ].join(', ');
}

/** Times the calls of every recording program made from now on. */
export class FirstCalls {
  /** By kind: what was recorded, though it may not have run yet. */
  readonly #calls = new Map<string, Call[]>();
  /** Kinds that have run and need no more preparation. */
  #warm = new Set<string>();
  #recordedAhead = 0;

  constructor() {
    this.#watch(GraphProgram.prototype, true);
    this.#watch(WasmProgram.prototype, false);
  }

  /** What recording ahead took, and first calls so far beyond a usual call of their kind; 0 where nothing is recorded. */
  seconds(): number {
    return [...this.#calls.values()].reduce((sum, calls) => {
      const later = calls.filter(({ first }) => !first).map(({ seconds }) => seconds);
      const usual = later.length === 0 ? 0 : median(later);
      const firsts = calls.filter(({ first }) => first);
      return sum + firsts.reduce((excess, { seconds }) => excess + Math.max(0, seconds - usual), 0);
    }, this.#recordedAhead);
  }

  /** @param renews whether a new kind of call makes the program prepare the others anew, each at its next call */
  #watch(prototype: Program, renews: boolean): void {
    // The original methods are called with the program that the wrappers are called with.
    // oxlint-disable-next-line typescript/unbound-method
    const { announce, run, scan } = prototype;
    const timed = this.#timed.bind(this);
    const ahead = (kind: string, record: () => void) => {
      this.#callsOf(kind, renews);
      const began = performance.now();
      record();
      this.#recordedAhead += (performance.now() - began) / 1000;
    };
    prototype.announce = function (this: Program, step, inputs, batches = null) {
      ahead(kindOf(step, inputs, batches !== null), () => announce.call(this, step, inputs, batches));
    };
    prototype.run = function (this: Program, step: string, inputs: Tensors) {
      return timed(kindOf(step, inputs, false), renews, () => run.call(this, step, inputs));
    };
    prototype.scan = function (this: Program, step: string, inputs: Tensors, batches: Batches) {
      return timed(kindOf(step, inputs, true), renews, () => scan.call(this, step, inputs, batches));
    };
  }

  #callsOf(kind: string, renews: boolean): Call[] {
    const known = this.#calls.get(kind);
    if (known !== undefined) return known;
    const calls: Call[] = [];
    this.#calls.set(kind, calls);
    if (renews) this.#warm = new Set();
    return calls;
  }

  async #timed(kind: string, renews: boolean, call: () => Promise<Tensors>): Promise<Tensors> {
    const calls = this.#callsOf(kind, renews);
    const first = !this.#warm.has(kind);
    this.#warm.add(kind);
    const began = performance.now();
    const outputs = await call();
    calls.push({ seconds: (performance.now() - began) / 1000, first });
    return outputs;
  }
}
