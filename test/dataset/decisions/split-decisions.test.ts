/** Splits of decisions: nothing that belongs together is ever on two sides. */
import fc from 'fast-check';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { splitDecisions, type SplitRequest } from '../../../src/dataset/decisions/split-decisions';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { logRows, logText, randomLogSchema, type LogRow } from '../../support/random-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();
const request = { by: 'customer', test: 0.25, validation: 0.25, seed: 1 } as const;

async function split(rows: readonly LogRow[], how: SplitRequest, schema = randomLogSchema()) {
  const log = await readContactLog([file('log.csv', logText(rows))], schema, schema.features!);
  const decisions = decisionsOf(log, schema);
  return { log, decisions, sides: splitDecisions(decisions, how, schema) };
}

const someOfEach = logRows.filter((rows) => new Set(rows.map(({ id }) => id)).size === 4);

it('puts every decision on one side, and all of a customer on the same', async () => {
  await fc.assert(
    fc.asyncProperty(someOfEach, fc.nat(1000), async (rows, seed) => {
      const { log, decisions, sides } = await split(rows, { ...request, seed });
      const { train, validation, test } = sides;
      const all = [...train, ...validation, ...test].sort((a, b) => a - b);
      expect(all).toEqual([...decisions.rows.keys()]);
      const customers = [train, validation, test].map(
        (side) => new Set(Array.from(side, (i) => log.customers!.codes[decisions.rows[i]!]!)),
      );
      // A quarter of four customers each is one, and two are left to train on.
      expect(customers.map(({ size }) => size)).toEqual([2, 1, 1]);
      expect(new Set(customers.flatMap((side) => [...side])).size).toBe(4);
    }),
    { numRuns: 50 },
  );
});

it('keeps equal rows of a log without customers together', async () => {
  const schema = logSchema.parse({
    ...{ action: 'channel', noAction: 'none', reward: 'margin', features: { age: 'number', optOut: 'flag' } },
  });
  const rows = Array.from({ length: 20 }, (_, i): LogRow => {
    const channel = (['none', 'email', 'call'] as const)[i % 3]!;
    return { id: 'x', day: i, channel, margin: i % 7, gone: false, optOut: false, age: i % 10 };
  });
  const copies = rows.flatMap((row) => [row, row, row, row, row]);
  const { log, sides } = await split(copies, { ...request, by: 'row' }, schema);
  const hashes = (side: Int32Array) => new Set(Array.from(side, (i) => log.contentHashes()[i]!));
  const [train, test] = [hashes(sides.train), hashes(sides.test)];
  expect([...test].filter((hash) => train.has(hash))).toEqual([]);
  expect([sides.train.length, sides.validation.length, sides.test.length]).toEqual([50, 25, 25]);
});

it('judges on what came later, from a share or a date on', async () => {
  const rows = Array.from({ length: 12 }, (_, i): LogRow => {
    const channel = (['none', 'email', 'call'] as const)[i % 3]!;
    return { id: i % 2 === 0 ? 'a' : 'b', day: i, channel, margin: 0, gone: false, optOut: false, age: 30 };
  });
  const days = ({ decisions, sides }: Awaited<ReturnType<typeof split>>) =>
    [sides.train, sides.validation, sides.test, sides.between].map((side) =>
      Array.from(side, (i) => (decisions.times![i]! - Date.UTC(2026, 0, 1)) / 86_400_000).sort(
        (a, b) => a - b,
      ),
    );
  expect(days(await split(rows, { ...request, by: 'time' }))).toEqual([
    [0, 1, 2, 3, 4, 5],
    [6, 7, 8],
    [9, 10, 11],
    [],
  ]);
  const dated = { ...request, by: 'time', validation: 0, testFrom: '2026-01-11' } as const;
  expect(days(await split(rows, dated))[2]).toEqual([10, 11]);
  const both = days(await split(rows, { ...request, by: 'customer and time', validation: 0, test: 0.5 }));
  expect([both[0]!.length, both[2]!.length, both[3]!.length]).toEqual([3, 3, 6]);
});

it('counts the validation from where the test begins, and keeps outcomes out of other sides', async () => {
  const rows = Array.from({ length: 40 }, (_, i): LogRow => {
    const channel = (['none', 'email', 'call'] as const)[i % 3]!;
    return { id: 'a', day: i, channel, margin: 0, gone: false, optOut: false, age: 30 };
  });
  const sizes = ({ train, validation, test, between }: Awaited<ReturnType<typeof split>>['sides']) =>
    [train, validation, test, between].map(({ length }) => length);
  const by = { by: 'time', test: 0.25, validation: 0.25, seed: 1 } as const;
  expect(sizes((await split(rows, by)).sides)).toEqual([20, 10, 10, 0]);
  expect(sizes((await split(rows, { ...by, testFrom: '2026-01-31' })).sides)).toEqual([20, 10, 10, 0]);
  // Days 38 and 39 are not ripe; of the others 28 and later are the test, 18 to 27 the validation. What days 17 and 27
  // brought came in the next side's time.
  const window = await split(rows, by, randomLogSchema({ window: '2d' }));
  expect(sizes(window.sides)).toEqual([17, 9, 10, 2]);
});

it('refuses a split that leaves nothing to judge on', async () => {
  const rows = [0, 1, 2].map((day): LogRow => {
    const channel = (['none', 'email', 'call'] as const)[day]!;
    return { id: 'a', day, channel, margin: 0, gone: false, optOut: false, age: 30 };
  });
  await expect(split(rows, request)).rejects.toThrow(
    'split by customer: expected decisions to train on, got none of 3',
  );
});
