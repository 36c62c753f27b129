import fs, { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { temporaryName } from '../../src/core/temporary-names';
import {
  besidePaths,
  createRunFolder,
  expectFreeFolder,
  openRunFolder,
  runAround,
  runPaths,
  seedPaths,
} from '../../src/track/run-folder';
import { inputError } from '../support/input-error';
import { useFreshFolders } from '../support/fresh-folders';
import { lockOwner, lockText } from '../support/lock-owner';

const freshFolder = useFreshFolders();
afterEach(() => jest.restoreAllMocks());

function fill(folder: string, ...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'old');
  }
}

const newRun = { overwrite: false, config: { seed: 7 }, owner: lockOwner() };

/** Every kind of file that a run writes, finished and not. */
const RUN_FILES = [
  'config.json',
  'metrics.csv',
  'rules.json',
  'events.out.tfevents.1700000000.box',
  'checkpoint/latest.json',
  'checkpoint/1000-1.json',
  'checkpoint/1000-1.bin',
  'model/model.json',
  'model/weights.bin',
  'model/manifest.json',
  'model.previous/model.json',
  'report.json',
  'report.md',
  'report.html',
  'seeds/3/config.json',
  'seeds/3/model/weights.bin',
  'without-enriched/checkpoint/latest.json',
  'without-enriched/model/weights.bin',
  temporaryName('report.html'),
  temporaryName('training.lock'),
  temporaryName(`${temporaryName('model')}/weights.bin`),
];

