/** Keys of a log's schema that say where its columns came from. */
import { logSchema } from '../../../src/dataset/schema/log-schema';

const log = { action: 'channel', reward: 'margin' };
const parsed = (enriched: unknown) => logSchema.safeParse({ ...log, enriched });

it('names columns that were added, and the folder of models that they came of where there is one', () => {
  expect(
    parsed({ columns: ['spend', 'churn_probability'], models: 'enriched.customers' }).data!.enriched,
  ).toEqual({
    ...{ columns: ['spend', 'churn_probability'], models: 'enriched.customers' },
  });
  expect(parsed({ columns: ['spend'] }).data!.enriched).toEqual({ columns: ['spend'] });
  const logHash = 'ab'.repeat(32);
  const hashes = { logHash, rowsHash: 'cd'.repeat(32) };
  expect(parsed({ columns: ['spend'], ...hashes }).data!.enriched).toEqual({ columns: ['spend'], ...hashes });
  expect(logSchema.parse(log).enriched).toBeUndefined();
});

it.each([
  [{ columns: [] }],
  [{ columns: ['spend', 'spend'] }],
  [{ models: 'enriched.customers' }],
  [{ columns: ['spend'], logHash: 'AB'.repeat(32) }],
  [{ columns: ['spend'], logHash: 'contacts.csv' }],
  [{ columns: ['spend'], rowsHash: 'contacts.csv' }],
  [['spend']],
])('refuses %j as what was added', (enriched) => {
  expect(parsed(enriched).error!.issues[0]!.path[0]).toBe('enriched');
});
