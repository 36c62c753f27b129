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
  run(
    args: readonly string[],
    programs?: readonly string[],
  ): { code: number; stdout: string; stderr: string };
  remove(): void;
}

/** A folder of programs that all succeed, to be the whole PATH. */
function programFolder(root: string, programs: readonly string[]): string {
  const folder = join(root, 'bin');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of programs) {
    writeFileSync(join(folder, name), '#!/bin/sh\nexit 0\n');
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
    run: (args, programs = []) => {
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
