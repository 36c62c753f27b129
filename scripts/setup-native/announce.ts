/** Says before anything is downloaded what it will be, how big it is and where it goes. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { nativeFolder } from '../../src/tensor/native/library';
import { tfjsNode } from './binding';
import { cudaFolder, cudaRequirements, machineHasCuda } from './cuda';
import { formatBytes } from './format-bytes';
import type { Target } from './requirements';
import { say } from './shell';
import type { Wanted } from './tensorflow-library';
import { findWheels, type Wheel } from './wheels';

/** "tensorflow-cpu 2.21.0, 274 MB" */
function listed(wheels: readonly Wheel[]): string {
  const names = wheels.map(({ requirement, version }) => `${/^[\w.-]+/.exec(requirement)![0]} ${version!}`);
  const bytes = wheels.reduce((sum, wheel) => sum + (wheel.bytes ?? NaN), 0);
  return `${names.join(', ')}: ${Number.isNaN(bytes) ? 'size unknown' : formatBytes(bytes)}`;
}

/** What the CUDA libraries of a wheel come to. @param requires its `Requires-Dist` lines, null if not yet known */
function cudaLine(python: string, target: Target, requires: readonly string[] | null): string {
  const wheels = requires === null ? null : findWheels(python, target, cudaRequirements(requires));
  return wheels === null ? 'the CUDA libraries that it names: size unknown' : listed(wheels);
}

/** One line for each download. @throws InputError if there is no such wheel */
function downloads({ variant, wheel, library }: Wanted, python: string, target: Target): string[] {
  if (wheel === null) return variant === 'official' ? ['the library of tfjs-node: size unknown'] : [];
  const withRequirements = variant === 'gpu';
  const found = findWheels(python, target, [wheel], { withRequirements });
  const lines = existsSync(library) ? [] : [found === null ? `${wheel}: size unknown` : listed(found)];
  if (variant !== 'gpu' || existsSync(cudaFolder(library))) return lines;
  if (machineHasCuda()) say('the CUDA libraries of this machine open and will be used');
  else lines.push(cudaLine(python, target, found?.[0]?.requires ?? null));
  return lines;
}

/** @throws InputError if there is no such wheel */
export function announce(wanted: Wanted, python: string, target: Target): void {
  say(`native TensorFlow for Node ${process.version}: ${wanted.title}`);
  for (const line of downloads(wanted, python, target)) say(`  downloads ${line}`);
  if (wanted.wheel !== null) say(`  keeps the library in ${dirname(wanted.library)}, for every checkout`);
  say(`  builds the binding, tfjs-node ${tfjsNode} from npm, in ${nativeFolder()}`);
}
