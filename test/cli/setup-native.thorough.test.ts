import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyPackage, python, TOOLS, type PackageCopy } from '../support/setup-native';

let copy: PackageCopy;

beforeAll(() => {
  copy = copyPackage();
});

afterAll(() => copy.remove());

describe('setup-native on a machine that lacks something', () => {
  it.each([
    [
      'nothing but a compiler',
      { 'g++': '' },
      'setup:native needs pip and make: apt-get install python3-pip make (Debian, Ubuntu) or dnf install python3-pip make (RHEL, Fedora)',
    ],
    [
      'pip and make',
      { python3: python('3.11.2', '23.0.1'), make: '' },
      'setup:native needs g++: apt-get install g++ (Debian, Ubuntu) or dnf install gcc-c++ (RHEL, Fedora)',
    ],
    [
      'none of them',
      {},
      'setup:native needs pip, g++ and make: apt-get install python3-pip g++ make (Debian, Ubuntu) or dnf install python3-pip gcc-c++ make (RHEL, Fedora)',
    ],
  ])('names the packages to install where it finds %s, and leaves nothing', (_what, programs, line) => {
    expect(copy.run([], programs)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
    expect([copy.cache, join(copy.root, '.native')].filter(existsSync)).toEqual([]);
  });

  it.each([
    [
      'Python',
      { python3: python('3.6.8', '9.0.3') },
      'setup:native needs Python 3.8 or newer, got python3 3.6.8: make python3 of the PATH a newer one',
    ],
    [
      'pip',
      { python3: python('3.8.0', '20.2.4') },
      'setup:native needs pip 20.3 or newer, got 20.2.4: python3 -m pip install --user --upgrade pip',
    ],
    [
      'pip of the first Python that is new enough',
      { python3: python('3.6.8', '23.0'), python: python('3.10.1', '18.1') },
      'setup:native needs pip 20.3 or newer, got 18.1: python -m pip install --user --upgrade pip',
    ],
  ])('says in one line that %s is too old', (_what, programs, line) => {
    expect(copy.run([], { ...TOOLS, ...programs })).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
  });

  it('needs no pip where pip has nothing to download', () => {
    const { stderr } = copy.run(['--official'], { ...TOOLS, python3: python('3.8.0'), npm: 'exit 1' });
    expect(stderr).toContain('npm ci of tfjs-node 4.22.0 failed');
  });
});

/** The answer of wheels.py: one wheel of 1 MB. */
function offering(version: string): string {
  const wheel = { requirement: `tensorflow-cpu==${version}`, version, bytes: 1e6, requires: null };
  return `case "$1" in *wheels.py) echo '${JSON.stringify([wheel])}'; exit;; esac\n${python('3.11.2', '23.0.1')}`;
}

it.each([
  ['2.21.0', 'checked by the sha256 that is known here'],
  ['2.20.0', 'taken as pip gives it: not checked by a sha256'],
])('tells before the download of TensorFlow %s that it is %s', (version, words) => {
  const programs = { ...TOOLS, python3: offering(version), npm: 'exit 1' };
  expect(copy.run(['--tensorflow', version], programs).stderr).toContain(
    `  downloads tensorflow-cpu ${version}: 1 MB, ${words}\n`,
  );
});

it.each(['../elsewhere', '2.x', '>=2'])('refuses %s as a version', (version) => {
  expect(copy.run(['--tensorflow', version])).toEqual({
    code: 2,
    stdout: '',
    stderr: `--tensorflow: expected a version such as 2.21.0, got "${version}"\n`,
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

  it.each([' ', '$', ','])('refuses a path with "%s" before anything is built', (character) => {
    const files = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', 'include/tensorflow/c/c_api.h'];
    const folder = join(copy.root, `my${character}library`);
    for (const file of files) {
      mkdirSync(join(folder, 'tensorflow', file, '..'), { recursive: true });
      writeFileSync(join(folder, 'tensorflow', file), '');
    }
    expect(copy.run(['--from', folder], TOOLS)).toEqual({
      code: 2,
      stdout: '',
      stderr: `--from ${folder}/tensorflow: the build takes no path with "${character}" in it: move or copy the library\n`,
    });
  });

  it('is one source of two at most', () => {
    expect(copy.run(['--from', 'a', '--official'])).toMatchObject({
      code: 2,
      stderr: '--from and --official: choose one\n',
    });
  });
});

it('--remove leaves nothing of it, tells what it removed, and leaves what is not its own', () => {
  const mine = [
    ['.native', 'file'],
    ['.native.partial', 'file'],
    ['cache/tensorflow-cpu-2.21.0', 'tensorflow_cpu-2.21.0.dist-info'],
    ['cache/tensorflow-2.22.0rc1', 'tensorflow-2.22.0rc1.dist-info'],
    ['cache/tensorflow-2.21.0.wheels-12', 'file'],
    ['cache/tensorflow-2.21.0.partial-12', 'file'],
    ['cache/peers-0123456789ab', 'pyvenv.cfg'],
  ];
  const others = [
    ['cache/notes', 'file'],
    ['cache/tensorflow-my-thesis', 'thesis.dist-info'],
    // Its sources, as they unpack.
    ['cache/tensorflow-2.21.0', 'tensorflow'],
    ['cache/peers-review', 'pyvenv.cfg'],
    ['cache/peers-00000000feed', 'interviews'],
  ];
  for (const [folder = '', file = ''] of [...mine, ...others]) {
    mkdirSync(join(copy.root, folder), { recursive: true });
    writeFileSync(join(copy.root, folder, file), Buffer.alloc(2_000_000));
  }
  const { code, stdout } = copy.run(['--remove']);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n').sort()).toEqual(
    mine.map(([folder = '']) => `removed ${join(copy.root, folder)}, 2 MB`).sort(),
  );
  const left = [...mine, ...others].filter(([folder = '']) => existsSync(join(copy.root, folder)));
  expect(left).toEqual(others);
  expect(copy.run(['--remove']).stdout).toBe('nothing to remove\n');
});
