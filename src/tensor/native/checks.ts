/**
 * The CUDA libraries that TensorFlow opens at its start, each tried. TensorFlow itself says nothing when one is
 * missing: it computes on the CPU.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface LibraryCheck {
  /** The name that TensorFlow asks the loader for. */
  readonly name: string;
  /** Whether TensorFlow computes on no GPU without it; the others serve profiling, compiling and several GPUs. */
  readonly required: boolean;
  /** The file beside TensorFlow that was tried; null where the system was asked by name. */
  readonly path: string | null;
  readonly opens: boolean;
  /** What the loader says, which may name another library that this one needs; null if it opens. */
  readonly reason: string | null;
}

export interface CudaNeeds {
  /** Generation of CUDA: 11 or 12. */
  readonly cuda: number;
  /** Oldest driver (first part of its version) that runs it. */
  readonly driver: number;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * What a build of TensorFlow for CUDA opens, by its version.
 *
 * @param tensorflow version such as 2.21.0
 * @see https://www.tensorflow.org/install/source#gpu for the versions, tsl/platform/default/dlopen_checker.cc for
 *   which are required
 */
export function cudaNeeds(tensorflow: string): CudaNeeds {
  const [major = 0, minor = 0] = tensorflow.split('.').map(Number);
  const since = (least: number) => major > 2 || minor >= least;
  const cudnn = since(18) ? 'libcudnn.so.9' : 'libcudnn.so.8';
  if (!since(15)) {
    const named = ['libcublas.so.11', 'libcublasLt.so.11', 'libcufft.so.10', 'libcurand.so.10'];
    const required = [
      'libcuda.so.1',
      'libcudart.so.11.0',
      ...named,
      'libcusolver.so.11',
      'libcusparse.so.11',
      cudnn,
    ];
    return { cuda: 11, driver: 450, required, optional: [] };
  }
  return {
    cuda: 12,
    driver: 525,
    required: [
      'libcuda.so.1',
      'libcudart.so.12',
      'libcublas.so.12',
      'libcublasLt.so.12',
      'libcufft.so.11',
      'libcusolver.so.11',
      'libcusparse.so.12',
      cudnn,
    ],
    optional: ['libnccl.so.2', 'libcupti.so.12', 'libcurand.so.10', 'libnvrtc.so.12', 'libnvJitLink.so.12'],
  };
}

/**
 * Whether the library was built for CUDA, as a wheel notes beside it.
 *
 * @param library folder of the TensorFlow library
 * @returns null where there is no such note
 */
export function isCudaBuild(library: string): boolean | null {
  const note = join(library, 'python', 'platform', 'build_info.py');
  if (!existsSync(note)) return null;
  const [, answer] = /'is_cuda_build', (True|False)/.exec(readFileSync(note, 'utf8')) ?? [];
  return answer === undefined ? null : answer === 'True';
}

/** Folders of CUDA libraries that pip put beside the tensorflow folder: TensorFlow looks there first. */
export function cudaFolders(library: string): string[] {
  const parent = join(dirname(library), 'nvidia');
  if (!existsSync(parent)) return [];
  const folders = readdirSync(parent).sort();
  return folders.map((name) => join(parent, name, 'lib')).filter((folder) => existsSync(folder));
}

/**
 * Node has no dlopen but that of addons, which opens a library, finds no addon in it and says so: then it opened.
 * The words were read on Node 20, 22 and 24.
 */
const OPEN = `try { process.dlopen({ exports: {} }, process.argv[1]); } catch (error) {
  if (!error.message.includes('did not self-register')) { process.stdout.write(error.message); }
}`;

/** @returns why the library does not open; null if it does */
function tryOpen(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    // In a process of its own: what a library does when it is opened is its business, a crash included.
    execFile(process.execPath, ['-e', OPEN, path], { timeout: 60_000 }, (error, stdout) => {
      if (error !== null) resolve(`opening it ends the process (${error.signal ?? `exit ${error.code}`})`);
      else resolve(stdout === '' ? null : stdout.trim().split('\n')[0]!);
    });
  });
}

/** Tries one library: in the folders first, then wherever the system's loader looks. */
export async function checkLibrary(
  name: string,
  { required, folders }: { readonly required: boolean; readonly folders: readonly string[] },
): Promise<LibraryCheck> {
  const path = folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
  const asked = path ?? name;
  const reason = (await tryOpen(asked))?.replace(`${asked}: `, '') ?? null;
  return { name, required, path, opens: reason === null, reason };
}

/**
 * Tries every library that a build of TensorFlow for CUDA opens.
 *
 * @param tensorflow version of the library, such as 2.21.0
 * @param library    its folder; null where it is not known
 */
export async function checkCuda(tensorflow: string, library: string | null): Promise<LibraryCheck[]> {
  const { required, optional } = cudaNeeds(tensorflow);
  const folders = library === null ? [] : cudaFolders(library);
  const checks: LibraryCheck[] = [];
  for (const name of [...required, ...optional]) {
    checks.push(await checkLibrary(name, { required: required.includes(name), folders }));
  }
  return checks;
}
