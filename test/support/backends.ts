/** Runs the same tests on every backend that npm alone brings. */
import * as tf from '@tensorflow/tfjs';
import { cpuLoader } from '../../src/tensor/backends/cpu';
import type { BackendLoader } from '../../src/tensor/backends/loader';
import { wasmLoader } from '../../src/tensor/backends/wasm';

export const testBackends = [cpuLoader, wasmLoader];

/** Makes a backend the active one while the tests beside this call run. */
export function useBackend(loader: BackendLoader = cpuLoader): void {
  beforeAll(async () => {
    tf.enableProdMode(); // as chooseBackend does; without it tfjs prints advertisements
    await loader.load();
  });
}

/** One `describe` per backend, which is active while its tests run. */
export function describeOnBackends(subject: string, tests: () => void): void {
  describe.each(testBackends.map((loader) => [loader.name, loader] as const))(
    `${subject} on %s`,
    (_name, loader) => {
      useBackend(loader);
      tests();
    },
  );
}
