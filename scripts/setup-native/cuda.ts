/** The CUDA libraries that TensorFlow opens when it starts: those of the machine, or those its wheel names. */
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from './shell';
import { requirementsOfExtra } from './wheels';

/** What a TensorFlow built for CUDA 12 and cuDNN 9 opens by name; without one of them it computes on the CPU. */
const OPENED = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcusolver.so.11',
  'libcusparse.so.12',
  'libcudnn.so.9',
  'libnccl.so.2',
];
const EXTRA = 'and-cuda';

/** A library that opens is then refused because it is no Node module; one that does not open gives the loader's words. */
const OPEN_ALL = `for (const name of process.argv.slice(1)) {
  try { process.dlopen({ exports: {} }, name); } catch (error) {
    if (!error.message.includes('did not self-register')) process.exit(1);
  }
}`;

/** Whether the loader finds every library; asked in another process, which then forgets gigabytes of them. */
export function machineHasCuda(): boolean {
  return runQuietly(process.execPath, ['-e', OPEN_ALL, ...OPENED]).ok;
}

/** TensorFlow looks for the libraries of the wheels in the folder beside its own. */
export function cudaFolder(library: string): string {
  return join(dirname(library), 'nvidia');
}

/** Whether nothing needs to be brought. */
export function cudaIsThere(library: string): boolean {
  return existsSync(cudaFolder(library)) || machineHasCuda();
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
