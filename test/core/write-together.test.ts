/** Several files at once: all new, or all as they were. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { writeTogether } from '../../src/core/files';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

const filesIn = (folder: string) => ({ a: join(folder, 'a.txt'), b: join(folder, 'b.txt') });

/** Writes both files, and then does something else. */
function writing<Result>(then: () => Result) {
  return (names: { a: string; b: string }) => {
    writeFileSync(names.a, 'new a');
    writeFileSync(names.b, 'new b');
    return Promise.resolve().then(then);
  };
}

const fail = () => {
  throw new RangeError('no luck');
};

it('writes into a new folder, and passes on what was said', async () => {
  const folder = join(freshFolder(), 'new/folder');
  expect(
    await writeTogether(
      folder,
      filesIn(folder),
      writing(() => 7),
    ),
  ).toBe(7);
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'b.txt']);
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('new b');
});

it.each([
  ['stopped', () => null],
  ['failed', fail],
])('leaves what was there, and no new folder, where it was %s', async (_, end) => {
  const old = freshFolder();
  writeFileSync(join(old, 'a.txt'), 'old a');
  const above = freshFolder();
  const folders = [old, join(above, 'new/folder')];
  for (const folder of folders) {
    const written = writeTogether(folder, filesIn(folder), writing(end));
    if (end === fail) await expect(written).rejects.toThrow(new RangeError('no luck'));
    else expect(await written).toBeNull();
  }
  expect(readdirSync(old)).toEqual(['a.txt']);
  expect(readFileSync(join(old, 'a.txt'), 'utf8')).toBe('old a');
  expect(readdirSync(above)).toEqual([]);
});

it('replaces nothing where one of the names is a folder', async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'a.txt'), 'old a');
  mkdirSync(join(folder, 'b.txt'));
  const written = writeTogether(
    folder,
    filesIn(folder),
    writing(() => 7),
  );
  await expect(written).rejects.toThrow(`${join(folder, 'b.txt')}: cannot write: it is a folder`);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old a');
});

it('leaves a new folder to whoever has put something into it meanwhile', async () => {
  const folder = join(freshFolder(), 'new');
  const stopped = writing(() => {
    writeFileSync(join(folder, 'other.txt'), 'mine');
    return null;
  });
  expect(await writeTogether(folder, filesIn(folder), stopped)).toBeNull();
  expect(readdirSync(folder)).toEqual(['other.txt']);
});

it('says in one line that a part of the path is a file', async () => {
  const file = join(freshFolder(), 'file');
  writeFileSync(file, '');
  const folder = join(file, 'folder');
  await expect(
    writeTogether(
      folder,
      filesIn(folder),
      writing(() => 7),
    ),
  ).rejects.toThrow(InputError);
  expect(existsSync(folder)).toBe(false);
});
