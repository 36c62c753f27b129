import fc from 'fast-check';
import { ByteWriter } from '../../src/core/byte-writer';

function written(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter(4);
  write(out);
  return out.written().toString();
}

it.each([
  [0, '0'],
  [-0, '0'],
  [1, '1'],
  [-12.5, '-12.5'],
  [0.1, '0.1'],
  [1 / 3, '0.333333333'],
  [2 / 3, '0.666666667'],
  [123_456_789, '123456789'],
  [99_999.99999999, '100000'],
  [0.00001, '0.00001'],
  [1e9, '1000000000'],
  [1.5e-7, '1.5e-7'],
  [3e38, '3e+38'],
])('writes %p as %s', (value, text) => {
  expect(written((out) => out.number(value))).toBe(text);
});

it('gives back every number of single precision', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = written((out) => out.number(value));
      expect(Math.fround(Number(text))).toBe(value + 0);
    }),
    { numRuns: 2000 },
  );
});

it('writes whole numbers as they are', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(written((out) => out.whole(value))).toBe(String(value));
    }),
  );
});

it('puts parts one behind the other, and begins anew', () => {
  const out = new ByteWriter(1);
  out.text('Zürich');
  out.byte(0x2c);
  out.bytes(Buffer.from('abcdef'), 2, 4);
  expect(out.written().toString()).toBe('Zürich,cd');
  out.clear();
  out.whole(7);
  expect(out.written().toString()).toBe('7');
  expect(out.length).toBe(1);
});
