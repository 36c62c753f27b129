/** Runs the same tests on every backend that npm alone brings. */
import * as tf from '@tensorflow/tfjs';
import { cpuLoader } from '../../src/tensor/backends/cpu';
import { wasmLoader } from '../../src/tensor/backends/wasm';

export const testBackends = [cpuLoader, wasmLoader];

/** One `describe` per backend, which is active while its tests run. */
export function describeOnBackends(subject: string, tests: () => void): void {
  describe.each(testBackends.map((loader) => [loader.name, loader] as const))(
    `${subject} on %s`,
    (_name, loader) => {
      beforeAll(async () => {
        tf.enableProdMode(); // as chooseBackend does; without it tfjs prints advertisements
        await loader.load();
      });
      tests();
    },
  );
}
