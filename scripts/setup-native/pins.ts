/** The wheels that this version of contact-dqn was tested with, by their content: another file is refused. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors';
import type { Target } from './requirements';

/** sha256 of the wheels for Python 3.12, manylinux_2_27, as PyPI publishes them. */
const PINNED: Readonly<Record<string, string>> = {
  'tensorflow-cpu==2.21.0 x86_64': 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
  'tensorflow==2.21.0 x86_64': 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
  'tensorflow==2.21.0 aarch64': 'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
};

/** The sha256 that the wheel of a requirement must have; undefined where none is known. */
export function pinOf(requirement: string, { machine }: Pick<Target, 'machine'>): string | undefined {
  return PINNED[`${requirement} ${machine}`];
}

/** sha256 of a file of any size, in pieces. */
function sha256OfFile(path: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(2 ** 20);
  const file = openSync(path, 'r');
  try {
    for (let size = readSync(file, piece); size > 0; size = readSync(file, piece))
      hash.update(piece.subarray(0, size));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/**
 * Checks what pip has downloaded. A file that is refused is removed, so that the next run downloads it anew.
 *
 * @param folder holds the wheel and nothing else
 * @throws InputError if a file has another content
 */
export function expectContent(folder: string, sha256: string): void {
  for (const wheel of readdirSync(folder)) {
    const found = sha256OfFile(join(folder, wheel));
    if (found === sha256) continue;
    rmSync(join(folder, wheel));
    throw new InputError(
      `${wheel}: expected sha256 ${sha256}, got ${found}: the file is removed; --from DIR takes a TensorFlow of your own`,
    );
  }
}
