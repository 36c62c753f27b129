/** One log in several files, by a pattern; and files that are not what they should be. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { NameColumn, NumberColumn } from '../../../src/dataset/read/columns';
import { filesOf } from '../../../src/dataset/read/files-of';
import { readTable, tablePlace } from '../../../src/dataset/read/read-table';
import { readHeader, sampleColumns } from '../../../src/dataset/read/sample';
import { inputError } from '../../support/input-error';
import { writeParquet } from '../../support/parquet-file';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

describe('several files', () => {
  const first = 'id,x\na,1\n\nb,2\n';
  const second = 'y;x;id\n0;3;c\n0;4;a\n';

  it('are one log, with the place of each row', async () => {
    const paths = [file('1.csv', first), file('2.csv.gz', gzipSync(second))];
    paths.push(await writeParquet(file('3.parquet'), "SELECT 5 AS x, 'd' AS id"));
    const [id, x] = [new NameColumn('id'), new NumberColumn('x')];
    const heard: number[] = [];
    const table = await readTable(paths, [id, x], { onProgress: (rows) => heard.push(rows) });
    expect(table.rows).toBe(5);
    expect([...x.values()]).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(id.codes(), (code) => id.names()[code])).toEqual(['a', 'b', 'c', 'a', 'd']);
    expect(table.lines).toEqual(Int32Array.of(2, 4, 2, 3, 1));
    expect(table.fileOf).toEqual(Int32Array.of(0, 0, 1, 1, 2));
    expect([1, 3, 4].map((row) => tablePlace(table, row))).toEqual([
      `${paths[0]!}:4`,
      `${paths[1]!}:3`,
      `${paths[2]!} row 1`,
    ]);
    expect(heard).toEqual([2, 4, 5]);
  });

  it('are known by the hash of their hashes, one by its own', async () => {
    const paths = [file('1.csv', first), file('2.csv', second)];
    const several = await readTable(paths, [new NumberColumn('x')]);
    expect(several.dataHash).toBe(sha256(sha256(first) + sha256(second)));
    const one = await readTable(paths.slice(0, 1), [new NumberColumn('x')]);
    expect(one).toMatchObject({ dataHash: sha256(first), fileOf: null, rows: 2 });
    expect(tablePlace(one, 1)).toBe(`${paths[0]!}:4`);
  });

  it('must each have the columns', async () => {
    const paths = [file('1.csv', first), file('2.csv', 'x,y\n1,2\n')];
    await expect(readTable(paths, [new NameColumn('id')])).rejects.toThrow(
      inputError(`${paths[1]!}:1 id: expected a column of this name, got columns "x", "y"`),
    );
    await expect(readTable([], [])).rejects.toThrow(RangeError);
  });
});

describe('a pattern', () => {
  it('names files by their names, sorted, of folders too', async () => {
    mkdirSync(file('logs/old'), { recursive: true });
    const names = ['logs/b.csv', 'logs/a.csv', 'logs/old/c.csv', 'logs/d.txt', 'logs/[1].csv'];
    for (const name of names) file(name, 'x\n1\n');
    const paths = (...found: readonly string[]) => found.map((name) => file(name));
    expect(await filesOf(file('logs/?.csv'))).toEqual(paths('logs/a.csv', 'logs/b.csv'));
    expect(await filesOf(file('logs/[b-z].*'))).toEqual(paths('logs/b.csv', 'logs/d.txt'));
    expect(await filesOf(file('logs/**/*.csv'))).toEqual(
      paths('logs/[1].csv', 'logs/a.csv', 'logs/b.csv', 'logs/old/c.csv'),
    );
    expect(await filesOf(file('logs/[1].csv'))).toEqual(paths('logs/[1].csv'));
    expect(await filesOf('data/sales-channel/*.csv')).toEqual([
      'data/sales-channel/contacts.csv',
      'data/sales-channel/prepared.csv',
    ]);
  });

  it('that names none is said to', async () => {
    const pattern = file('none-*.csv');
    await expect(filesOf(pattern)).rejects.toThrow(
      inputError(`${pattern}: expected a file of such a name, found none`),
    );
    expect(await filesOf(file('none.csv'))).toEqual([file('none.csv')]);
  });
});

describe('a file is refused that', () => {
  const read = (path: string) => readTable([path], [new NumberColumn('x')]);

  it.each<[what: string, path: () => string, message: string]>([
    ['is a folder', () => dirname(file('x')), ': cannot read: it is a folder'],
    ['is not there', () => file('absent.csv'), ': cannot read: no such file or folder'],
    ['is empty', () => file('empty.csv', ''), ':1: expected a line of column names, got an empty file'],
    [
      'is half of a gzip file',
      () => file('half.csv.gz', gzipSync('x\n1\n2\n').subarray(0, 22)),
      ': expected a whole gzip file, got unexpected end of file',
    ],
  ])('%s', async (_, path, message) => {
    await expect(read(path())).rejects.toThrow(inputError(`${path()}${message}`));
  });

  it('grows while it is read', async () => {
    const path = file('growing.csv', `x\n${'1\n'.repeat(10_000)}`);
    const onProgress = () => appendFileSync(path, '2\n');
    await expect(readTable([path], [new NumberColumn('x')], { onProgress })).rejects.toThrow(
      inputError(`${path}: expected a file at rest, it changed while it was read: 20002 bytes became 20004`),
    );
  });

  it('is written over while it is read', async () => {
    const path = file('written.csv', `x\n${'1\n'.repeat(10_000)}`);
    const onProgress = () => utimesSync(path, 1, 1);
    await expect(readTable([path], [new NumberColumn('x')], { onProgress })).rejects.toThrow(
      inputError(`${path}: expected a file at rest, it changed while it was read: it was written to`),
    );
  });
});

describe('a sample', () => {
  it('is refused where nothing can be read', async () => {
    await expect(readHeader(file('empty.csv', ''))).rejects.toThrow(':1: expected a line of column names');
    await expect(readHeader(file('absent.csv'))).rejects.toThrow('cannot read: no such file or folder');
  });

  it('needs no row', async () => {
    expect(await sampleColumns(file('header.csv', 'a,b\n'), { rows: 0 })).toHaveLength(2);
  });

  it('is the first rows of a file, by the separator that finds most columns', async () => {
    const path = file('sample.csv', '\ufeffid; x ;note\n\na;1;"b, c"\n;2;\nlast;3;4\n');
    expect(await readHeader(path)).toEqual(['id', 'x', 'note']);
    expect(await sampleColumns(path, { rows: 2 })).toEqual([
      { name: 'id', type: null, cells: ['a', ''] },
      { name: 'x', type: null, cells: ['1', '2'] },
      { name: 'note', type: null, cells: ['b, c', ''] },
    ]);
    expect(await readHeader(path, { separator: '|' })).toEqual(['id; x ;note']);
  });
});
