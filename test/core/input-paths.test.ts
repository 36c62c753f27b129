import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expectNotInput } from '../../src/core/input-paths';
import { inputError } from '../support/input-error';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

/** A folder with raw.csv, and other names for it. */
function raw() {
  const folder = freshFolder();
  const file = join(folder, 'raw.csv');
  writeFileSync(file, 'State\n');
  linkSync(file, join(folder, 'hard.csv'));
  symlinkSync(file, join(folder, 'soft.csv'));
  mkdirSync(join(folder, 'sub'));
  symlinkSync(folder, join(folder, 'sub', 'up'));
  return { folder, file };
}

function check(out: string, data: string): () => void {
  return () => expectNotInput([{ flag: '--out', path: out }], [{ flag: '--data', path: data }]);
}

describe('expectNotInput', () => {
  it.each([
    ['itself', (folder: string) => join(folder, 'raw.csv')],
    ['a relative path', (folder: string) => relative(process.cwd(), join(folder, 'raw.csv'))],
    ['a path with dots', (folder: string) => `${folder}/sub/../raw.csv`],
    ['a hard link', (folder: string) => join(folder, 'hard.csv')],
    ['a symbolic link', (folder: string) => join(folder, 'soft.csv')],
    ['a link of a folder above', (folder: string) => join(folder, 'sub', 'up', 'raw.csv')],
  ])('knows an input by %s, whichever of the two goes by it', (_name, nameIn) => {
    const { folder, file } = raw();
    const other = nameIn(folder);
    expect(check(other, file)).toThrow(
      inputError(`--out ${other}: expected another file than --data ${file}, which is read`),
    );
    expect(check(file, other)).toThrow(
      inputError(`--out ${file}: expected another file than --data ${other}, which is read`),
    );
  });

  it('takes what is not there yet, and a file beside', () => {
    const { folder, file } = raw();
    writeFileSync(join(folder, 'other.csv'), '');
    expect(check(join(folder, 'new.csv'), file)).not.toThrow();
    expect(check(join(folder, 'new/raw.csv'), file)).not.toThrow();
    expect(check(join(folder, 'other.csv'), file)).not.toThrow();
  });

  it('knows an input that is not there by its resolved path', () => {
    const { folder } = raw();
    expect(check(join(folder, 'sub/up/new.csv'), join(folder, 'new.csv'))).toThrow(
      /another file than --data/,
    );
  });

  it('refuses a folder that an input lies in, at any depth, and takes one that it does not', () => {
    const { folder, file } = raw();
    expect(check(join(folder, 'sub/up'), join(folder, 'soft.csv'))).toThrow(
      inputError(
        `--out ${join(folder, 'sub/up')}: expected a folder without --data ${join(folder, 'soft.csv')}, which is read`,
      ),
    );
    expect(check(folder, join(folder, 'sub/deep/none.json'))).toThrow(/a folder without/);
    expect(check(join(folder, 'sub'), file)).not.toThrow();
  });

  it('looks at every pair', () => {
    const { folder, file } = raw();
    const outputs = ['new.csv', 'hard.csv'].map((name) => ({ flag: '--out', path: join(folder, name) }));
    const inputs = [join(folder, 'none.json'), file].map((path, i) => ({ flag: `--${i}`, path }));
    expect(() => expectNotInput(outputs, inputs)).toThrow(/hard\.csv: expected another file than --1 /);
  });
});
