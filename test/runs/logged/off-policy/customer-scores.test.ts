/** What customer models say is found by the names of the columns that they give, and by nothing else. */
import { customerScoresOn } from '../../../../src/runs/logged/off-policy/customer-scores';
import { loadLog } from '../../../../src/runs/logged/log-source';
import { companyLog } from '../../../support/company-log';
import { useFreshFolders } from '../../../support/fresh-folders';
import { hearingHost } from '../../../support/hosts';

const freshFolder = useFreshFolders();

const ADDED = ['uplift_call', 'uplift_mail', 'response_No Action', 'response_call', 'response_mail'];
const MONEY = ['lifetime_value', 'expected_spend'];

const schemaOf = (columns: readonly string[], more: string) => `
customer: id
time: day
action: channel
noAction: none
reward: margin
propensity: p
cost: { mail: 0.5, call: 4 }
features: { ${['age', ...columns].map((name) => `"${name}": number`).join(', ')} }
${more}`;

async function scoresOf(columns: readonly string[], more: string) {
  const cells = (row: number) => columns.map((_, j) => row + 1000 * j).join(',');
  const schema = schemaOf(columns, more);
  const source = companyLog(freshFolder(), schema, [columns.join(','), cells]);
  const { contacts } = await loadLog(source, hearingHost());
  const { decisions, log } = contacts;
  const all = Int32Array.from({ length: decisions.count }, (_, i) => i);
  // Line 2 is row 0 of the file.
  const rowOf = (decision: number) => log.lines[decisions.rows[decision]!]! - 2;
  return { scoresOn: customerScoresOn(contacts, all), decisions, rowOf };
}

const enriched = (columns: readonly string[]) => `enriched: { columns: ${JSON.stringify(columns)} }`;

it('finds each by the name that its model gives it', async () => {
  const { scoresOn, decisions, rowOf } = await scoresOf([...ADDED, ...MONEY], enriched([...ADDED, ...MONEY]));
  const some = Int32Array.of(150, 7);
  const { uplift, values, width, columns, costs, grossRewards } = scoresOn!(some);
  expect(decisions.actionNames).toEqual(['No Action', 'call', 'mail']);
  const rows = [rowOf(150), rowOf(7)];
  expect([...uplift!.changes]).toEqual(rows.flatMap((row) => [0, row, row + 1000]));
  expect([...uplift!.responses]).toEqual(rows.flatMap((row) => [row + 2000, row + 3000, row + 4000]));
  expect([...values!]).toEqual(rows.map((row) => row + 5000));
  expect([width, columns.length]).toEqual([7, 14]);
  expect([...costs]).toEqual([decisions.costs[150], decisions.costs[7]]);
  // The schema does not say that costs were taken off.
  expect([...grossRewards]).toEqual([decisions.rewards[150], decisions.rewards[7]]);
});

it.each([
  ['rewardNetOfCost: true', 1],
  ['rewardNetOfCost: false', 1],
])('puts costs back that are taken off, %s', async (said) => {
  const { scoresOn, decisions } = await scoresOf(MONEY, `${said}\n${enriched(MONEY)}`);
  const all = Int32Array.from({ length: 40 }, (_, i) => i);
  const { grossRewards, uplift } = scoresOn!(all);
  expect([...grossRewards]).toEqual([...all].map((i) => decisions.rewards[i]! + decisions.costs[i]!));
  expect(decisions.costs.subarray(0, 40).some((cost) => cost > 0)).toBe(true);
  expect(uplift).toBeNull();
});

it('takes expected spend where there is no lifetime value, and of a log’s own columns none', async () => {
  const own = await scoresOf(MONEY, enriched(['expected_spend']));
  expect([...own.scoresOn!(Int32Array.of(3)).values!]).toEqual([own.rowOf(3) + 1000]);
  expect((await scoresOf(MONEY, '')).scoresOn).toBeNull();
  expect((await scoresOf(MONEY, enriched(['p_churn']))).scoresOn).toBeNull();
});
