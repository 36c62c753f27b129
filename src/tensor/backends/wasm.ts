/** WebAssembly with SIMD, one thread: the fastest backend that npm alone brings. */
import * as tf from '@tensorflow/tfjs';
import { dirname, join, sep } from 'node:path';
import { BackendUnavailable, type BackendLoader } from './loader';
import { acceptMatrices } from './wasm-products';

/** The process by the events of any name; its own type knows some names only. */
const events: NodeJS.EventEmitter = process;
const ERROR_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * What the module's loader, made by Emscripten, does with every error of the process: throws it again, which ends the
 * process with exit code 7 and puts a line of the loader above the error.
 */
const THROWS_AGAIN = /^function\s*\((\w+)\)\s*\{[^]*\bthrow \1\b[^]*\}$/;

/** Takes off what was added to the process meanwhile by the loader, not what others added. */
function withoutErrorListeners(before: readonly (readonly unknown[])[]): void {
  for (const [i, event] of ERROR_EVENTS.entries()) {
    for (const listener of events.listeners(event)) {
      if (before[i]!.includes(listener) || !THROWS_AGAIN.test(String(listener))) continue;
      events.off(event, listener as () => void);
    }
  }
}

export const wasmLoader: BackendLoader = {
  name: 'wasm',
  async load() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + sep);
    const before = ERROR_EVENTS.map((event) => events.listeners(event));
    // setBackend answers false, and tfjs goes on with another backend, where the module does not start.
    const started = await tf.setBackend('wasm');
    withoutErrorListeners(before);
    if (!started) throw new BackendUnavailable('the WebAssembly module did not start');
    acceptMatrices();
    const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
    return {
      name: 'wasm',
      device: `CPU, WebAssembly${simd === true ? ' with SIMD' : ''}, one thread`,
      gpu: false,
      tensorflow: null,
    };
  },
};
