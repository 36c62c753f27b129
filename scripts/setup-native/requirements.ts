/** What must be on the machine before anything is downloaded, and the packages that bring what is missing. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { isInPath, runQuietly } from './shell';

/** What the library must run on. */
export interface Target {
  /** As wheels name it. */
  readonly machine: 'x86_64' | 'aarch64';
  /** Minor version of the C library, 36 for glibc 2.36: newer wheels do not load. */
  readonly glibcMinor: number;
}

/** A machine on which the binding can be built. */
export interface Machine {
  /** Command of a Python that is new enough. */
  readonly python: string;
  readonly target: Target;
}

const MACHINES: Readonly<Record<string, Target['machine']>> = { x64: 'x86_64', arm64: 'aarch64' };
const INSTEAD = 'the wasm backend, which npm ci brings, serves here';

/** @throws InputError where there is no native TensorFlow to be had */
export function supportedTarget(): Target {
  if (process.platform !== 'linux')
    throw new InputError(`setup:native works on Linux and WSL2, not on ${process.platform}: ${INSTEAD}`);
  const machine = MACHINES[process.arch];
  if (machine === undefined)
    throw new InputError(`setup:native needs an x64 or arm64 processor, not ${process.arch}: ${INSTEAD}`);
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const minor = /^2\.(\d+)/.exec(header.glibcVersionRuntime ?? '')?.[1];
  if (minor === undefined)
    throw new InputError(`setup:native needs a system with glibc, which Alpine has not: ${INSTEAD}`);
  return { machine, glibcMinor: Number(minor) };
}

interface Requirement {
  readonly name: string;
  readonly debian: string;
  readonly redHat: string;
  readonly isMet: () => boolean;
}

/** A Python of the PATH. */
interface Found {
  readonly command: string;
  readonly version: string;
}

/** node-gyp's build tool is written for it. */
const PYTHON_NEEDED = '3.8';
/** The first that takes several --platform. */
const PIP_NEEDED = '20.3';

/** Whether a version is at least another, by its two first numbers. */
export function isAtLeast(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number.parseFloat);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

/** Every Python 3 of the PATH, new enough or not. */
function pythons(): Found[] {
  const ask = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
  return ['python3', 'python'].flatMap((command) => {
    const version = runQuietly(command, ['-c', ask]).output.trim();
    return version.startsWith('3.') ? [{ command, version }] : [];
  });
}

/** Command of a Python that runs pip and the build tool. */
export function findPython(): string | null {
  return pythons().find(({ version }) => isAtLeast(version, PYTHON_NEEDED))?.command ?? null;
}

/** Version of the Python's pip; null if it has none. */
function pipVersion(python: string): string | null {
  return /^pip (\S+)/.exec(runQuietly(python, ['-m', 'pip', '--version']).output)?.[1] ?? null;
}

function hasPip(): boolean {
  const [python] = pythons();
  return python !== undefined && pipVersion(findPython() ?? python.command) !== null;
}

const python: Requirement = {
  name: 'Python 3',
  debian: 'python3',
  redHat: 'python3',
  isMet: () => pythons().length > 0,
};
const pip: Requirement = { name: 'pip', debian: 'python3-pip', redHat: 'python3-pip', isMet: hasPip };
const buildTools: readonly Requirement[] = [
  { name: 'g++', debian: 'g++', redHat: 'gcc-c++', isMet: () => isInPath('g++') },
  { name: 'make', debian: 'make', redHat: 'make', isMet: () => isInPath('make') },
];

/** "a, b and c" */
function enumerate(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** @throws InputError if what is there is too old */
function expectVersions({ download }: { readonly download: boolean }): void {
  const python = findPython();
  if (python === null) {
    const found = pythons().map(({ command, version }) => `${command} ${version}`);
    throw new InputError(
      `setup:native needs Python ${PYTHON_NEEDED} or newer, got ${enumerate(found)}: ` +
        'make python3 of the PATH a newer one',
    );
  }
  if (!download) return;
  const pip = pipVersion(python)!;
  if (!isAtLeast(pip, PIP_NEEDED))
    throw new InputError(
      `setup:native needs pip ${PIP_NEEDED} or newer, got ${pip}: ${python} -m pip install --user --upgrade pip`,
    );
}

/** @throws InputError with every missing program and the packages that bring them, or a version that is too old */
export function expectTools({ download }: { readonly download: boolean }): void {
  const missing = [download ? pip : python, ...buildTools].filter(({ isMet }) => !isMet());
  if (missing.length === 0) return expectVersions({ download });
  throw new InputError(
    `setup:native needs ${enumerate(missing.map(({ name }) => name))}: ` +
      `apt-get install ${missing.map(({ debian }) => debian).join(' ')} (Debian, Ubuntu) or ` +
      `dnf install ${missing.map(({ redHat }) => redHat).join(' ')} (RHEL, Fedora)`,
  );
}

/** The prefix whose include/node has Node's headers: that of this Node, else that of the system's packages. */
export function headersPrefix(): string | null {
  const prefixes = [dirname(dirname(process.execPath)), '/usr'];
  return prefixes.find((prefix) => existsSync(join(prefix, 'include/node/node_api.h'))) ?? null;
}
