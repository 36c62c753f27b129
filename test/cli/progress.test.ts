import { PassThrough } from 'node:stream';
import { progressLine, showProgress } from '../../src/cli/progress';
import { ABSENT, formatSeconds } from '../../src/report/format';

/** What a run of 1000 steps writes that is told these counts at these milliseconds, on no terminal. */
function written(updates: readonly (readonly [milliseconds: number, done: number])[], start = 0): string {
  const stream = new PassThrough();
  let now = 0;
  const display = showProgress({
    ...{ title: 'training', total: 1000, start, unit: 'steps', quiet: false },
    clock: { now: () => now },
    stream: stream as unknown as NodeJS.WriteStream, // of a terminal's stream only writing is used here
  });
  for (const [milliseconds, done] of updates) {
    now = milliseconds;
    display.update(done, []);
  }
  display.stop();
  return (stream.read() as Buffer | null)?.toString() ?? '';
}

it('says how long it will take, in the words of the reports', () => {
  // 40 steps in 10 s are 4 per second: the other 960 take 240 s
  expect(written([[10_000, 40]])).toBe(
    `training 4 % | 40/1000 steps | 4 steps/s, ${formatSeconds(240)} left\n`,
  );
  expect(formatSeconds(240)).toBe('4 min 00 s');
});

it('never shows more than all there is', () => {
  expect(written([[10_000, 1100]])).toBe('training 100 % | 1000/1000 steps | 110 steps/s, 0.0 s left\n');
});

it('shows no rate as 0 where something was done', () => {
  // 4 steps in 10 s; 1 in 80 s
  expect(written([[10_000, 4]])).toContain(' | 0.4 steps/s, ');
  expect(written([[80_000, 1]])).toContain(' | 0.01 steps/s, ');
});

it('counts the speed of a resumed run from where it resumed', () => {
  expect(written([[10_000, 600]], 500)).toContain(' 600/1000 steps | 10 steps/s, 40.0 s left');
});

it('promises no time while nothing is done', () => {
  expect(written([[5000, 0]])).toContain(`0 steps/s, ${ABSENT} left`);
});

it('writes a line every five seconds at most', () => {
  expect(
    written([
      [4999, 1],
      [5000, 2],
      [9999, 3],
      [10_000, 4],
    ]).match(/ [24]\/1000/g),
  ).toEqual([' 2/1000', ' 4/1000']);
});

describe('on a terminal', () => {
  /** What stands on the lines of a terminal of so many columns after one update; redrawn lines are counted apart. */
  function drawn(columns: number, title: string, details: readonly string[]): string[] {
    const stream = new PassThrough();
    const display = showProgress({
      ...{ title, total: 30_000, unit: 'steps', quiet: false, clock: { now: () => 1000 } },
      stream: Object.assign(stream, { isTTY: true, columns }) as unknown as NodeJS.WriteStream,
    });
    display.update(12_345, details);
    display.stop();
    const text = (stream.read() as Buffer).toString();
    // Every drawing starts by moving the cursor to the first column.
    const moves = text.split('\x1B[1G').map((part) => part.replace(/\x1B(\[[?\d;]*[A-Za-z]|[78])/g, ''));
    return moves.map((part) => part.trimEnd()).filter((part) => part !== '');
  }

  const details = ['discountedReward 476,500', 'return 470,100', 'epsilon 0.05'];

  it.each([200, 120, 80, 40, 20])('never takes more than one line of %i columns', (columns) => {
    for (const title of ['training', 'judging always-resurrection']) {
      const lines = drawn(columns, title, details);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line.length).toBeLessThan(columns);
    }
  });

  it('shows bar, share, counts and speed in 80 columns, and at least bar and share in 40', () => {
    expect(drawn(80, 'training', details).at(-1)).toMatch(
      /^training [█░]{10,} +41 % \| 12345\/30000 steps \| .* left( \||$)/,
    );
    expect(drawn(40, 'training', details).at(-1)).toMatch(/^training [█░]{10,} +41 %/);
  });

  it('shows everything where there is room', () => {
    expect(drawn(200, 'training', details).at(-1)).toMatch(
      /^training [█░]{40} +41 % \| 12345\/30000 steps \| .* \| discountedReward 476,500 \| return 470,100 \| epsilon 0\.05$/,
    );
  });
});

it('a line gives up its last words before its bar is narrower than ten columns', () => {
  // 'run ' + bar + '  50 %' + ' | ab' leave 40 - 1 - 4 - 1 - 5 - 5 = 24 columns for the bar, with '| cdefghijklmno' 8.
  expect(progressLine('run', 0.5, ['ab', 'cdefghijklmno'], 40)).toBe(
    `run ${'█'.repeat(12)}${'░'.repeat(12)}  50 % | ab`,
  );
  // 50 - 11 - 5 - 16 = 18 columns
  expect(progressLine('run', 0.5, ['ab', 'cdefghijklmno'], 50)).toBe(
    `run ${'█'.repeat(9)}${'░'.repeat(9)}  50 % | ab | cdefghijklmno`,
  );
});
