/** How much of a training is spent on recording graphs and compiling them, found from outside of the programs. */
import { GraphProgram } from '../../../src/tensor/graph-program';
import type { Rows, Tensors } from '../../../src/tensor/program';
import { median } from '../statistics';

interface Call {
  readonly seconds: number;
  /** Whether it may have recorded, compiled or optimised something. */
  readonly first: boolean;
}

/** Times the calls of every graph program made from now on. */
export class FirstCalls {
  readonly #calls = new Map<string, Call[]>();
  /** Calls of each kind since a graph was last recorded. */
  #since = new Map<string, number>();

  constructor() {
    // The original methods are called with the program that the wrappers are called with.
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const { run, scan } = GraphProgram.prototype;
    const timed = this.#timed.bind(this);
    GraphProgram.prototype.run = function (step: string, inputs: Tensors) {
      return timed(step, inputs, () => run.call(this, step, inputs));
    };
    GraphProgram.prototype.scan = function (step: string, inputs: Tensors, rows: Rows) {
      return timed(`${step} per row`, inputs, () => scan.call(this, step, inputs, rows));
    };
  }

  /** What first calls took beyond a usual call of their kind; 0 where there are no graphs. */
  seconds(): number {
    return [...this.#calls.values()].reduce((sum, calls) => {
      const later = calls.filter(({ first }) => !first).map(({ seconds }) => seconds);
      const usual = later.length === 0 ? 0 : median(later);
      const firsts = calls.filter(({ first }) => first);
      return sum + firsts.reduce((excess, { seconds }) => excess + Math.max(0, seconds - usual), 0);
    }, 0);
  }

  async #timed(step: string, inputs: Tensors, call: () => Promise<Tensors>): Promise<Tensors> {
    const shapes = Object.entries(inputs).map(([name, { shape }]) => `${name} ${shape.join('×')}`);
    const kind = [step, ...shapes].join(', ');
    // A new graph makes TensorFlow prepare the others anew, each at its next call.
    if (!this.#calls.has(kind)) this.#since = new Map();
    const before = this.#since.get(kind) ?? 0;
    this.#since.set(kind, before + 1);
    const began = performance.now();
    const outputs = await call();
    const seconds = (performance.now() - began) / 1000;
    const calls = this.#calls.get(kind) ?? [];
    calls.push({ seconds, first: before === 0 });
    this.#calls.set(kind, calls);
    return outputs;
  }
}
