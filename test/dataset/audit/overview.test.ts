/** What a log holds, in numbers to be counted by hand. */
import { overviewOf } from '../../../src/dataset/audit/overview';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

it('counts a row as many times as it stands for in what an action earned', async () => {
  const schema = logSchema.parse({ action: 'a', noAction: 'none', reward: 'r', weight: 'w' });
  const log = await readContactLog([file('log.csv', 'a,r,w\nnone,1,3\nnone,5,1\nmail,2,1\n')], schema, {});
  const { actions } = overviewOf(log, decisionsOf(log, schema), schema);
  expect(actions.map(({ decisions, meanReward }) => [decisions, meanReward])).toEqual([
    [2, (3 * 1 + 5) / 4],
    [1, 2],
  ]);
});

it('shows columns that are kept by their meaning alone, and counts groups', async () => {
  const schema = logSchema.parse({
    ...{ customer: 'id', time: 'day', timeUnit: 'days', action: 'a', noAction: 'none', reward: 'r' },
    ...{ cost: 'c', eligible: { mail: 'may' }, terminal: 'gone' },
    group: { column: 'arm', usual: 'A', holdout: 'B' },
  });
  const text = `id,day,a,r,c,may,gone,arm
x,1,mail,0,2.5,yes,no,A
x,2,none,1,0,,yes,A
y,1,none,0,0,no,no,B
z,1,none,0,0,no,no,C
z,2,mail,0,0.5,no,no,A
`;
  const log = await readContactLog([file('log.csv', text)], schema, {});
  const { columns, groups } = overviewOf(log, decisionsOf(log, schema), schema);
  const shown = new Map(columns.map((column) => [column.name, column]));
  expect(['c', 'may', 'gone', 'arm'].map((name) => shown.get(name))).toEqual([
    { name: 'c', meaning: 'cost', kind: 'number', missingShare: 0, distinct: 3, range: '0 to 2.5' },
    { name: 'may', meaning: 'eligible', kind: 'flag', missingShare: 0.2, distinct: 2, range: 'no 3, yes 1' },
    { name: 'gone', meaning: 'terminal', kind: 'flag', missingShare: 0, distinct: 2, range: 'no 4, yes 1' },
    { name: 'arm', meaning: 'group', kind: 'category', missingShare: 0, distinct: 3, range: 'A 3, B 1, C 1' },
  ]);
  expect(groups).toEqual([
    { name: 'usual (A)', rows: 3, customers: 2 },
    { name: 'holdout (B)', rows: 1, customers: 1 },
    { name: 'other', rows: 1, customers: 1 },
  ]);
});
