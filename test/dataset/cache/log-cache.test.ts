/** Logs that are kept for the next start: never another log than the files are, and never a broken one. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedLog } from '../../../src/dataset/cache/log-cache';
import type { ContactLog } from '../../../src/dataset/contacts/contact-log';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

const SCHEMA = {
  ...{
    customer: 'id',
    time: 'day',
    action: 'channel',
    noAction: 'none',
    rewards: { margin: 2, opened: 0.1 },
  },
  ...{ eligible: { call: 'may' }, group: { column: 'arm', holdout: 'control' }, terminal: 'gone' },
  features: { age: 'number', plan: 'category' },
  rules: [{ never: 'call', where: { town: 'Zürich' } }],
} as const;

/** Enough customers for their names to be kept as bytes, some beyond ASCII, some with line breaks. */
const CUSTOMERS = 1500;

function logText(): string {
  const rows = Array.from({ length: 2 * CUSTOMERS }, (_, i) => {
    const name = i % 5 === 0 ? `"Zoë\n${i % CUSTOMERS}"` : `c${i % CUSTOMERS}`;
    const channel = ['none', 'mail', 'call'][i % 3]!;
    const day = `2026-0${1 + Math.floor(i / CUSTOMERS)}-1${i % 10}`;
    const age = i % 4 === 0 ? '' : `${20 + (i % 50)}.5`;
    return [
      name,
      day,
      channel,
      i % 7,
      i % 2,
      'yes',
      ['x', 'control'][i % 2],
      'no',
      age,
      'ABC'[i % 3],
      'Zürich',
    ];
  });
  return [
    'id,day,channel,margin,opened,may,arm,gone,age,plan,town',
    ...rows.map((row) => row.join(',')),
  ].join('\n');
}

/** Files are settled some seconds after they were written. */
const LATER = 10_000;

function world() {
  const folder = freshFolder();
  const file = join(folder, 'log.csv');
  writeFileSync(file, logText());
  const cache = join(folder, 'cache');
  const said: string[] = [];
  let reads = 0;
  const load = async (
    changes: object = {},
    files: readonly string[] = [file],
    actions?: readonly string[],
  ) => {
    const schema = logSchema.parse({ ...SCHEMA, ...changes });
    const features = schema.features!;
    const read = () => {
      reads += 1;
      return readContactLog(files, schema, features, { actions });
    };
    const options = { folder: cache, now: Date.now() + LATER, warn: (message: string) => said.push(message) };
    const { log, isKept } = await cachedLog({ files, schema, features, actions }, read, options);
    return { log, isKept, decisions: decisionsOf(log, schema) };
  };
  const kept = () => readdirSync(cache).filter((name) => name.endsWith('.contacts'));
  return { folder, file, cache, said, load, kept, reads: () => reads };
}

const comparable = ({ contentHashes, ...columns }: ContactLog) => ({ ...columns, hashes: contentHashes() });

it('gives the second start the same log and the same decisions, without a look into the file', async () => {
  const { load, reads, said, cache } = world();
  const first = await load();
  const second = await load();
  expect([first.isKept, second.isKept, reads()]).toEqual([false, true, 1]);
  expect(comparable(second.log)).toEqual(comparable(first.log));
  expect(second.decisions).toEqual(first.decisions);
  expect(said).toEqual([]);
  // Customers' data is nothing for version control.
  expect(readFileSync(join(cache, '.gitignore'), 'utf8')).toBe('*\n');
});

it('reads anew by another schema, another order of features, other actions and other bytes', async () => {
  const { load, reads, file, kept } = world();
  await load();
  await load({ features: { plan: 'category', age: 'number' } });
  await load({}, [file], ['No Action', 'call', 'mail', 'letter']);
  expect(reads()).toBe(3);
  // Of the same length, and as old as before.
  const { atimeMs, mtimeMs } = statSync(file);
  writeFileSync(file, logText().replace(',mail,', ',call,'));
  utimesSync(file, atimeMs / 1000, mtimeMs / 1000);
  const changed = await load();
  expect([changed.isKept, reads()]).toEqual([false, 4]);
  // Three schemas, and one of them of two files.
  expect(kept()).toHaveLength(4);
  await load({ decimal: '.', missing: ['', 'NA'] });
  expect(kept()).toHaveLength(4);
});

