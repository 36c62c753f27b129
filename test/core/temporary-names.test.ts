/** What killed processes leave behind goes, and nothing else. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeFileAtomically, writeTogether } from '../../src/core/files';
import { systemProcesses, type Processes } from '../../src/core/processes';
import { removeAbandoned, TEMPORARY, temporaryName } from '../../src/core/temporary-names';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

/** Numbers of a process that has ended, and of one that runs. */
const dead = spawnSync(process.execPath, ['--version']).pid;
const living = process.ppid;

/** The name that another process of this machine would have made. */
function nameOf(path: string, pid: number, started = systemProcesses.find(pid)?.started ?? '7'): string {
  const own = systemProcesses.find(process.pid)?.started ?? '0';
  return temporaryName(path).replace(`-${process.pid}-${own}-`, `-${pid}-${started}-`);
}

it('gives another name each time, beside what is written', () => {
  const [one, other] = [temporaryName('/a/b.csv'), temporaryName('/a/b.csv')];
  expect(one).not.toBe(other);
  expect(one.replace(TEMPORARY, '')).toBe('/a/b.csv');
  expect('/a/b.csv.0123abcd-7.tmp'.replace(TEMPORARY, '')).toBe('/a/b.csv');
});

it.each([
  [
    'one file',
    (path: string) => {
      writeFileAtomically(path, 'new');
      return Promise.resolve(true);
    },
  ],
  [
    'several files',
    (path: string) =>
      writeTogether(join(path, '..'), { path }, (names) => {
        writeFileSync(names.path, 'new');
        return Promise.resolve(true);
      }),
  ],
])('goes where %s are written next', async (_, write) => {
  const folder = freshFolder();
  const path = join(folder, 'a.csv');
  const leftovers = [nameOf(path, dead), `${nameOf(path, dead)}.csv`];
  for (const file of leftovers) writeFileSync(file, 'half');
  mkdirSync(nameOf(path, dead));
  const kept = [nameOf(path, living), nameOf(join(folder, 'a'), dead), nameOf(`${path}.json`, dead)];
  for (const file of kept) writeFileSync(file, 'half');
  await write(path);
  expect(readdirSync(folder).toSorted()).toEqual(['a.csv', ...kept.map((file) => basename(file))].toSorted());
  expect(readFileSync(path, 'utf8')).toBe('new');
});

it('is not taken for gone because another machine, or another container, knows the number', () => {
  const folder = freshFolder();
  const path = join(folder, 'a.csv');
  writeFileSync(nameOf(path, dead), 'half');
  const elsewhere: Processes = { ...systemProcesses, place: 'elsewhere' };
  removeAbandoned(path, elsewhere);
  expect(readdirSync(folder)).toHaveLength(1);
  removeAbandoned(path);
  expect(readdirSync(folder)).toEqual([]);
});

it('is of a process that is gone where its number is another’s by now', () => {
  const folder = freshFolder();
  const path = join(folder, 'a.csv');
  const find = (started: string | null): Processes => ({ ...systemProcesses, find: () => ({ started }) });
  writeFileSync(nameOf(path, dead, '7'), 'half');
  for (const started of ['7', null]) removeAbandoned(path, find(started));
  expect(readdirSync(folder)).toHaveLength(1);
  removeAbandoned(path, find('8'));
  expect(readdirSync(folder)).toEqual([]);
});

it('is left alone where a place is less than machine, start and container, but for old files of other systems', () => {
  const folder = freshFolder();
  const path = join(folder, 'a.csv');
  const file = nameOf(path, dead);
  writeFileSync(file, 'half');
  const removed = (placeKnown: Processes['placeKnown'], hours: number) => {
    const then = Date.now() / 1000 - hours * 3600;
    utimesSync(file, then, then);
    removeAbandoned(path, { ...systemProcesses, placeKnown });
    return readdirSync(folder).length === 0;
  };
  expect([removed('part', 1), removed('part', 48), removed('host', 23), removed('host', 25)]).toEqual([
    ...[false, false, false, true],
  ]);
});
