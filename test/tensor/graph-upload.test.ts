import { offBoundary } from '../../src/tensor/graph/upload';

it.each([
  ['float32', Float32Array.of(1.5, -2, 3)],
  ['int32', Int32Array.of(1, -2, 3)],
  ['bool', Uint8Array.of(1, 0, 1)],
])('%s numbers are copied beside every 64-byte boundary', (_type, values) => {
  const copy = offBoundary(values) as typeof values;
  expect(copy).toEqual(values);
  expect(copy.buffer).not.toBe(values.buffer);
  // Memory of an array buffer begins at a multiple of 64 or of 8; either way the copy does not.
  expect(copy.byteOffset % 8).toBe(4);
});

it('what is no typed array stays as it is', () => {
  const values = [1, 2];
  expect(offBoundary(values)).toBe(values);
});
