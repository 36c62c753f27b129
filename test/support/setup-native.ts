/** setup-native of a copy of the compiled package: what it makes and removes is the copy's own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

export interface PackageCopy {
  readonly root: string;
  /** Where it keeps libraries. */
  readonly cache: string;
  /** Runs the script on a machine that has these programs and no others. */
  run(args: readonly string[], programs?: Programs): { code: number; stdout: string; stderr: string };
  remove(): void;
}

/** What each program does, as a shell script; without one it succeeds. */
export type Programs = Readonly<Record<string, string>>;

/** A Python that tells these versions of itself and its pip; none of pip's is no pip. */
export function python(version: string, pip = ''): string {
  return `case "$*" in *pip*) echo "${pip === '' ? '' : `pip ${pip} from here`}";; *) echo "${version}";; esac`;
}

/** Whatever a set-up looks for on the machine. */
export const TOOLS: Programs = { python3: python('3.11.2', '23.0.1'), 'g++': '', make: '' };

/** A folder of programs, to be the whole PATH. */
function programFolder(root: string, programs: Programs): string {
  const folder = join(root, 'bin');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

export function copyPackage(): PackageCopy {
  const root = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  const cache = join(root, 'cache');
  for (const path of ['package.json', 'dist/src', 'dist/scripts', 'scripts/setup-native/package'])
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return {
    root,
    cache,
    run: (args, programs = {}) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, 'dist/scripts/setup-native.js'), ...args],
        {
          cwd: root,
          env: { PATH: programFolder(root, programs), CONTACT_DQN_CACHE: cache },
          encoding: 'utf8',
          timeout: 20_000,
        },
      );
      return { code: status!, stdout, stderr };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
