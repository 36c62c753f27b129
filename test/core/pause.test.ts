import { pause } from '../../src/core/pause';

let now = 1e9;
beforeEach(() => void jest.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => jest.restoreAllMocks());

it('lets timers through in work that never waits', async () => {
  let fired = false;
  setTimeout(() => (fired = true), 0);
  let rounds = 0;
  for (; !fired && rounds < 1e6; rounds += 1) {
    now += 10;
    await pause();
  }
  expect(fired).toBe(true);
});

it('gives a turn every 20 ms at most', async () => {
  await pause();
  const turns = jest.spyOn(globalThis, 'setImmediate');
  for (let call = 0; call < 100; call += 1) {
    now += 7;
    await pause();
  }
  // At 21 ms, 42 ms, … of 700.
  expect(turns).toHaveBeenCalledTimes(33);
});
