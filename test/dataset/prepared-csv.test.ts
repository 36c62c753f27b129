import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { InputError } from '../../src/core/errors';
import { loadLoggedRows } from '../../src/dataset/load-logged-rows';
import { pythonNumber, writePreparedCsv } from '../../src/dataset/prepared-csv';
import { schemaConfigSchema } from '../../src/dataset/schema-config';
import { loggedRows } from '../support/logged-rows';
import { useTestFiles } from '../support/test-files';

const file = useTestFiles();
const schema = schemaConfigSchema.parse({ state: 'State', action: 'Action', reward: 'Reward' });

// Right-hand sides are what Python 3 prints for repr(...)
it.each([
  [1, '1.0'],
  [0, '0.0'],
  [-0, '-0.0'],
  [-0.01, '-0.01'],
  [0.0001, '0.0001'],
  [0.00001234, '1.234e-05'],
  [1e-7, '1e-07'],
  [5e-324, '5e-324'],
  [123456789.125, '123456789.125'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [-1.5e300, '-1.5e+300'],
])('prints %p as Python does: %s', (value, text) => {
  expect(pythonNumber(value)).toBe(text);
});

it('prints every finite number so that it reads back the same', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(pythonNumber(value))).toBe(value);
    }),
  );
});

it('reads back what it wrote, whatever the actions are called', async () => {
  const number = fc.float({ noNaN: true, noDefaultInfinity: true });
  const contactName = fc.constantFrom('mail', 'a, b', 'say "hi"', 'two\nlines', 'in  between', 'é');
  const row = fc.tuple(fc.array(number, { minLength: 2, maxLength: 2 }), fc.nat(2), number);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), contactName, async (table, contact) => {
      const rows = {
        ...loggedRows([[[0, 0], 1, 0], [[0, 0], 2, 0], ...table]), // every action is there
        actions: ['No Action', contact, 'éz'],
      };
      const path = file('round-trip.csv');
      writePreparedCsv(path, { rows, states: Float64Array.from(rows.observations) });
      const back = (await loadLoggedRows(path, schema)).rows;
      expect([...back.observations]).toEqual([...rows.observations]);
      expect([...back.rewards]).toEqual([...rows.rewards]);
      expect([...back.loggedActions].map((action) => back.actions[action])).toEqual(
        [...rows.loggedActions].map((action) => rows.actions[action]),
      );
    }),
    { numRuns: 30 },
  );
});

it('writes more rows than go into one piece', async () => {
  const rows = loggedRows(Array.from({ length: 10_001 }, (_, i) => [[i], 1, i]));
  const path = file('pieces.csv');
  writePreparedCsv(path, { rows, states: Float64Array.from(rows.observations) });
  expect(readFileSync(path, 'utf8').split('\r\n').slice(-2)).toEqual(['"[10000.0]",mail,10000.0', '']);
  expect((await loadLoggedRows(path, schema)).rows.rewards).toEqual(rows.rewards);
});

it('says where it cannot write', () => {
  const rows = loggedRows([[[1], 1, 1]]);
  const taken = file('taken', '');
  expect(() => writePreparedCsv(`${taken}/out.csv`, { rows, states: Float64Array.of(1) })).toThrow(
    InputError,
  );
});