describe('createRunFolder', () => {
  it('makes the folder with its configuration and locks it until it is released', () => {
    const folder = join(freshFolder(), 'models', 'first');
    const { paths, release } = createRunFolder(folder, newRun);
    expect(paths).toEqual(runPaths(folder));
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({ seed: 7 });
    expect(readFileSync(paths.lock, 'utf8')).toBe(lockText({ pid: 42 }));
    release();
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('takes an empty folder', () => {
    const folder = freshFolder();
    createRunFolder(folder, newRun);
    expect(existsSync(join(folder, 'config.json'))).toBe(true);
  });

  it('refuses a folder with anything in it, and leaves it as it is', () => {
    const folder = freshFolder();
    fill(folder, 'notes.txt');
    expect(() => createRunFolder(folder, newRun)).toThrow(
      inputError(`${folder}: expected a new or empty folder, found notes.txt; name another folder`),
    );
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  it.each([
    [['config.json', 'metrics.csv'], 'config.json; --overwrite replaces the run, --resume continues it'],
    [['metrics.csv'], 'metrics.csv; --overwrite replaces the run'],
    [['config.json', 'notes.txt'], 'notes.txt; name another folder'],
  ])('advises what helps with %j', (files, found) => {
    const folder = freshFolder();
    fill(folder, ...files);
    const refusal = inputError(`${folder}: expected a new or empty folder, found ${found}`);
    expect(() => createRunFolder(folder, newRun)).toThrow(refusal);
    // Said before anything is made, too.
    expect(() => expectFreeFolder(folder, false)).toThrow(refusal);
    expect(() => expectFreeFolder(join(folder, 'new'), false)).not.toThrow();
  });

  it('with overwrite, removes all that a run writes and nothing else', () => {
    const folder = freshFolder();
    fill(folder, ...RUN_FILES);
    mkdirSync(join(folder, 'empty'));
    createRunFolder(folder, { ...newRun, overwrite: true }).begin();
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'empty', 'training.lock']);
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toContain('"seed": 7');
  });

  it.each([
    'notes.txt',
    'model/notes.txt',
    'checkpoint/1000.json',
    'seeds/notes.txt',
    'seeds/3/notes.txt',
    'other/config.json',
    'seeds/three/config.json',
    'without-enriched/notes.txt',
    'without-columns/config.json',
    'metrics.csv.bak',
    'my-report.md',
  ])('with overwrite, refuses to remove a run beside %s', (foreign) => {
    const folder = freshFolder();
    fill(folder, 'metrics.csv', foreign);
    expect(() => createRunFolder(folder, { ...newRun, overwrite: true })).toThrow(
      inputError(
        `${folder}: expected only the files of a run to overwrite, found ${foreign}; name another folder`,
      ),
    );
    expect(readFileSync(join(folder, 'metrics.csv'), 'utf8')).toBe('old');
    expect(existsSync(join(folder, 'training.lock'))).toBe(false);
  });

  it('with overwrite, does not follow a link out of the folder', () => {
    const [folder, elsewhere] = [freshFolder(), freshFolder()];
    fill(elsewhere, 'model.json');
    symlinkSync(elsewhere, join(folder, 'model'));
    expect(() => createRunFolder(folder, { ...newRun, overwrite: true })).toThrow(
      /found model; name another folder$/,
    );
    expect(readdirSync(elsewhere)).toEqual(['model.json']);
  });

  it('with overwrite, keeps the run of a training that is still going on', () => {
    const folder = freshFolder();
    fill(folder, 'metrics.csv');
    writeFileSync(join(folder, 'training.lock'), lockText({ pid: 7 }));
    expect(() => createRunFolder(folder, { overwrite: true, config: {}, owner: lockOwner(7) })).toThrow(
      /training\.lock: expected a folder without a running training, got one of process 7 /,
    );
    expect(readdirSync(folder).sort()).toEqual(['metrics.csv', 'training.lock']);
  });

  it('names the path when it is a file, or lies below one', () => {
    const folder = freshFolder();
    fill(folder, 'file');
    expect(() => createRunFolder(join(folder, 'file'), newRun)).toThrow(
      inputError(`${folder}/file: cannot make the folder: it exists and is not a folder`),
    );
    expect(() => createRunFolder(join(folder, 'file', 'run'), newRun)).toThrow(InputError);
  });

  it('lets go of the lock when the configuration cannot be written', () => {
    const folder = freshFolder();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(() => createRunFolder(folder, { ...newRun, config: circular })).toThrow(TypeError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says at once that the folder cannot be written', () => {
    const folder = freshFolder();
    jest.spyOn(fs, 'writeFileSync').mockImplementation(() => {
      throw Object.assign(new Error('read-only'), { code: 'EROFS' });
    });
    expect(() => createRunFolder(folder, newRun)).toThrow(
      inputError(`${folder}/training.lock: cannot lock: the file system is read-only`),
    );
  });

  it('names what cannot be replaced, keeps the run and lets go of the lock', () => {
    const folder = freshFolder();
    fill(folder, 'config.json', 'metrics.csv');
    const { renameSync } = fs;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (String(from) === join(folder, 'metrics.csv'))
        throw Object.assign(new Error('no'), { code: 'EPERM' });
      renameSync(from, to);
    });
    expect(() => createRunFolder(folder, { ...newRun, overwrite: true })).toThrow(
      inputError(`${folder}/metrics.csv: cannot replace: permission denied`),
    );
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'metrics.csv']);
  });
});

describe('a numbered folder', () => {
  const numbered = { ...newRun, numbered: true };

  it('is the first of name, name-2, name-3 … that is not there', () => {
    const name = join(freshFolder(), 'models', 'segment-1');
    const folders = [1, 2, 3].map(() => createRunFolder(name, numbered).paths.folder);
    expect(folders).toEqual([name, `${name}-2`, `${name}-3`]);
  });

  it('is not one that is there and empty: another start may be about to fill it', () => {
    const name = join(freshFolder(), 'segment-1');
    mkdirSync(name);
    expect(createRunFolder(name, numbered).paths.folder).toBe(`${name}-2`);
  });

  it('names the path when it cannot be made', () => {
    const folder = freshFolder();
    fill(folder, 'file');
    expect(() => createRunFolder(join(folder, 'file', 'run'), numbered)).toThrow(InputError);
  });
});

