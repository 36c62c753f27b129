import { salesChannelSchema } from '../../src/dataset/presets/sales-channel';
import { Random } from '../../src/core/random';
import { checkEnvironment } from '../../src/env/check-environment';
import { RowReplay } from '../../src/worlds/sales-channel-study/row-replay';
import { shapingConfigSchema } from '../../src/worlds/sales-channel-study/shaping';
import { loggedRows, type TestRow } from '../support/logged-rows';

it.each([
  [1, 40],
  [3, 40],
  [4, 1], // every step ends an episode, and there are more lanes than rows
])('logged rows keep the contract of environments: %p lanes, %p rows', (lanes, count) => {
  const random = Random.fromSeed(1);
  const rows = loggedRows(
    Array.from({ length: count }, (): TestRow => [
      [random.integer(3), random.integer(3)],
      random.integer(3),
      1,
    ]),
  );
  const shaping = shapingConfigSchema.parse(salesChannelSchema.shaping);
  expect(() => checkEnvironment(() => new RowReplay(rows, lanes, shaping), Random.fromSeed(2))).not.toThrow();
});
