/** Lines survive a kill and a full disk; files are changed by day and size, and go when they are old. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DecisionLog } from '../../../src/serve/log/decision-log';
import { forgetInFiles } from '../../../src/serve/log/forget';
import { LineFile } from '../../../src/serve/log/line-file';
import { logFiles } from '../../../src/serve/log/log-files';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

it('goes on after the last whole line of a file that a kill cut', async () => {
  const path = join(freshFolder(), 'lines');
  writeFileSync(path, `${'x'.repeat(70_000)}\none\n${'half'.repeat(40_000)}`);
  const file = await LineFile.open(path);
  await Promise.all([file.append('two\n'), file.append('three\n')]);
  await file.close();
  expect(readFileSync(path, 'utf8')).toBe(`${'x'.repeat(70_000)}\none\ntwo\nthree\n`);
});

it('begins a new file when one is long and when a day ends, and removes days that are too old', async () => {
  const folder = freshFolder();
  let now = Date.UTC(2026, 0, 1, 23);
  const options = { folder, retain: 2 * 86_400_000, clock: { now: () => now }, mostBytes: 8 };
  const log = await DecisionLog.open(options);
  for (const line of ['first\n', 'second\n', 'third\n']) await log.append(line);
  const names = () => logFiles(folder).map(({ day, part }) => `${day}.${part}`);
  expect(names()).toEqual(['2026-01-01.1', '2026-01-01.2']);
  now += 2 * 3_600_000;
  await Promise.all(['fourth\n', 'fifth\n'].map((line) => log.append(line)));
  expect(names()).toEqual(['2026-01-01.1', '2026-01-01.2', '2026-01-02.1']);
  now = Date.UTC(2026, 0, 4);
  await log.append('sixth\n');
  await log.close();
  expect(names()).toEqual(['2026-01-02.1', '2026-01-04.1']);
  // Another start goes on with the last file.
  const again = await DecisionLog.open(options);
  await again.append('7\n');
  await again.close();
  expect(readFileSync(join(folder, 'decisions-2026-01-04.1.jsonl'), 'utf8')).toBe('sixth\n7\n');
});

it('forgets decisions of a customer and what came of them, in whatever file, and keeps what is no line', async () => {
  const folder = freshFolder();
  const paths = [1, 2].map((part) => join(folder, `decisions-2026-01-0${part}.1.jsonl`));
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const kept = line({ kind: 'decision', id: 'b', customer: 'c2' }) + line({ kind: 'outcome', id: 'b' });
  writeFileSync(paths[0]!, line({ kind: 'decision', id: 'a', customer: 'c1' }) + kept);
  writeFileSync(paths[1]!, line({ kind: 'outcome', id: 'a' }) + kept);
  appendFileSync(paths[1]!, 'no line\n');
  expect(await forgetInFiles(logFiles(folder), 'c1')).toEqual({ decisions: 1, outcomes: 1 });
  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual([kept, `${kept}no line\n`]);
  expect(await forgetInFiles(logFiles(folder), 'c9')).toEqual({ decisions: 0, outcomes: 0 });
});