describe('discard', () => {
  it('removes a new folder, and those above it that were made for it', () => {
    const folder = freshFolder();
    createRunFolder(join(folder, 'models', 'first'), newRun).discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes its own files alone from a folder that was there, or has other files by now', () => {
    const [empty, used] = [freshFolder(), freshFolder()];
    createRunFolder(empty, newRun).discard();
    expect(readdirSync(empty)).toEqual([]);
    const run = createRunFolder(join(used, 'run'), newRun);
    fill(used, 'run/notes.txt', 'run/metrics.csv');
    run.discard();
    expect(readdirSync(join(used, 'run'))).toEqual(['notes.txt']);
  });

  it('leaves the files of another training that has taken the lock', () => {
    jest.useFakeTimers();
    try {
      const folder = freshFolder();
      const { discard } = createRunFolder(folder, newRun);
      writeFileSync(join(folder, 'training.lock'), lockText({ pid: 7 }));
      jest.advanceTimersByTime(10_000);
      discard();
      expect(readdirSync(folder).sort()).toEqual(['config.json', 'training.lock']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('only lets go of a run that is continued', () => {
    const folder = freshFolder();
    fill(folder, 'config.json', 'metrics.csv');
    openRunFolder(folder, lockOwner()).discard();
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'metrics.csv']);
  });

  it('comes by itself where the start fails in a folder that it made', () => {
    const folder = freshFolder();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(() => createRunFolder(join(folder, 'models/run'), { ...newRun, config: circular })).toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('openRunFolder', () => {
  it('locks a run that is there, and leaves its files', () => {
    const folder = freshFolder();
    fill(folder, ...RUN_FILES);
    const { release } = openRunFolder(folder, lockOwner());
    expect(readFileSync(join(folder, 'training.lock'), 'utf8')).toBe(lockText({ pid: 42 }));
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe('old');
    release();
    release();
    expect(existsSync(join(folder, 'training.lock'))).toBe(false);
  });

  it('says that there is no run', () => {
    const folder = freshFolder();
    expect(() => openRunFolder(folder, lockOwner())).toThrow(
      inputError(`${folder}: expected the folder of a run to continue, found no config.json`),
    );
  });
});

describe('seedPaths', () => {
  it('is laid out as a run in seeds/<n>', () => {
    expect(seedPaths('run', 3)).toEqual(runPaths(join('run', 'seeds', '3')));
  });
});

describe('a further training', () => {
  it('is laid out as a run in a folder of its name', () => {
    expect(besidePaths('run', 'without-enriched')).toEqual(runPaths(join('run', 'without-enriched')));
  });

  it.each([
    [join('run', 'without-enriched'), 'run'],
    [join('run', 'seeds', '3'), 'run'],
    [join('run', 'seeds', 'three'), null],
    [join('runs', 'run-3'), null],
  ])('in %s is of the run in %p', (folder, run) => {
    expect(runAround(folder)).toBe(run);
  });
});

describe('a run that is replaced', () => {
  const overwrite = { ...newRun, overwrite: true };

  function replaced(): string {
    const folder = join(freshFolder(), 'run');
    fill(folder, 'config.json', 'model/weights.bin', 'seeds/3/config.json');
    return folder;
  }

  it('is put back where the new one fails before its first step', () => {
    const folder = replaced();
    createRunFolder(folder, overwrite).discard();
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'model', 'seeds']);
    for (const file of ['config.json', 'model/weights.bin', 'seeds/3/config.json'])
      expect(readFileSync(join(folder, file), 'utf8')).toBe('old');
  });

  it('is gone when the new one has begun', () => {
    const folder = replaced();
    const { begin, release } = createRunFolder(folder, overwrite);
    begin();
    release();
    expect(readdirSync(folder)).toEqual(['config.json']);
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).not.toBe('old');
  });

  it('does not stand in the way of another start after a kill between the two', () => {
    const folder = replaced();
    createRunFolder(folder, overwrite).release();
    const { begin, release } = createRunFolder(folder, overwrite);
    begin();
    release();
    expect(readdirSync(folder)).toEqual(['config.json']);
  });
});
