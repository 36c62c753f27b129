/** The Python environment of the peers: made once in the cache folder, from pinned versions. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, RequirementError } from '../../src/core/errors';
import { sha256 } from '../../src/core/files';
import { cacheFolder } from '../../src/tensor/native/library';

const NEEDED = [3, 11] as const;

/** @throws RequirementError if there is no Python 3.11 or newer */
function expectPython(): void {
  const asked = 'import sys; print(*sys.version_info[:2])';
  const { status, stdout } = spawnSync('python3', ['-c', asked], { encoding: 'utf8' });
  const [major = 0, minor = 0] = status === 0 ? stdout.split(' ').map(Number) : [];
  if (major === NEEDED[0] && minor >= NEEDED[1]) return;
  const found = status === 0 ? `Python ${major}.${minor}` : 'none';
  throw new RequirementError(`peers: expected python3 of version ${NEEDED.join('.')} or newer, got ${found}`);
}

function runPip(step: string, command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new InputError(`peers: ${step} failed with ${String(status)}; see above`);
}

/**
 * The interpreter that has every peer, installing them if that has not been done.
 *
 * @param requirements file of pinned versions; another content is another environment
 * @param say told what is downloaded, and where to
 * @throws RequirementError if Python is missing or too old
 * @throws InputError if the installation fails
 */
export function pythonWithPeers(requirements: string, say: (line: string) => void): string {
  const hash = sha256(readFileSync(requirements)).slice(0, 12);
  const folder = join(cacheFolder(), `peers-${hash}`);
  const python = join(folder, 'bin/python');
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return python;
  expectPython();
  say(`peers: installing into ${folder}: JAX, TensorFlow, PyTorch, Stable-Baselines3, gymnasium`);
  say(
    'peers: 3.2 GB to download, 6.5 GB on disk; most of it CUDA libraries that PyTorch does not start without',
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cacheFolder(), { recursive: true });
  runPip('making a virtual environment', 'python3', ['-m', 'venv', folder]);
  // Without dependencies: the list is complete, and leaves out what only a GPU needs and PyTorch starts without.
  runPip('pip', python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', requirements]);
  writeFileSync(complete, '');
  return python;
}
