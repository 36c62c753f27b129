/** Memory with compiled steps over it. */
import { encodeModule, FUNCTIONS, MEMORY } from './assembler';
import { compile, RUN } from './compile';
import { bytesOf, layoutOf, needsOf, type Layout, type Needs } from './layout';
import { matrixFunctions, SCRATCH_BYTES } from './matrix-functions';
import type { Plan, Region } from './plan';
import { planOf } from './planner';
import { COMPILED_MEMORY_BYTES, NotEnoughMemory } from '../program';
import type { Recording } from '../recorded/recorder';
import { expectMemory } from './limits';

const PAGE_BYTES = 65_536;
/** Vectors at the very end may be read beyond it. */
const SLACK_BYTES = 64;

/** Bytes that follow each other. */
interface Stretch {
  readonly start: number;
  readonly bytes: number;
}

/** A step ready to run. */
export interface CompiledStep {
  readonly recording: Recording;
  readonly needs: Needs;
  readonly plan: Plan;
  readonly layout: Layout;
  readonly run: () => void;
}

let matrixModule: WebAssembly.Module | null = null;

export class Machine {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #functions: WebAssembly.Exports;
  readonly #state = new Map<Region, number>();
  /** Where steps work. */
  #work: Stretch = { start: 0, bytes: 0 };
  /** The first byte that is free. */
  #end = SCRATCH_BYTES;

  constructor() {
    // Compiled once for all programs, so that what V8 has learnt of it is not forgotten.
    matrixModule ??= new WebAssembly.Module(encodeModule({ imports: [], functions: matrixFunctions }));
    this.#functions = this.#instance(matrixModule);
  }

  /** Keeps numbers for good. @throws NotEnoughMemory if there is too little */
  keep(values: Float32Array): Region {
    const region: Region = { kind: 'state', size: values.length };
    const address = this.#end;
    this.#grow('the state', address + bytesOf(region));
    this.#end = address + bytesOf(region);
    this.#state.set(region, address);
    this.floats(address, region.size).set(values);
    return region;
  }

  /**
   * @param state regions by the names that the recording knows
   * @throws NotEnoughMemory if there is too little; the steps that are there go on
   */
  add(recording: Recording, state: ReadonlyMap<string, Region>): CompiledStep {
    const plan = planOf(recording, state);
    const needs = needsOf(plan);
    const work = this.#workFor(needs);
    const end = Math.max(this.#end + needs.constantBytes, work.start + work.bytes);
    this.#grow('a compiled step with all others', end);
    const layout = layoutOf(needs, this.#state, this.#end, work.start);
    const instance = this.#instance(new WebAssembly.Module(compile(plan, layout)));
    [this.#work, this.#end] = [work, end];
    for (const [region, values] of plan.constants) {
      const address = layout.address({ region, offset: 0 });
      if (values instanceof Int32Array) this.integers(address, region.size).set(values);
      else this.floats(address, region.size).set(values);
    }
    return { recording, needs, plan, layout, run: instance[RUN] as () => void };
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

  /** No two steps run at once, so that they work in one place; one twice as large where it is too small. */
  #workFor({ constantBytes, workBytes }: Needs): Stretch {
    if (workBytes <= this.#work.bytes) return this.#work;
    const start = this.#end + constantBytes;
    const roomy = Math.max(workBytes, 2 * this.#work.bytes);
    return { start, bytes: start + roomy + SLACK_BYTES <= COMPILED_MEMORY_BYTES ? roomy : workBytes };
  }

  /** @throws NotEnoughMemory if there is too little, which then stays as it is */
  #grow(what: string, end: number): void {
    const missing = end + SLACK_BYTES - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    expectMemory(what, end + SLACK_BYTES);
    try {
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch (cause) {
      throw new NotEnoughMemory(what, end + SLACK_BYTES, null, { cause });
    }
  }
}
