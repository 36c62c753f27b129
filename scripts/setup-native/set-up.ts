/** The set-up from start to end: what is wanted, what is there, what must be brought, built and proven. */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RequirementError } from '../../src/core/errors';
import { writeFileAtomically } from '../../src/core/files';
import type { BackendInfo } from '../../src/tensor/backends/loader';
import { nativeFolder, readNativeSetup, type NativeSetup } from '../../src/tensor/native/library';
import { announce } from './announce';
import { buildBinding, downloadOfficial, headersOption, installPackages, tfjsNode } from './binding';
import { cudaFolder, cudaIsThere, cudaRequirementsOf, makeProgramsExecutable } from './cuda';
import { prove } from './prove';
import { expectTools, findPython, supportedTarget, type Target } from './requirements';
import { say } from './shell';
import { wantedLibrary, type LibraryFlags, type Wanted } from './tensorflow-library';
import { unpackWheels } from './wheels';

const RECORD = join(nativeFolder(), 'setup.json');

function record({ variant, library }: Wanted, tensorflow: string): void {
  const setup: NativeSetup = { tensorflow, variant, library, tfjsNode };
  writeFileAtomically(RECORD, `${JSON.stringify(setup, null, 2)}\n`);
}

/** Whether `.native` holds the binding of this very library. */
function isBuilt({ variant, library }: Wanted): boolean {
  const setup = readNativeSetup();
  return setup?.variant === variant && setup.library === library && setup.tfjsNode === tfjsNode;
}

/** Whether the library is where it should be, with what a GPU needs. */
function isBrought({ variant, library }: Wanted): boolean {
  return existsSync(library) && (variant !== 'gpu' || cudaIsThere(library));
}

/** Downloads what is missing. */
function bring({ variant, wheel, library }: Wanted, python: string, target: Target): void {
  if (wheel !== null && !existsSync(library))
    unpackWheels(python, target, [wheel], { folder: dirname(library) });
  if (variant === 'gpu' && !cudaIsThere(library)) {
    unpackWheels(python, target, cudaRequirementsOf(library), {
      folder: cudaFolder(library),
      part: 'nvidia',
      finish: makeProgramsExecutable,
    });
  }
}

/** Builds the binding and leaves its record, whose version is filled in by the proof. */
function build(wanted: Wanted, { bringFirst }: { readonly bringFirst: () => void }): void {
  say(`installing tfjs-node ${tfjsNode}…`);
  installPackages();
  if (wanted.variant === 'official') {
    say('downloading its TensorFlow…');
    downloadOfficial();
  } else {
    const headers = headersOption();
    bringFirst();
    say('building the binding…');
    buildBinding(wanted.library, headers);
  }
  record(wanted, 'not yet known');
}

/** Trains one step and records what TensorFlow says of itself. @throws RequirementError if it does not work here */
function expectProof(wanted: Wanted): BackendInfo {
  const { info, reason } = prove();
  if (info === null) {
    rmSync(RECORD);
    throw new RequirementError(`native TensorFlow is built, but does not work here: ${reason ?? 'unknown'}`);
  }
  record(wanted, info.tensorflow!);
  return info;
}

/**
 * Sets native TensorFlow up, or finds that it is.
 *
 * @returns what to tell the user
 * @throws InputError if something is missing or fails that the user can mend
 * @throws RequirementError if the result does not train here
 */
export function setUp(flags: LibraryFlags): string {
  const started = performance.now();
  const target = supportedTarget();
  const wanted = wantedLibrary(flags, target);
  if (isBuilt(wanted) && isBrought(wanted)) {
    const { info, reason } = prove();
    if (info !== null)
      return `native TensorFlow ${info.tensorflow!} is set up and trains (${info.device}): nothing to do`;
    say(`what was set up does not work any more: ${reason ?? 'unknown'}`);
  }
  expectTools({ download: wanted.wheel !== null });
  const python = findPython()!;
  announce(wanted, python, target);
  const bringMissing = () => bring(wanted, python, target);
  // A binding whose library was only missing works again once that is back.
  if (isBuilt(wanted)) bringMissing();
  if (!isBuilt(wanted) || prove().info === null) build(wanted, { bringFirst: bringMissing });
  const { tensorflow, device, gpu } = expectProof(wanted);
  if (wanted.variant === 'gpu' && !gpu)
    say('TensorFlow found no GPU that it can use and computes on the CPU: npm run doctor says more');
  const seconds = Math.round((performance.now() - started) / 1000);
  return `native TensorFlow ${tensorflow!} works: ${device}, proven by a training step; set up in ${seconds} s`;
}
