/** The CUDA libraries that TensorFlow opens when it starts: those of the machine, or those its wheel names. */
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkLibrary, cudaNeeds } from '../../src/tensor/native/checks';
import { requirementsOfExtra } from './wheels';

const EXTRA = 'and-cuda';

/** Whether the loader finds every library that a wheel would bring; the driver's is never in a wheel. */
export async function machineHasCuda(tensorflow: string): Promise<boolean> {
  for (const name of cudaNeeds(tensorflow).required.filter((one) => one !== 'libcuda.so.1')) {
    if (!(await checkLibrary(name, { required: true, folders: [] })).opens) return false;
  }
  return true;
}

/** TensorFlow looks for the libraries of the wheels in the folder beside its own. */
export function cudaFolder(library: string): string {
  return join(dirname(library), 'nvidia');
}

/** Packages of CUDA libraries that a wheel names. @param requires its `Requires-Dist` lines */
export function cudaRequirements(requires: readonly string[]): string[] {
  return requirementsOfExtra(requires, EXTRA);
}

/** The same of an unpacked wheel. @param library its folder `tensorflow` */
export function cudaRequirementsOf(library: string): string[] {
  const folder = dirname(library);
  const information = readdirSync(folder).find((name) => name.endsWith('.dist-info'))!;
  const lines = readFileSync(join(folder, information, 'METADATA'), 'utf8').split('\n');
  return cudaRequirements(
    lines.flatMap((line) => (line.startsWith('Requires-Dist: ') ? line.slice('Requires-Dist: '.length) : [])),
  );
}

/** Python's unpacking forgets which files are programs; XLA starts some of them (ptxas, nvlink). */
export function makeProgramsExecutable(cuda: string): void {
  const folders = readdirSync(cuda).flatMap((name) => [
    join(cuda, name, 'bin'),
    join(cuda, name, 'nvvm/bin'),
  ]);
  for (const folder of folders.filter((one) => existsSync(one)))
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o755);
}