it('takes no log for one whose rewards are of previous rows', async () => {
  const { load, reads } = world();
  const own = await load();
  const later = await load({ rewardOf: 'previous row' });
  expect([later.isKept, reads(), (await load({ rewardOf: 'previous row' })).isKept]).toEqual([
    false,
    2,
    true,
  ]);
  expect([own.decisions.count, later.decisions.count]).toEqual([2 * CUSTOMERS, CUSTOMERS]);
});

it('knows the bytes under another name, and several files', async () => {
  const { load, reads, folder, file } = world();
  const other = join(folder, 'other.csv');
  writeFileSync(other, readFileSync(file));
  await load();
  const { isKept, log } = await load({}, [other]);
  expect([isKept, log.files, reads()]).toEqual([true, [other], 1]);
  const more = join(folder, 'more.csv');
  writeFileSync(more, logText().replaceAll('2026-0', '2027-0'));
  const both = await load({}, [file, more]);
  const again = await load({}, [file, more]);
  expect([again.isKept, reads()]).toEqual([true, 2]);
  expect(comparable(again.log)).toEqual(comparable(both.log));
});

const flip = (bytes: Buffer, at: number) => {
  bytes[at]! ^= 1;
  return bytes;
};

it.each<[string, (bytes: Buffer) => Buffer, string]>([
  ['one bit of a column', (bytes) => flip(bytes, bytes.length - 100), 'its checksum is another one'],
  ['one bit of the checksum', (bytes) => flip(bytes, bytes.length - 1), 'its checksum is another one'],
  ['its beginning', (bytes) => flip(bytes, 0), 'it is no log'],
  ['its header', (bytes) => flip(bytes, 16), 'its header is no JSON'],
  ['its end', (bytes) => bytes.subarray(0, bytes.length - 8), 'it has another length'],
  ['all but its beginning', (bytes) => bytes.subarray(0, 10), 'it ends too early'],
  ['all', () => Buffer.alloc(0), 'it ends too early'],
])('replaces a file that lost %s, and says so', async (_, damage, reason) => {
  const { load, kept, cache, said, reads } = world();
  const first = await load();
  const path = join(cache, kept()[0]!);
  const whole = readFileSync(path);
  writeFileSync(path, damage(Buffer.from(whole)));
  const second = await load();
  expect(said).toEqual([`${path}: cannot be used, ${reason}; the log is read anew`]);
  expect([second.isKept, reads()]).toEqual([false, 2]);
  expect(comparable(second.log)).toEqual(comparable(first.log));
  expect(readFileSync(path)).toEqual(whole);
});

it('takes no log that was kept under another key', async () => {
  const { load, kept, cache, said } = world();
  await load();
  const [one] = kept();
  await load({ missing: ['', 'NA'] });
  const other = kept().find((name) => name !== one)!;
  writeFileSync(join(cache, other), readFileSync(join(cache, one!)));
  await load({ missing: ['', 'NA'] });
  expect(said).toEqual([`${join(cache, other)}: cannot be used, it is another log; the log is read anew`]);
});

it('reads on where nothing can be kept, or the index is broken', async () => {
  const { load, cache, said, reads } = world();
  await load();
  writeFileSync(join(cache, 'files.json'), '{');
  expect((await load()).isKept).toBe(true);
  expect([reads(), said]).toEqual([1, []]);

  const blocked = world();
  writeFileSync(blocked.cache, 'a file where the folder should be');
  const outcome = await blocked.load().catch((error: Error) => error.message);
  expect(outcome).toMatchObject({ isKept: false });
  expect(blocked.said[0]).toContain('the next start reads the log again');
  expect(existsSync(join(blocked.cache, 'files.json'))).toBe(false);
});

it('does not trust the times of a file that was written to a moment ago', async () => {
  const { file, cache, load } = world();
  const schema = logSchema.parse(SCHEMA);
  const features = schema.features!;
  const read = () => readContactLog([file], schema, features);
  const options = { folder: cache, now: Date.now(), warn: () => undefined };
  await cachedLog({ files: [file], schema, features, actions: undefined }, read, options);
  expect(existsSync(join(cache, 'files.json'))).toBe(false);
  expect((await load()).isKept).toBe(true);
  const index = readFileSync(join(cache, 'files.json'), 'utf8');
  expect(index).toContain(createHash('sha256').update(readFileSync(file)).digest('hex'));
});
