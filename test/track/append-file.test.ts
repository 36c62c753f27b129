import fs, { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppendFile } from '../../src/track/append-file';
import { inputError } from '../support/input-error';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

describe('an append file', () => {
  afterEach(() => jest.restoreAllMocks());

  it('writes over what a failed write left behind', () => {
    const file = new AppendFile(join(freshFolder(), 'file'));
    file.append(Buffer.from('one,'));
    const { writeSync } = fs;
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    jest.spyOn(fs, 'writeSync').mockImplementation(((
      handle: number,
      bytes: Buffer,
      start: number,
      _n: number,
      at: number,
    ) => {
      if (start > 0) throw full;
      return writeSync(handle, bytes, start, 2, at); // room for two more bytes only
    }) as typeof writeSync);
    expect(() => file.append(Buffer.from('XXXXXXXX'))).toThrow(
      inputError(`${file.path}: cannot write: no space left on the device`),
    );
    expect(file.length).toBe(4);
    jest.restoreAllMocks();
    file.append(Buffer.from('two'));
    expect(readFileSync(file.path, 'utf8')).toBe('one,two');
    file.close();
  });

  it('says so when the disk cannot keep what was written', () => {
    const file = new AppendFile(join(freshFolder(), 'file'));
    file.append(Buffer.from('text'));
    jest.spyOn(fs, 'fsyncSync').mockImplementation(() => {
      throw Object.assign(new Error('input/output error'), { code: 'EIO' });
    });
    expect(() => file.flush()).toThrow(inputError(`${file.path}: cannot write: EIO`));
    file.close();
  });
});
