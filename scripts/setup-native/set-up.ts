/** The set-up from start to end: what is wanted, what is there, what must be brought, built and proven. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { RequirementError } from '../../src/core/errors';
import { writeFileAtomically } from '../../src/core/files';
import type { BackendInfo } from '../../src/tensor/backends/loader';
import { nativeFolder, readNativeSetup, type NativeSetup } from '../../src/tensor/native/library';
import { announce, type Missing } from './announce';
import {
  buildBinding,
  downloadOfficial,
  headersOption,
  installPackages,
  partialFolder,
  putInPlace,
  tfjsNode,
} from './binding';
import { cudaFolder, cudaRequirementsOf, machineHasCuda, makeProgramsExecutable } from './cuda';
import { pinOf } from './pins';
import { prove } from './prove';
import { expectTools, findPython, supportedTarget, type Machine } from './requirements';
import { say } from './shell';
import { wantedLibrary, type LibraryFlags, type Wanted } from './tensorflow-library';
import { unpackWheels } from './unpack-wheels';

function record(folder: string, { variant, library }: Wanted, tensorflow: string): void {
  const setup: NativeSetup = { tensorflow, variant, library, tfjsNode };
  writeFileAtomically(join(folder, 'setup.json'), `${JSON.stringify(setup, null, 2)}\n`);
}

/** Whether `.native` holds the binding of this very library. */
function isBuilt({ variant, library }: Wanted): boolean {
  const setup = readNativeSetup();
  if (setup === null) return false;
  const { library: builtAgainst } = setup;
  return setup.variant === variant && builtAgainst === library && setup.tfjsNode === tfjsNode;
}

/** What has to be downloaded. */
async function findMissing({ variant, library, wheel, tensorflow }: Wanted): Promise<Missing> {
  const cuda = variant === 'gpu' && !existsSync(cudaFolder(library)) && !(await machineHasCuda(tensorflow!));
  return { tensorflow: wheel !== null && !existsSync(library), cuda };
}

/** Downloads what is missing. */
async function bring(wanted: Wanted, { python, target }: Machine): Promise<void> {
  const { wheel, library } = wanted;
  const missing = await findMissing(wanted);
  if (missing.tensorflow)
    unpackWheels(python, target, [wheel!], { folder: dirname(library), sha256: pinOf(wheel!, target) });
  if (missing.cuda) {
    unpackWheels(python, target, cudaRequirementsOf(library), {
      folder: cudaFolder(library),
      part: 'nvidia',
      finish: makeProgramsExecutable,
    });
  }
}

/** Trains one step with the binding that was made. @throws RequirementError if it does not work here */
function expectProof(wanted: Wanted): BackendInfo {
  // The package's own library moves with the binding; every other one stays where it is.
  const { variant, library } = wanted;
  const moved = variant === 'official' ? join(partialFolder, relative(nativeFolder(), library)) : library;
  record(partialFolder, { ...wanted, library: moved }, 'not yet known');
  const { info, reason } = prove(partialFolder);
  if (info !== null) return info;
  throw new RequirementError(
    `native TensorFlow is built, but does not work here, and is not put to use: ${reason ?? 'unknown'}`,
  );
}

/** Builds the binding anew, proves it and puts it to use. @throws RequirementError if it does not work here */
async function build(wanted: Wanted, machine: Machine): Promise<BackendInfo> {
  say(`installing tfjs-node ${tfjsNode}…`);
  installPackages();
  if (wanted.variant === 'official') {
    say('downloading its TensorFlow…');
    downloadOfficial();
  } else {
    // First what may be missing on the machine, then the large download.
    const headers = headersOption();
    await bring(wanted, machine);
    say('building the binding…');
    const { library } = wanted;
    buildBinding(library, headers, machine.python);
  }
  const info = expectProof(wanted);
  record(partialFolder, wanted, info.tensorflow!);
  putInPlace();
  return info;
}

/** Takes a binding that is there, if it works. @returns why it does not, else what it is */
function keep(wanted: Wanted): ReturnType<typeof prove> {
  const proof = prove(nativeFolder());
  // The library in the folder may be another one than when the record was written.
  const { info } = proof;
  if (info !== null && info.tensorflow !== readNativeSetup()!.tensorflow)
    record(nativeFolder(), wanted, info.tensorflow!);
  return proof;
}

/**
 * Sets native TensorFlow up, or finds that it is.
 *
 * @returns what to tell the user
 * @throws InputError if something is missing or fails that the user can mend
 * @throws RequirementError if the result does not train here
 */
export async function setUp(flags: LibraryFlags): Promise<string> {
  const started = performance.now();
  const target = supportedTarget();
  const wanted = wantedLibrary(flags, target);
  const missing = await findMissing(wanted);
  const built = isBuilt(wanted);
  if (built && !missing.tensorflow && !missing.cuda) {
    const { info, reason } = keep(wanted);
    if (info !== null)
      return `native TensorFlow ${info.tensorflow!} is set up and trains (${info.device}): nothing to do`;
    say(`what was set up does not work any more: ${reason ?? 'unknown'}`);
  }
  expectTools({ download: wanted.wheel !== null });
  const machine = { python: findPython()!, target };
  announce(wanted, missing, machine);
  let info: BackendInfo | null = null;
  // A binding whose library was only missing works again once that is back.
  if (built && (missing.tensorflow || missing.cuda)) {
    await bring(wanted, machine);
    info = keep(wanted).info;
  }
  const { tensorflow, device, gpu } = info ?? (await build(wanted, machine));
  if (wanted.variant === 'gpu' && !gpu)
    say('TensorFlow found no GPU that it can use and computes on the CPU: npm run doctor says more');
  const seconds = Math.round((performance.now() - started) / 1000);
  return `native TensorFlow ${tensorflow!} works: ${device}, proven by a training step; set up in ${seconds} s`;
}
