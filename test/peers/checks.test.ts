import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks, checkEpisodeRewards, relativeDifference } from '../../scripts/peers/checks';
import { readNpy, writeNpy } from '../../scripts/peers/npy';

it('measures a difference relative to the length of the reference', () => {
  // (3, 4) has length 5; the difference (0, 0.05) has length 0.05.
  expect(relativeDifference(Float32Array.of(3, 4.05), Float32Array.of(3, 4))).toBeCloseTo(0.01, 6);
});

it('refuses parameters of another number', () => {
  expect(() => relativeDifference(new Float32Array(2), new Float32Array(3))).toThrow(
    'relativeDifference: expected 3 numbers, got 2',
  );
});

it('lets nobody pass whose episodes pay more than 3 standard errors beside ours', () => {
  const checks = new Checks();
  checkEpisodeRewards(checks, 'contact-dqn', { mean: 100, standardError: 3 });
  // The standard error of the difference is 5: 114 is 2.8 of them away, 116 is 3.2.
  checkEpisodeRewards(checks, 'numpy', { mean: 114, standardError: 4 });
  expect(() => checkEpisodeRewards(checks, 'gymnasium', { mean: 116, standardError: 4 })).toThrow(
    'in standard errors: expected at most 3, got 3.2',
  );
  expect(checks.all.map(({ contender, value }) => [contender, value])).toEqual([
    ['contact-dqn', 0],
    ['numpy', 2.8],
    ['gymnasium', 3.2],
  ]);
});

describe('NumPy files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'npy-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('come back as they were written', () => {
    const file = join(folder, 'a.npy');
    writeNpy(file, Float32Array.of(1, -2.5, 3, 4, 5, 6), [2, 3]);
    expect(readNpy(file)).toEqual({ values: Float32Array.of(1, -2.5, 3, 4, 5, 6), shape: [2, 3] });
  });

  it('begin as the format says: magic, version 1.0, a header that ends at a multiple of 64 bytes', () => {
    const file = join(folder, 'b.npy');
    writeNpy(file, Int32Array.of(7), [1]);
    const bytes = readFileSync(file);
    expect(bytes.toString('latin1', 1, 6)).toBe('NUMPY');
    expect([bytes[0], bytes[6], bytes[7]]).toEqual([0x93, 1, 0]);
    expect((10 + bytes.readUInt16LE(8)) % 64).toBe(0);
    expect(bytes.toString('latin1', 10, 70)).toBe(
      "{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }".padEnd(60),
    );
    expect(bytes.readInt32LE(10 + bytes.readUInt16LE(8))).toBe(7);
  });

  it('of other numbers are refused', () => {
    const file = join(folder, 'c.npy');
    writeNpy(file, Int32Array.of(7), [1]);
    expect(() => readNpy(file)).toThrow('expected 32-bit floats row by row');
  });
});
