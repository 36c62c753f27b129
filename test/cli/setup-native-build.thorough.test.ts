/** Whole set-ups, with packages of our own making in place of those of npm, and the CPU's kernels as the library. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyPackage, TOOLS, type PackageCopy } from '../support/setup-native';

const TFJS_NODE = '@tensorflow/tfjs-node/index.js';
const PRE_GYP = '@mapbox/node-pre-gyp/bin/node-pre-gyp';
/** A binding that works, of a library of this version. */
function working(version: string): string {
  return `
    const tf = require('@tensorflow/tfjs');
    const { MathBackendCPU } = require('@tensorflow/tfjs-backend-cpu');
    const native = { isUsingGpuDevice: false, binding: { TF_Version: '${version}' } };
    tf.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), native));
    tf.copyRegisteredKernels('cpu', 'tensorflow');`;
}

let copy: PackageCopy;
let native: string;
/** The first set-up's answer. */
let made: ReturnType<PackageCopy['run']>;

/** What a set-up makes, and the packages that it finds; beside them, what both were after the first one. */
const PARTS = ['.native', 'packages'];
const kept = (name: string) => join(copy.root, 'first', name);

beforeAll(() => {
  copy = copyPackage();
  native = join(copy.root, '.native');
  for (const library of ['library', 'other']) {
    for (const file of [
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2',
      'include/tensorflow/c/c_api.h',
    ])
      write(join(copy.root, library, 'tensorflow', file), '');
  }
  write(join(copy.root, 'packages/node_modules/node-gyp/bin/node-gyp.js'), '');
  made = setUp({ [TFJS_NODE]: working('2.98.0'), [PRE_GYP]: '' });
  for (const name of PARTS) cpSync(join(copy.root, name), kept(name), { recursive: true });
});

// Every test begins where the first set-up ended.
beforeEach(() => {
  for (const name of PARTS) {
    rmSync(join(copy.root, name), { recursive: true });
    cpSync(kept(name), join(copy.root, name), { recursive: true });
  }
});

afterAll(() => copy.remove());

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** Sets up with these packages, for the library in a folder. */
function setUp(
  packages: Readonly<Record<string, string>>,
  library = 'library',
): ReturnType<PackageCopy['run']> {
  for (const [file, text] of Object.entries(packages))
    write(join(copy.root, 'packages/node_modules', file), text);
  const npm = `exec /bin/cp -r ${join(copy.root, 'packages/node_modules')} .`;
  return copy.run(['--from', join(copy.root, library)], { ...TOOLS, npm });
}

function recorded(): unknown {
  return (JSON.parse(readFileSync(join(native, 'setup.json'), 'utf8')) as { tensorflow: string }).tensorflow;
}

it('puts a binding to use that was built and proven, and leaves nothing beside it', () => {
  const { code, stdout } = made;
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^native TensorFlow 2\.98\.0 works: CPU, native, proven by a training step/),
  ]);
  expect(recorded()).toBe('2.98.0');
  expect(['.native.partial', '.native.old'].filter((name) => existsSync(join(copy.root, name)))).toEqual([]);
});

it('takes the place of the binding of another library', () => {
  setUp({ [TFJS_NODE]: working('2.99.0') }, 'other');
  expect(recorded()).toBe('2.99.0');
});

it.each([
  ['its build fails', 2, { [TFJS_NODE]: working('2.99.0'), [PRE_GYP]: 'process.exit(1)' }],
  ['its proof fails', 3, { [TFJS_NODE]: 'throw new Error("no such symbol")' }],
])('leaves the binding that works where a new one is wanted and %s', (_what, code, packages) => {
  expect(setUp(packages, 'other')).toMatchObject({ code, stdout: '' });
  expect(setUp({}).stdout).toBe(
    'native TensorFlow 2.98.0 is set up and trains (CPU, native): nothing to do\n',
  );
});

it('completes a record that says that the version is not yet known', () => {
  const file = join(native, 'setup.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('2.98.0', 'not yet known'));
  expect(setUp({}).stdout).toMatch(/nothing to do$/m);
  expect(recorded()).toBe('2.98.0');
});

it('builds anew what does not work any more', () => {
  rmSync(join(native, 'node_modules', TFJS_NODE));
  expect(setUp({ [TFJS_NODE]: working('2.99.0') }).code).toBe(0);
  expect(recorded()).toBe('2.99.0');
});
