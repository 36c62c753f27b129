/** Proof that the binding works: a fresh process loads it as training does and takes one training step. */
import { join } from 'node:path';
import type { BackendAttempt } from '../../src/tensor/backend';
import { runQuietly } from './shell';

/** What the native TensorFlow of a folder is, or why it does not work; a crash of the library is a reason too. */
export function prove(folder: string): Pick<BackendAttempt, 'info' | 'reason'> {
  const { ok, output, reason } = runQuietly(process.execPath, [join(__dirname, 'probe.js'), folder]);
  return ok ? (JSON.parse(output) as BackendAttempt) : { info: null, reason };
}
