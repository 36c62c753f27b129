/** Every variant of the learner, compiled to WebAssembly and run operation by operation on tfjs's own backend. */
import { EagerProgram } from '../../../src/tensor/eager-program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';
import {
  expectAlike,
  itMayBeSplitAnywhere,
  learned,
  namedVariants,
  UPDATES,
} from '../../support/learner-parity';
import type { MakeProgram } from '../../support/program-contract';

useBackend();

const eager: MakeProgram = (steps, state) => new EagerProgram(steps, state);
const compiled: MakeProgram = (steps, state) => new WasmProgram(steps, state);

it.each(namedVariants)(
  `compiled, %s learns in ${UPDATES} updates the same to five digits`,
  async (_name, variant) => {
    expectAlike(await learned(variant, compiled), await learned(variant, eager), 1e-5);
  },
);

itMayBeSplitAnywhere(compiled);
