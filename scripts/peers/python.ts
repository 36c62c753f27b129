/** The Python environments of those we are measured against: made once in the cache folder, from pinned versions. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, RequirementError } from '../../src/core/errors';
import { sha256 } from '../../src/core/hashes';
import { cacheFolder } from '../../src/tensor/native/library';

const NEEDED = [3, 11] as const;

/** @throws RequirementError if there is no Python 3.11 or newer */
function expectPython(name: string): void {
  const asked = 'import sys; print(*sys.version_info[:2])';
  const { status, stdout } = spawnSync('python3', ['-c', asked], { encoding: 'utf8' });
  const [major = 0, minor = 0] = status === 0 ? stdout.split(' ').map(Number) : [];
  if (major === NEEDED[0] && minor >= NEEDED[1]) return;
  const found = status === 0 ? `Python ${major}.${minor}` : 'none';
  throw new RequirementError(
    `${name}: expected python3 of version ${NEEDED.join('.')} or newer, got ${found}`,
  );
}

function runPip(name: string, step: string, command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new InputError(`${name}: ${step} failed with ${String(status)}; see above`);
}

/** An environment to make. */
export interface PythonEnvironment {
  /** Of its folder, and in messages. */
  readonly name: string;
  /** File of all pinned versions; another content is another environment. */
  readonly requirements: string;
  /** What is said before it is downloaded. */
  readonly announcement: readonly string[];
  /** Further ones of `pip install`. @default none */
  readonly pipOptions?: readonly string[];
}

/**
 * The interpreter of an environment, installing it if that has not been done.
 *
 * @param say told what is downloaded, and where to
 * @throws RequirementError if Python is missing or too old
 * @throws InputError if the installation fails
 */
export function pythonWith(
  { name, requirements, announcement, pipOptions = [] }: PythonEnvironment,
  say: (line: string) => void,
): string {
  const hash = sha256(readFileSync(requirements)).slice(0, 12);
  const folder = join(cacheFolder(), `${name}-${hash}`);
  const python = join(folder, 'bin/python');
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return python;
  expectPython(name);
  for (const line of announcement) say(`${name}: into ${folder}: ${line}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cacheFolder(), { recursive: true });
  runPip(name, 'making a virtual environment', 'python3', ['-m', 'venv', folder]);
  // Without dependencies: the list is complete, and leaves out what only a GPU needs and PyTorch starts without.
  const options = ['--quiet', '--no-deps', ...pipOptions, '-r', requirements];
  runPip(name, 'pip', python, ['-m', 'pip', 'install', ...options]);
  writeFileSync(complete, '');
  return python;
}

/** The interpreter that has every peer. @throws as `pythonWith` */
export function pythonWithPeers(requirements: string, say: (line: string) => void): string {
  const announcement = [
    'JAX, TensorFlow, PyTorch, Stable-Baselines3, gymnasium',
    '3.2 GB to download, 6.5 GB on disk; most of it CUDA libraries that PyTorch does not start without',
  ];
  return pythonWith({ name: 'peers', requirements, announcement }, say);
}
