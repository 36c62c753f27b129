import fs, {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../../src/track/folder-lock';
import { useFreshFolders } from '../support/fresh-folders';
import { inputError } from '../support/input-error';
import { lockOwner, lockText } from '../support/lock-owner';

const freshFolder = useFreshFolders();
const lockIn = (folder: string) => join(folder, 'training.lock');
const SINCE = '2026-01-02T03:04:05.000Z';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** Lets a file have been written so many seconds earlier than it was. @returns when that is, in milliseconds */
function age(path: string, seconds: number): number {
  const then = statSync(path).mtimeMs / 1000 - seconds;
  utimesSync(path, then, then);
  return statSync(path).mtimeMs;
}

/** A lock left by somebody, so many seconds without a sign of life. */
function left(text: string, silentSeconds = 0): string {
  const lock = lockIn(freshFolder());
  writeFileSync(lock, text);
  age(lock, silentSeconds);
  return lock;
}

describe('a lock is taken over', () => {
  it.each([
    ['at once from a process of this place that has ended', lockText({ pid: 7 }), 0],
    [
      'at once from an earlier process of an id that another has by now',
      lockText({ pid: 8, started: 'once' }),
      0,
    ],
    ['at once from an earlier process of our own id', lockText({ pid: 42, started: 'once' }), 0],
    ['from another machine after a minute of silence', lockText({ pid: 8, place: 'other' }), 61],
    ['from the same id in another container', lockText({ pid: 42, place: 'box boot-1 container-2' }), 61],
    ['from a process whose start nobody knows', lockText({ pid: 9, started: null }), 61],
    ['from a process killed before it had written its name', '', 61],
    ['from an older version', '8\n', 61],
  ])('%s', (_how, text, silent) => {
    const lock = left(text, silent);
    takeLock(lock, lockOwner(8, 9));
    expect(readFileSync(lock, 'utf8')).toBe(lockText({ pid: 42 }));
    expect(readdirSync(join(lock, '..'))).toEqual(['training.lock']);
  });
});

describe('a lock is refused', () => {
  it.each([
    ['while its process runs here', lockText({ pid: 8 })],
    ['however long that process has been suspended', lockText({ pid: 8 }), 3600],
    ['while this very process holds it', lockText({ pid: 42 })],
  ])('%s', (_when, text, silent = 0) => {
    const lock = left(text, silent);
    const { pid } = JSON.parse(text) as { pid: number };
    expect(() => takeLock(lock, lockOwner(8))).toThrow(
      inputError(
        `${lock}: expected a folder without a running training, got one of process ${pid} on box since ${SINCE}; the folder is free when it ends; if it is gone, delete this file`,
      ),
    );
    expect(readFileSync(lock, 'utf8')).toBe(text);
  });

  it.each([
    ['another machine', lockText({ pid: 7, host: 'far', place: 'other' }), 'process 7 on far since ' + SINCE],
    [
      'another container',
      lockText({ pid: 42, place: 'box boot-1 container-2' }),
      'process 42 on box since ' + SINCE,
    ],
    [
      'a process whose start nobody knows',
      lockText({ pid: 8, started: null }),
      'process 8 on box since ' + SINCE,
    ],
    ['nobody knows whom', '', 'another process'],
  ])('while it hears from %s', (_who, text, who) => {
    const lock = left(text, 40);
    expect(() => takeLock(lock, lockOwner(8))).toThrow(
      inputError(
        `${lock}: expected a folder without a running training, got one of ${who}; the folder is free when it ends, or 60 s after its last sign of life (40 s ago); if it is gone, delete this file`,
      ),
    );
    expect(readdirSync(join(lock, '..'))).toEqual(['training.lock']);
  });

  it('to the slower of two that find the same abandoned one', () => {
    const lock = left(lockText({ pid: 7 }));
    const { renameSync } = fs;
    // The other process comes between our look at the lock and our taking it.
    jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
      rmSync(lock);
      writeFileSync(lock, lockText({ pid: 8 }));
      renameSync(from, to);
    });
    expect(() => takeLock(lock, lockOwner(8))).toThrow(/got one of process 8 on box/);
    expect(readFileSync(lock, 'utf8')).toBe(lockText({ pid: 8 }));
    expect(readdirSync(join(lock, '..'))).toEqual(['training.lock']);
  });
});

