import fs, { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SavedState } from '../../src/core/saved-state';
import { CheckpointFiles } from '../../src/store/checkpoint-files';
import { bits } from '../support/bits';
import { inputError } from '../support/input-error';
import { killAtCall } from '../support/kill';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();
afterEach(() => jest.restoreAllMocks());

const FIRST: SavedState = { step: 1, weights: Float32Array.of(1, -0, NaN), agent: { epsilon: -0 } };
const SECOND: SavedState = { step: 2, weights: Float32Array.of(2, 3, 4), agent: { epsilon: NaN } };

/** A folder that holds the first checkpoint. */
function savedFolder(): string {
  const folder = join(freshFolder(), 'checkpoint');
  new CheckpointFiles(folder).save(1000, FIRST);
  return folder;
}

/** A disk that takes and gives a few bytes at a time, as it may. */
function atMostFiveBytesACall(name: 'writeSync' | 'readSync'): void {
  type Transfer = (handle: number, bytes: Buffer, start?: number, length?: number, at?: number) => number;
  const original = fs[name] as Transfer;
  const short: Transfer = (handle, bytes, start = 0, length = bytes.length - start, at) =>
    original(handle, bytes, start, Math.min(length, 5), at);
  jest.spyOn(fs, name).mockImplementation(short as never);
}

describe('checkpoint files', () => {
  it('are none before the first save', () => {
    expect(new CheckpointFiles(join(freshFolder(), 'checkpoint')).load()).toBeNull();
  });

  it('give the last state back, bit by bit, to another process', () => {
    const folder = savedFolder();
    const store = new CheckpointFiles(folder);
    store.save(2000, SECOND);
    const loaded = new CheckpointFiles(folder).load();
    expect(loaded?.environmentSteps).toBe(2000);
    expect(bits(loaded?.state)).toBe(bits(SECOND));
  });

  it('are one pair and its name, however often was saved, also at the same step', () => {
    const folder = savedFolder();
    const store = new CheckpointFiles(folder);
    for (let save = 0; save < 3; save += 1) store.save(2000, SECOND);
    expect(readdirSync(folder).sort()).toEqual(['2000-4.bin', '2000-4.json', 'latest.json']);
  });

  it('hold arrays little endian', () => {
    const folder = savedFolder();
    expect(readFileSync(join(folder, '1000-1.bin')).readFloatLE(0)).toBe(1);
  });

  it('are complete also where the disk takes and gives a few bytes at a time', () => {
    const folder = join(freshFolder(), 'checkpoint');
    atMostFiveBytesACall('writeSync');
    atMostFiveBytesACall('readSync');
    const store = new CheckpointFiles(folder);
    store.save(1, FIRST);
    expect(bits(store.load()?.state)).toBe(bits(FIRST));
  });
});

describe('a process killed while it saves', () => {
  it('leaves the previous or the new checkpoint, at whatever call it dies', () => {
    const first = savedFolder();
    const found: number[] = [];
    for (let call = 1, killed = true; killed; call += 1) {
      const folder = join(freshFolder(), 'checkpoint');
      cpSync(first, folder, { recursive: true });
      const revive = killAtCall(call);
      try {
        new CheckpointFiles(folder).save(2000, SECOND);
      } catch {
        // dead
      }
      killed = revive();
      const loaded = new CheckpointFiles(folder).load()!;
      expect(bits(loaded.state)).toBe(bits(loaded.environmentSteps === 1000 ? FIRST : SECOND));
      found.push(loaded.environmentSteps);
      new CheckpointFiles(folder).save(3000, FIRST); // and what it left behind is cleared away by the next save
      expect(readdirSync(folder).filter((name) => !name.startsWith('3000-'))).toEqual(['latest.json']);
    }
    expect(new Set(found)).toEqual(new Set([1000, 2000]));
    expect(found).toEqual([...found].sort((a, b) => a - b)); // once the new one is complete it stays
  });

  it('leaves none at the first save, or the first', () => {
    for (let call = 1, killed = true; killed; call += 1) {
      const folder = join(freshFolder(), 'checkpoint');
      const revive = killAtCall(call);
      try {
        new CheckpointFiles(folder).save(1000, FIRST);
      } catch {
        // dead
      }
      killed = revive();
      expect([bits(null), bits({ environmentSteps: 1000, state: FIRST })]).toContain(
        bits(new CheckpointFiles(folder).load()),
      );
    }
  });
});

