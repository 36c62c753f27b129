/** The memory of decisions is said before it is taken: never less than it comes to, and not much more. */
import fc from 'fast-check';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { sizeOfDecisions } from '../../../src/dataset/decisions/decision-size';
import { decisionsOf, type LoggedDecisions } from '../../../src/dataset/decisions/decisions';
import type { ContactLog } from '../../../src/dataset/contacts/contact-log';
import { encodeFeatures } from '../../../src/dataset/features/encode-features';
import { fitFeatures } from '../../../src/dataset/features/fit-features';
import { logSchema, type LogSchema } from '../../../src/dataset/schema/log-schema';
import { logChanges, logRows, logText, randomLogSchema } from '../../support/random-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

/** Bytes of arrays that the log itself does not hold. */
function bytesOf(decisions: LoggedDecisions, log: ContactLog): number {
  const arrays = new Set<ArrayBufferView>();
  const gather = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) arrays.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  gather({ ...decisions, barred: null });
  const shared = [log.times, log.loggedActions, log.rewards, log.costs, log.terminal];
  for (const array of shared) if (array !== null) arrays.delete(array);
  for (const column of log.features) arrays.delete(column.kind === 'category' ? column.codes : column.values);
  return [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function encodedBytes({ features, times, count, rows }: LoggedDecisions): number {
  const all = Int32Array.from(rows.keys());
  const table = new Map(features.map((column) => [column.name, column]));
  if (count === 0) return 0;
  return encodeFeatures(fitFeatures(features, all, times), table, all, times, String).byteLength;
}

async function sizes(text: string, schema: LogSchema) {
  const log = await readContactLog([file('log.csv', text)], schema, schema.features!);
  const said = sizeOfDecisions(log, schema);
  return { said, log, decisions: decisionsOf(log, schema) };
}

it('says how many decisions there will be, and enough memory for them', async () => {
  await fc.assert(
    fc.asyncProperty(logRows, logChanges, async (rows, changes) => {
      const { said, log, decisions } = await sizes(logText(rows), randomLogSchema(changes));
      expect([said.count, said.columns]).toEqual([decisions.count, decisions.features.length]);
      expect(said.bytes).toBeGreaterThanOrEqual(bytesOf(decisions, log));
      expect(said.encodedBytes).toBeGreaterThanOrEqual(encodedBytes(decisions));
    }),
    { numRuns: 60 },
  );
});

it('makes a year of weekly decisions within the memory it said', async () => {
  const customers = 500;
  // Each was contacted once, in the first days of the year; one of them once more at its end.
  const rows = Array.from({ length: customers }, (_, i) => `c${i},2026-01-0${1 + (i % 7)},mail,1,${i % 80}`);
  const text = [
    'id,day,channel,margin,age',
    ...rows,
    'c1,2026-12-31,none,0,1',
    'c2,2026-12-31,call,0,1',
  ].join('\n');
  const schema = logSchema.parse({
    ...{ customer: 'id', time: 'day', action: 'channel', noAction: 'none', reward: 'margin' },
    ...{
      calendar: '7d',
      features: { age: 'number' },
      history: ['contacts by channel', 'days since last contact'],
    },
  });
  const { said, log, decisions } = await sizes(text, schema);
  expect(decisions.count).toBeGreaterThan(52 * customers);
  expect(said.count).toBe(decisions.count);
  const measured = bytesOf(decisions, log);
  expect(said.bytes).toBeGreaterThanOrEqual(measured);
  expect(said.bytes).toBeLessThan(1.2 * measured);
});
