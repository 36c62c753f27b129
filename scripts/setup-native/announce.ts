/** Says before anything is downloaded what it will be, how big it is and where it goes. */
import { dirname } from 'node:path';
import { nativeFolder } from '../../src/tensor/native/library';
import { tfjsNode } from './binding';
import { cudaRequirements } from './cuda';
import { formatBytes } from './format-bytes';
import { pinOf } from './pins';
import type { Machine } from './requirements';
import { say } from './shell';
import type { Wanted } from './tensorflow-library';
import { findWheels, type Wheel } from './wheels';

const UNCHECKED = ', taken as pip gives it: not checked by a sha256';

export interface Missing {
  /** The TensorFlow library. */
  readonly tensorflow: boolean;
  /** The CUDA libraries. */
  readonly cuda: boolean;
}

/** "tensorflow-cpu 2.21.0, 274 MB" */
function listed(wheels: readonly Wheel[]): string {
  const names = wheels.map(({ requirement, version }) => `${/^[\w.-]+/.exec(requirement)![0]} ${version!}`);
  const bytes = wheels.reduce((sum, wheel) => sum + (wheel.bytes ?? NaN), 0);
  return `${names.join(', ')}: ${Number.isNaN(bytes) ? 'size unknown' : formatBytes(bytes)}`;
}

/** What the CUDA libraries of a wheel come to. @param requires its `Requires-Dist` lines, null if not yet known */
function cudaLine({ python, target }: Machine, requires: readonly string[] | null): string {
  const wheels = requires === null ? null : findWheels(python, target, cudaRequirements(requires));
  return wheels === null ? 'the CUDA libraries that it names: size unknown' : listed(wheels);
}

/** One line for each download. @throws InputError if there is no such wheel */
function downloads({ variant, wheel }: Wanted, missing: Missing, machine: Machine): string[] {
  if (variant === 'official') return ['the library of tfjs-node: size unknown'];
  if (wheel === null || !(missing.tensorflow || missing.cuda)) return [];
  const found = findWheels(machine.python, machine.target, [wheel], { withRequirements: missing.cuda });
  const checked =
    pinOf(wheel, machine.target) === undefined ? UNCHECKED : ', checked by the sha256 that is known here';
  return [
    ...(missing.tensorflow ? [`${found === null ? `${wheel}: size unknown` : listed(found)}${checked}`] : []),
    ...(missing.cuda ? [`${cudaLine(machine, found?.[0]?.requires ?? null)}${UNCHECKED}`] : []),
  ];
}

/** @throws InputError if there is no such wheel */
export function announce(wanted: Wanted, missing: Missing, machine: Machine): void {
  say(`native TensorFlow for Node ${process.version}: ${wanted.title}`);
  if (wanted.variant === 'gpu' && !missing.cuda)
    say('  has its CUDA libraries, on this machine or in the cache');
  for (const line of downloads(wanted, missing, machine)) say(`  downloads ${line}`);
  const { wheel, library } = wanted;
  if (wheel !== null) say(`  keeps the library in ${dirname(library)}, for every checkout`);
  say(`  builds the binding, tfjs-node ${tfjsNode} (some 60 MB from npm), in ${nativeFolder()}`);
}
