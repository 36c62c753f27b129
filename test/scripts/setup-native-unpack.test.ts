import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { unpackWheels } from '../../scripts/setup-native/unpack-wheels';

const target = { machine: 'x86_64', glibcMinor: 36 } as const;
/** sha256 of 'new', which the Python below downloads. */
const NEW = '11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437';
let cache: string;
let folder: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  folder = join(cache, 'tensorflow-2.21.0');
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(cache, { recursive: true });
});

/** A Python whose pip downloads `new.whl`, if it is not there, and which unpacks a wheel to a file of its name. */
function python(whileUnpacking = ''): string {
  const script = `#!/bin/sh
    if [ "$2" = pip ]; then
      while [ "$1" != --dest ]; do shift; done
      mkdir -p "$2"; [ -e "$2/new.whl" ] || printf new > "$2/new.whl"
    else
      mkdir -p "$5"; cp "$4" "$5"
      ${whileUnpacking}
    fi`;
  const path = join(cache, 'python');
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}

function unpack(command: string, sha256?: string): string[] {
  unpackWheels(command, target, ['tensorflow==2.21.0'], { folder, sha256 });
  return readdirSync(folder).sort();
}

/** Id of a process that has ended. */
function ended(): number {
  return spawnSync('true').pid;
}

it('leaves the unpacked wheels and nothing beside them', () => {
  expect(unpack(python())).toEqual(['new.whl']);
  expect(readdirSync(cache).sort()).toEqual(['python', 'tensorflow-2.21.0']);
});

it('uses the folder of another set-up that was first', () => {
  expect(unpack(python(`mkdir ${folder}; : > ${folder}/theirs`))).toEqual(['theirs']);
  expect(readdirSync(cache).sort()).toEqual(['python', 'tensorflow-2.21.0']);
});

it('leaves the work of a set-up that still runs', () => {
  const theirs = [`${folder}.wheels-${process.ppid}`, `${folder}.partial-${process.ppid}`];
  for (const path of theirs) mkdirSync(path);
  expect(unpack(python())).toEqual(['new.whl']);
  expect(theirs.map(existsSync)).toEqual([true, true]);
});

it('takes over what an interrupted set-up has downloaded, and removes what it has half unpacked', () => {
  const [wheels, partial] = [`${folder}.wheels-${ended()}`, `${folder}.partial-${ended()}`];
  for (const path of [wheels, partial]) mkdirSync(path);
  writeFileSync(join(wheels, 'old.whl'), 'old');
  expect(unpack(python())).toEqual(['new.whl', 'old.whl']);
  expect([wheels, partial].map(existsSync)).toEqual([false, false]);
});

describe('a wheel whose sha256 is known', () => {
  it('is unpacked if it has it', () => {
    expect(unpack(python(), NEW)).toEqual(['new.whl']);
  });

  it('is refused and removed if it has another', () => {
    const known = NEW.replace('1', '2');
    expect(() => unpack(python(), known)).toThrow(
      new InputError(
        `new.whl: expected sha256 ${known}, got ${NEW}: the file is removed; --from DIR takes a TensorFlow of your own`,
      ),
    );
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(`${folder}.wheels-${process.pid}`)).toEqual([]);
  });
});
