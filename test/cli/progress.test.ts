import { PassThrough } from 'node:stream';
import { showProgress } from '../../src/cli/progress';
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
    display.update(done, '');
  }
  display.stop();
  return (stream.read() as Buffer | null)?.toString() ?? '';
}

it('says how long it will take, in the words of the reports', () => {
  // 40 steps in 10 s are 4 per second: the other 960 take 240 s
  expect(written([[10_000, 40]])).toBe(`training 4 % | 40/1000 steps | 4/s, ${formatSeconds(240)} left\n`);
  expect(formatSeconds(240)).toBe('4 min 00 s');
});

it('counts the speed of a resumed run from where it resumed', () => {
  expect(written([[10_000, 600]], 500)).toContain(' 600/1000 steps | 10/s, 40.0 s left');
});

it('promises no time while nothing is done', () => {
  expect(written([[5000, 0]])).toContain(`0/s, ${ABSENT} left`);
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
