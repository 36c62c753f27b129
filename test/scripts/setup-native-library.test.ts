import { InputError } from '../../src/core/errors';
import { pinOf } from '../../scripts/setup-native/pins';
import { isAtLeast, type Target } from '../../scripts/setup-native/requirements';
import { TENSORFLOW, wantedLibrary } from '../../scripts/setup-native/tensorflow-library';

function wheel(gpu: boolean, machine: Target['machine']): string {
  const flags = { gpu, tensorflow: TENSORFLOW, official: false };
  return wantedLibrary(flags, { machine, glibcMinor: 36 }).wheel!;
}

it.each([
  ['tensorflow-cpu', false, 'x86_64'],
  ['tensorflow', true, 'x86_64'],
  ['tensorflow', false, 'aarch64'],
] as const)(
  'knows the sha256 of %s as it is set up without --tensorflow (CUDA %s, %s)',
  (name, gpu, machine) => {
    expect(wheel(gpu, machine)).toBe(`${name}==${TENSORFLOW}`);
    expect(pinOf(wheel(gpu, machine), { machine })).toMatch(/^[0-9a-f]{64}$/);
  },
);

it('refuses a cache that make cannot take', () => {
  const before = process.env.CONTACT_DQN_CACHE;
  process.env.CONTACT_DQN_CACHE = '/data/my caches';
  try {
    expect(() => wheel(false, 'x86_64')).toThrow(
      new InputError(
        'cache /data/my caches: the build takes no path with " " in it: choose another folder by CONTACT_DQN_CACHE',
      ),
    );
  } finally {
    if (before === undefined) delete process.env.CONTACT_DQN_CACHE;
    else process.env.CONTACT_DQN_CACHE = before;
  }
});

it.each([
  ['3.8.0', '3.8', true],
  ['3.10.1', '3.8', true],
  ['3.7.17', '3.8', false],
  ['20.3b1', '20.3', true],
  ['20.2.4', '20.3', false],
  ['19.9', '20.3', false],
  ['26.0', '20.3', true],
])('orders versions by number: %s is at least %s: %s', (version, needed, expected) => {
  expect(isAtLeast(version, needed)).toBe(expected);
});