describe('a checkpoint that cannot be written', () => {
  it('names the file, and leaves the previous one and nothing else', () => {
    const folder = savedFolder();
    jest.spyOn(fs, 'fsyncSync').mockImplementation(() => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    });
    expect(() => new CheckpointFiles(folder).save(2000, SECOND)).toThrow(
      inputError(`${folder}/2000-2.bin: cannot write: no space left on the device`),
    );
    jest.restoreAllMocks();
    expect(new CheckpointFiles(folder).load()?.environmentSteps).toBe(1000);
    expect(readdirSync(folder).sort()).toEqual(['1000-1.bin', '1000-1.json', 'latest.json']);
  });

  it('names the folder that cannot be made', () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    expect(() => new CheckpointFiles(file).save(1, FIRST)).toThrow(
      inputError(`${file}: cannot make the folder: it exists and is not a folder`),
    );
  });

  it('is complete where folders cannot be synced', () => {
    const folder = join(freshFolder(), 'checkpoint');
    const { openSync } = fs;
    jest.spyOn(fs, 'openSync').mockImplementation((path, flags, mode) => {
      if (path === folder) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      return openSync(path, flags, mode);
    });
    const store = new CheckpointFiles(folder);
    store.save(1, FIRST);
    expect(store.load()?.environmentSteps).toBe(1);
  });
});

describe('a damaged checkpoint', () => {
  const flip = (path: string) => {
    const bytes = readFileSync(path);
    bytes[5] = bytes[5]! ^ 1;
    writeFileSync(path, bytes);
  };
  const edit = (path: string, from: string, to: string) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));

  it.each<[string, string, (path: string) => void, RegExp]>([
    [
      'a bit of the arrays is wrong',
      '1000-1.bin',
      flip,
      /the checkpoint is damaged: expected sha-256 \w{64}, got/,
    ],
    ['the arrays are cut short', '1000-1.bin', (path) => truncateSync(path, 4), /the checkpoint is damaged/],
    ['the arrays are gone', '1000-1.bin', (path) => rmSync(path), /cannot read: no such file or folder$/],
    ['a bit of the state is wrong', '1000-1.json', flip, /the checkpoint is damaged/],
    ['the state is gone', '1000-1.json', (path) => rmSync(path), /cannot read: no such file or folder$/],
    ['latest.json is cut short', 'latest.json', (path) => truncateSync(path, 9), /expected JSON/],
    [
      'it is of a later version',
      'latest.json',
      (path) => edit(path, '"schemaVersion": 1', '"schemaVersion": 2'),
      /schemaVersion: expected 1, got 2$/,
    ],
    [
      'it points out of its folder',
      'latest.json',
      (path) => edit(path, '1000-1.bin', '../1000-1.bin'),
      /arrays\.name: .*got "\.\.\/1000-1\.bin"$/,
    ],
  ])('is refused by the name of the file when %s', (_name, file, damage, message) => {
    const folder = savedFolder();
    const path = join(folder, file);
    damage(path);
    const load = () => new CheckpointFiles(folder).load();
    expect(load).toThrow(expect.objectContaining({ name: 'InputError' }) as Error);
    expect(load).toThrow(message);
    expect(load).toThrow(path);
  });

  it('is refused when the file shrinks while it is read', () => {
    const folder = savedFolder();
    const { readSync } = fs;
    const weights = 3 * Float32Array.BYTES_PER_ELEMENT;
    jest
      .spyOn(fs, 'readSync')
      .mockImplementation(((handle: number, bytes: Buffer, ...rest: [number, number, number]) =>
        bytes.length === weights ? 0 : readSync(handle, bytes, ...rest)) as never);
    expect(() => new CheckpointFiles(folder).load()).toThrow(/1000-1\.bin: cannot read: Error: it ended/);
  });
});
