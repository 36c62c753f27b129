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
