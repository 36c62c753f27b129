import { trainCommand } from '../../src/cli/command-line';

it.each([
  ['train:dqn', 'npm run train:dqn -- --resume models/run'],
  ['cli', 'npm run cli -- train --resume models/run'],
  ['test', 'contact-dqn train --resume models/run'],
  [undefined, 'contact-dqn train --resume models/run'],
])('names the command as the script %s called it', (script, expected) => {
  expect(trainCommand('--resume models/run', script)).toBe(expected);
});
