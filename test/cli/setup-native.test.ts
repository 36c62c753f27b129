import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyPackage, type PackageCopy } from '../support/setup-native';

let copy: PackageCopy;

beforeAll(() => {
  copy = copyPackage();
});

afterAll(() => copy.remove());

describe('setup-native on a machine that lacks something', () => {
  it.each([
    [
      'nothing but a compiler',
      ['g++'],
      'setup:native needs pip and make: apt-get install python3-pip make (Debian, Ubuntu) or dnf install python3-pip make (RHEL, Fedora)',
    ],
    [
      'pip and make',
      ['python3', 'make'],
      'setup:native needs g++: apt-get install g++ (Debian, Ubuntu) or dnf install gcc-c++ (RHEL, Fedora)',
    ],
    [
      'none of them',
      [],
      'setup:native needs pip, g++ and make: apt-get install python3-pip g++ make (Debian, Ubuntu) or dnf install python3-pip gcc-c++ make (RHEL, Fedora)',
    ],
  ])('names the packages to install where it finds %s, and leaves nothing', (_what, programs, line) => {
    expect(copy.run([], programs)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
    expect([copy.cache, join(copy.root, '.native')].filter(existsSync)).toEqual([]);
  });
});

describe('setup-native --from', () => {
  function library(files: readonly string[]): string {
    const folder = join(copy.root, `library-${files.length}`);
    for (const file of files) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  it.each([
    ['nothing', []],
    ['a library without its headers', ['lib/libtensorflow.so.2', 'lib/libtensorflow_framework.so.2']],
  ])('refuses a folder with %s', (_what, files) => {
    const folder = library(files);
    expect(copy.run(['--from', folder])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        `--from ${folder}: expected an unpacked wheel with tensorflow/libtensorflow_cc.so.2, ` +
        'libtensorflow_framework.so.2 and include/, or a libtensorflow folder with lib/ and include/\n',
    });
  });

  it('needs Python for the build, not pip, for nothing is downloaded', () => {
    const files = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', 'include/tensorflow/c/c_api.h'];
    const folder = library(files.map((file) => `tensorflow/${file}`));
    expect(copy.run(['--from', folder]).stderr).toMatch(/^setup:native needs Python 3, g\+\+ and make: /);
  });

  it('is one source of two at most', () => {
    expect(copy.run(['--from', 'a', '--official'])).toMatchObject({
      code: 2,
      stderr: '--from and --official: choose one\n',
    });
  });
});

it('--remove leaves nothing of it, tells what it removed, and leaves what is not its own', () => {
  const mine = [join(copy.root, '.native'), join(copy.cache, 'tensorflow-cpu-2.21.0')];
  const other = join(copy.cache, 'notes');
  for (const folder of [...mine, other]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), Buffer.alloc(2_000_000));
  }
  expect(copy.run(['--remove'])).toEqual({
    code: 0,
    stdout: mine.map((folder) => `removed ${folder}, 2 MB\n`).join(''),
    stderr: '',
  });
  expect([...mine, other].filter(existsSync)).toEqual([other]);
  expect(copy.run(['--remove']).stdout).toBe('nothing to remove\n');
});
