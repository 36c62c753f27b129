/** Memory with compiled steps over it. */
import { encodeModule, FUNCTIONS, MEMORY } from './assembler';
import { compile, RUN } from './compile';
import { bytesOf, layoutOf, type Layout } from './layout';
import { matrixFunctions, SCRATCH_BYTES } from './matrix-functions';
import { planOf, type Plan, type Region } from './plan';
import type { RecordedGraph } from './recorder';

const PAGE_BYTES = 65_536;
/** Vectors at the very end may be read beyond it. */
const SLACK_BYTES = 64;

/** A step ready to run. */
export interface CompiledStep {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly run: () => void;
}

let matrixModule: WebAssembly.Module | null = null;

export class Machine {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #functions: WebAssembly.Exports;
  readonly #state = new Map<Region, number>();
  /** The first byte that is free. */
  #end = SCRATCH_BYTES;

  constructor() {
    // Compiled once for all programs, so that what V8 has learnt of it is not forgotten.
    matrixModule ??= new WebAssembly.Module(encodeModule({ imports: [], functions: matrixFunctions }));
    this.#functions = this.#instance(matrixModule);
  }

  /** Keeps numbers for good. */
  keep(values: Float32Array): Region {
    const region: Region = { kind: 'state', size: values.length };
    this.#state.set(region, this.#end);
    this.#reserve(this.#end + bytesOf(region));
    this.floats(this.#state.get(region)!, region.size).set(values);
    return region;
  }

  /** @param state regions by the names that the graph knows */
  add(graph: RecordedGraph, state: ReadonlyMap<string, Region>): CompiledStep {
    const plan = planOf(graph, state);
    const layout = layoutOf(plan, this.#state, this.#end);
    const instance = this.#instance(new WebAssembly.Module(compile(plan, layout)));
    this.#reserve(layout.end);
    for (const [region, values] of plan.constants) {
      const address = layout.address({ region, offset: 0 });
      if (values instanceof Int32Array) this.integers(address, region.size).set(values);
      else this.floats(address, region.size).set(values);
    }
    return { plan, layout, run: instance[RUN] as () => void };
  }

  stateOf(region: Region): Float32Array {
    return this.floats(this.#state.get(region)!, region.size);
  }

  /** Numbers in the memory, until it next grows. */
  floats(address: number, size: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, size);
  }

  integers(address: number, size: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, size);
  }

  #instance(module: WebAssembly.Module): WebAssembly.Exports {
    return new WebAssembly.Instance(module, {
      [MEMORY.module]: { [MEMORY.name]: this.#memory },
      [FUNCTIONS]: { ...this.#functions },
    }).exports;
  }

  #reserve(end: number): void {
    this.#end = end;
    const missing = end + SLACK_BYTES - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
  }
}
