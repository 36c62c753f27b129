/** WebAssembly with SIMD, one thread: the fastest backend that npm alone brings. */
import * as tf from '@tensorflow/tfjs';
import { dirname, join, sep } from 'node:path';
import { BackendUnavailable, type BackendLoader } from './loader';

export const wasmLoader: BackendLoader = {
  name: 'wasm',
  async load() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + sep);
    // setBackend answers false, and tfjs goes on with another backend, where the module does not start.
    if (!(await tf.setBackend('wasm'))) throw new BackendUnavailable('the WebAssembly module did not start');
    const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
    return {
      name: 'wasm',
      device: `CPU, WebAssembly${simd === true ? ' with SIMD' : ''}, one thread`,
      gpu: false,
      tensorflow: null,
    };
  },
};