it('two that find the same abandoned lock at once: one finds nothing to move, and the new one in its place', () => {
  const lock = left(lockText({ pid: 7 }));
  const { renameSync } = fs;
  jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
    rmSync(lock);
    renameSync(from, to);
  });
  takeLock(lock, lockOwner());
  expect(readFileSync(lock, 'utf8')).toBe(lockText({ pid: 42 }));
});

describe('a lock that is held', () => {
  it('gives a sign of life every five seconds, and changes no byte', () => {
    const lock = lockIn(freshFolder());
    takeLock(lock, lockOwner());
    const old = age(lock, 50);
    jest.advanceTimersByTime(4999);
    expect(statSync(lock).mtimeMs).toBe(old);
    jest.advanceTimersByTime(1);
    expect(statSync(lock).mtimeMs).toBeGreaterThan(old + 40_000);
    expect(readFileSync(lock, 'utf8')).toBe(lockText({ pid: 42 }));
  });

  it('gives it also where no timer runs, if it is asked whether it is held', () => {
    const lock = lockIn(freshFolder());
    const { expectHeld } = takeLock(lock, lockOwner());
    const old = age(lock, 50);
    expectHeld();
    expect(statSync(lock).mtimeMs).toBe(old);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 5000);
    expectHeld();
    expect(statSync(lock).mtimeMs).toBeGreaterThan(old + 40_000);
  });

  it.each([
    ['taken by another', lockText({ pid: 8, host: 'far' }), `one of process 8 on far since ${SINCE}`],
    ['deleted', null, 'none'],
  ])('says that it was %s, and is then left alone', (_how, text, found) => {
    const lock = lockIn(freshFolder());
    const { expectHeld, release } = takeLock(lock, lockOwner());
    rmSync(lock);
    if (text !== null) writeFileSync(lock, text);
    jest.advanceTimersByTime(5000);
    for (let time = 0; time < 2; time += 1) {
      expect(expectHeld).toThrow(
        inputError(
          `${lock}: expected the lock of this training, got ${found}; it stops, for another one may write here`,
        ),
      );
    }
    release();
    expect(existsSync(lock) ? readFileSync(lock, 'utf8') : null).toBe(text);
  });

  it('is not lost by a disk that fails for a moment', () => {
    const lock = lockIn(freshFolder());
    const { expectHeld } = takeLock(lock, lockOwner());
    for (const call of ['openSync', 'writeSync'] as const) {
      jest.spyOn(fs, call).mockImplementationOnce(() => {
        throw Object.assign(new Error('stale'), { code: 'ESTALE' });
      });
      jest.advanceTimersByTime(5000);
      expect(expectHeld).not.toThrow();
    }
  });

  it('is given back when the process ends without a release', () => {
    const lock = lockIn(freshFolder());
    const owner = lockOwner();
    takeLock(lock, owner);
    owner.exit();
    expect(existsSync(lock)).toBe(false);
  });

  it("is another's after it was given back", () => {
    const lock = lockIn(freshFolder());
    const owner = lockOwner();
    const { release } = takeLock(lock, owner);
    release();
    writeFileSync(lock, lockText({ pid: 42 }));
    release();
    owner.exit();
    expect(existsSync(lock)).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('says at once that the folder cannot be written', () => {
  const lock = lockIn(freshFolder());
  jest.spyOn(fs, 'writeFileSync').mockImplementation(() => {
    throw Object.assign(new Error('read-only'), { code: 'EROFS' });
  });
  expect(() => takeLock(lock, lockOwner())).toThrow(
    inputError(`${lock}: cannot lock: the file system is read-only`),
  );
});
