import { murmur3 } from '../../src/core/murmur3';

const hashOf = (text: string, seed: number) => {
  const bytes = Buffer.from(text);
  return murmur3(bytes, 0, bytes.length, seed);
};

/** Of SMHasher and of its ports: https://en.wikipedia.org/wiki/MurmurHash, https://github.com/aappleby/smhasher */
it.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['test', 0, 0xba6bd213],
  ['test', 0x9747b28c, 0x704b81dc],
  ['Hello, world!', 0, 0xc0363e43],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['abc', 0, 0xb3dd93fa],
])('makes of %j with seed %i what others make of it', (text, seed, hash) => {
  expect(hashOf(text, seed)).toBe(hash);
});

it('hashes a part as if it stood alone', () => {
  const bytes = Buffer.from('xxHello, world!yy');
  expect(murmur3(bytes, 2, 15, 0)).toBe(0xc0363e43);
});

it('spreads customers evenly, whatever the seed', () => {
  // Of 10,000 numbers 500 below .05 are expected, with a standard deviation of 21.8: five of them are 109.
  for (const seed of [0, 1, 2 ** 32 - 1]) {
    const draws = Array.from(
      { length: 10_000 },
      (_, i) => hashOf(`c${String(i).padStart(7, '0')}`, seed) / 2 ** 32,
    );
    expect(Math.abs(draws.filter((draw) => draw < 0.05).length - 500)).toBeLessThan(109);
  }
});
