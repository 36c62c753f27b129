import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendUnavailable } from '../../../src/tensor/backends/loader';
import { cacheFolder, loadNativePackage, readNativeSetup } from '../../../src/tensor/native/library';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const setup = { tensorflow: '2.21.0', variant: 'cpu', library: '/nowhere/tensorflow', tfjsNode: '4.22.0' };

function writeSetup(value: unknown): void {
  writeFileSync(join(folder, 'setup.json'), JSON.stringify(value));
}

/** Packages that nobody installs in this repository, so that every reason is known. */
const OTHERS = '@tensorflow/tfjs-node-gpu is not installed; @tensorflow/tfjs-node is not installed';

describe('readNativeSetup', () => {
  it('reads what setup:native wrote', () => {
    writeSetup(setup);
    expect(readNativeSetup(folder)).toEqual(setup);
  });

  it.each([
    ['is not there', () => undefined],
    ['is of another version', () => writeSetup({ ...setup, variant: 'rocm' })],
    ['is no JSON', () => writeFileSync(join(folder, 'setup.json'), '{')],
  ])('finds nothing where the file %s', (_what, prepare) => {
    prepare();
    expect(readNativeSetup(folder)).toBeNull();
  });
});

describe('loadNativePackage', () => {
  it.each([
    ['is not set up', 'is not set up: npm run setup:native', () => rmSync(folder, { recursive: true })],
    ['was interrupted', 'is not complete: run npm run setup:native again', () => undefined],
    [
      'has lost its library',
      'misses its library /nowhere/tensorflow: run npm run setup:native again',
      () => writeSetup(setup),
    ],
    [
      'has lost its packages',
      'is not installed',
      () => {
        writeSetup({ ...setup, library: folder });
      },
    ],
  ])('says what to do where .native %s', (_what, reason, prepare) => {
    prepare();
    expect(() => loadNativePackage(folder)).toThrow(new BackendUnavailable(`.native ${reason}; ${OTHERS}`));
    mkdirSync(folder, { recursive: true });
  });
});

describe('cacheFolder', () => {
  const names = ['CONTACT_DQN_CACHE', 'XDG_CACHE_HOME'] as const;
  const before = names.map((name) => [name, process.env[name]] as const);

  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it.each([
    ['what the user says', '/mine', '/caches', '/mine'],
    ['else the folder of caches', '', '/caches', '/caches/contact-dqn'],
    ['else the one in the home folder', '', '', join(homedir(), '.cache/contact-dqn')],
  ])('is %s', (_what, own, caches, expected) => {
    Object.assign(process.env, { CONTACT_DQN_CACHE: own, XDG_CACHE_HOME: caches });
    expect(cacheFolder()).toBe(expected);
  });
});
