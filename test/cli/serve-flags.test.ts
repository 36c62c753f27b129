/** What `serve`, `collect` and `forget` refuse, in one line and with exit code 2. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runHere } from '../support/command-here';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();
const serve = ['serve', '--model', 'none'];

it.each([
  [[...serve, '--epsilon', '0.1', '--inverse-gap', '2'], '--inverse-gap: expected it or --epsilon, got both'],
  [[...serve, '--epsilon', '2'], '--epsilon: expected'],
  [[...serve, '--floor', '0.1'], '--floor: expected --inverse-gap beside it'],
  [[...serve, '--retain', '90d'], '--retain: expected --log beside it'],
  [[...serve, '--retain', 'long', '--log', 'x'], '--retain: expected a length of time such as 14d'],
  [[...serve, '--log-columns', 'a,,b', '--log', 'x'], '--log-columns: expected names between commas'],
  [[...serve, '--token-file', 'short'], '--token-file short: expected at least 16'],
  [[...serve, '--port', '70000'], '--port: expected'],
  [['forget', '--customer', 'c1'], '--log: expected the folder of a decision log, or --store, got nothing'],
  [['forget', '--customer', 'c1', '--store', 'none'], '--store none: no such file'],
  [['forget', '--customer', 'c1', '--log', 'none'], '--log none: expected the folder of a decision log'],
  [
    ['collect', '--log', 'none', '--out', 'a', '--schema', 'b'],
    '--log none: expected the folder of a decision log',
  ],
])('%j', async (args, message) => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'short'), 'secret\n');
  const { code, stderr, stdout } = await runHere(args, folder);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd()).not.toContain('\n');
});
