/** A log of earlier contacts beside the rows to decide says of them what the whole log would. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { allowedBy } from '../../../src/dataset/decisions/bars';
import { readPasts } from '../../../src/dataset/decisions/known-pasts';
import { rawBatches } from '../../../src/dataset/features/raw-batches';
import { encodeFile } from '../../../src/dataset/features/raw-file';
import type { RawInputs } from '../../../src/dataset/features/raw-inputs';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useFreshFolders } from '../../support/fresh-folders';
import {
  barredIn,
  CONTACTS,
  ruledLogs,
  ruledLogText,
  ruledSchema,
  type RuledLog,
} from '../../support/rule-histories';

const freshFolder = useFreshFolders();
const ACTIONS = ['No Action', ...CONTACTS];
const numeric = (column: string) =>
  ({ column, kind: 'number', origin: 0, mean: 0, scale: 1, missing: true }) as const;

/** Features of the past, earlier rewards known after five days among them. */
function rawOf(log: RuledLog): RawInputs {
  const schema = logSchema.parse({
    ...ruledSchema(log),
    ...{ window: '5d', rewardNetOfCost: false, cost: { sms: 2 } },
    history: ['contacts by channel', 'days since last contact', 'earlier reward'],
  });
  const columns = [
    'age',
    ...CONTACTS.map((name) => `earlier ${name}`),
    'days since last contact',
    'earlier reward',
  ];
  const kinds: Record<string, string> = {
    'days since last contact': 'days-since',
    'earlier reward': 'number',
  };
  const features = columns.map((column, i) => ({
    ...numeric(column),
    kind: i === 0 ? 'number' : (kinds[column] ?? 'count'),
  }));
  return { schema, features: features as RawInputs['features'] };
}

const isLast = ({ rows }: RuledLog, i: number) => rows[i + 1]?.id !== rows[i]!.id;

async function bothWays(log: RuledLog, batchRows: number) {
  const folder = freshFolder();
  const raw = rawOf(log);
  const write = (name: string, rows: RuledLog['rows']) => {
    const file = join(folder, name);
    writeFileSync(file, ruledLogText({ ...log, rows }));
    return file;
  };
  const whole = await encodeFile(raw, write('whole.csv', log.rows), ACTIONS);
  const last = log.rows.filter((_, i) => isLast(log, i));
  const earlier = log.rows.filter((_, i) => !isLast(log, i));
  const { pastOf } = await readPasts([write('earlier.csv', earlier)], raw.schema, ACTIONS);
  const found: { observations: number[]; allowed: number[] }[] = [];
  const context = { isStrict: true, pastOf };
  for await (const batch of rawBatches(raw, [write('last.csv', last)], ACTIONS, batchRows, context)) {
    const width = raw.features.length * 2;
    const allowed = allowedBy(batch.bars) ?? new Uint8Array(batch.rows * ACTIONS.length).fill(1);
    for (let row = 0; row < batch.rows; row += 1)
      found.push({
        observations: [...batch.observations.subarray(row * width, (row + 1) * width)],
        allowed: [...allowed.subarray(row * ACTIONS.length, (row + 1) * ACTIONS.length)],
      });
  }
  const allowed = allowedBy(whole.bars) ?? new Uint8Array(whole.rows * ACTIONS.length).fill(1);
  const expected = log.rows.flatMap((_, i) => {
    if (!isLast(log, i)) return [];
    const width = raw.features.length * 2;
    return [
      {
        observations: [...whole.observations.subarray(i * width, (i + 1) * width)],
        allowed: [...allowed.subarray(i * ACTIONS.length, (i + 1) * ACTIONS.length)],
      },
    ];
  });
  return { found, expected };
}

it('bars and shows what the whole log does, and what the rules say by hand', async () => {
  let barred = 0;
  await fc.assert(
    fc.asyncProperty(
      ruledLogs.filter((log) => log.rows.some((_, i) => !isLast(log, i))),
      fc.integer({ min: 1, max: 5 }),
      async (log, batchRows) => {
        const { found, expected } = await bothWays(log, batchRows);
        expect(found).toEqual(expected);
        const byHand = barredIn(log).filter((_, i) => isLast(log, i));
        expect(found.map(({ allowed }) => allowed)).toEqual(
          byHand.map((of) => ACTIONS.map((name) => (of.has(name) ? 0 : 1))),
        );
        barred += byHand.filter(({ size }) => size > 0).length;
      },
    ),
    { numRuns: 60 },
  );
  expect(barred).toBeGreaterThan(50);
});

const SCHEMA = logSchema.parse({
  customer: 'id',
  time: 'day',
  action: 'channel',
  noAction: 'none',
  reward: 'margin',
});

it('asks for no more of the log than a past is made of', async () => {
  const file = join(freshFolder(), 'earlier.csv');
  writeFileSync(file, 'day,channel,id\n2026-01-02,mail,ä\n2026-01-01,none,ä\n2026-01-01,mail,b\n');
  const { pastOf, rows, customers } = await readPasts([file], SCHEMA, ['No Action', 'mail']);
  expect([rows, customers]).toEqual([3, 2]);
  const bytes = Buffer.from('xä');
  const { times, actions } = pastOf(bytes, 1, bytes.length);
  expect([[...Array.from(times)], [...Array.from(actions)]]).toEqual([
    [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)],
    [0, 1],
  ]);
  expect(pastOf(bytes, 0, 1).times).toHaveLength(0);
});

describe('a row that lacks what it earned', () => {
  const schema = logSchema.parse({ ...SCHEMA, window: '5d', history: ['earlier reward'] });
  const raw: RawInputs = {
    schema,
    features: [{ column: 'earlier reward', kind: 'number', origin: 0, mean: 0, scale: 1, missing: false }],
  };
  const asked = async (lines: readonly string[], day: string) => {
    const folder = freshFolder();
    const [history, data] = [join(folder, 'earlier.csv'), join(folder, 'rows.csv')];
    writeFileSync(history, ['day,channel,margin,id', ...lines].join('\n'));
    writeFileSync(data, 'id\na\n');
    const actions = ['No Action', 'mail'];
    const { pastOf } = await readPasts([history], schema, actions);
    const batches = rawBatches(raw, [data], actions, 9, { isStrict: true, pastOf, now: Date.parse(day) });
    for await (const { observations } of batches) return { history, sum: observations[0] };
    return null;
  };
  // a's second row is the file's line 2.
  const LINES = ['2026-01-03,mail,,a', '2026-01-02,mail,7,a', '2026-01-02,mail,,b'];

  it('may, as long as its window lasts', async () => {
    expect(await asked(LINES, '2026-01-07T23:00:00Z')).toMatchObject({ sum: 7 });
  });

  it('is refused from then on', async () => {
    await expect(asked(LINES, '2026-01-08')).rejects.toThrow(
      /earlier\.csv:2 margin: expected a value, since its window of 5d has passed, got none$/,
    );
  });
});
