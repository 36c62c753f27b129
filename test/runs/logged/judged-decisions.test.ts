/** An action that only the rows learned from show: what is judged has no row of it to weigh, so that nothing is identified. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selectRows } from '../../../src/dataset/logged-rows';
import { offPolicySettings } from '../../../src/evaluate/off-policy/settings';
import { loadLog, logSource } from '../../../src/runs/logged/log-source';
import { judgeOffPolicy } from '../../../src/runs/logged/off-policy/judge-log';
import { quietHost } from '../../../src/runs/quiet-host';
import { useFreshFolders } from '../../support/fresh-folders';
import { csvOf } from '../../support/public-logs';

const freshFolder = useFreshFolders();

/** Thirty rows to learn from, in which e-mails bring 9, and forty to judge on, of which half are calls; none brings 1, a call 3. */
const rows = Array.from({ length: 70 }, (_, i) => {
  const channel = ['none', 'call', 'email'][i < 30 ? i % 3 : i % 2]!;
  return { age: 20 + (i % 10), channel, margin: { none: 1, call: 3, email: 9 }[channel]!, p: 0.5 };
});

/** The log where half of its rows were learned from, judged by the policy of this name. */
async function judged(subject: string, propensity: object) {
  const folder = freshFolder();
  const [data, schema] = [join(folder, 'log.csv'), join(folder, 's.json')];
  writeFileSync(data, csvOf(rows));
  const columns = { action: 'channel', noAction: 'none', reward: 'margin', features: { age: 'number' } };
  writeFileSync(schema, JSON.stringify({ ...columns, ...propensity }));
  const loaded = await loadLog(logSource(data, { schema }), quietHost());
  const { contacts } = loaded;
  const all = loaded.rows(null);
  // Line 1 of the file is the header; decisions are in an order of their own.
  const some = (isOne: (row: number) => boolean) => {
    const decisions = Int32Array.from(all.lines.keys()).filter((i) => isOne(all.lines[i]! - 2));
    return { rows: selectRows(all, decisions), decisions };
  };
  const log = {
    contacts,
    findings: [],
    judged: some((row) => row >= 30),
    learnedFrom: some((row) => row < 30),
    isFixed: true,
  };
  const settings = { offPolicy: offPolicySettings.parse({ resamples: 100 }) };
  return (await judgeOffPolicy(log, subject, settings, quietHost())).offPolicy;
}

describe.each([
  ['logged probabilities', { propensity: 'p' }],
  ['estimated ones', {}],
])('by %s', (_, propensity) => {
  let offPolicy: Awaited<ReturnType<typeof judged>>;
  beforeAll(async () => {
    offPolicy = await judged('always-email', propensity);
  });

  it('says that e-mails were never logged among what is judged', () => {
    // What brought most in the rows learned from is an e-mail too.
    for (const name of ['always-email', 'best-constant']) {
      const { identified, reasons, value, estimates, assumption } = offPolicy.policies[name]!;
      expect({ identified, value, estimates }).toEqual({ identified: false, value: null, estimates: {} });
      expect(reasons).toEqual([
        'email was never logged among the 40 decisions that are judged, and the policy does it at 100 % of these',
      ]);
      // Twenty rows brought 1 and twenty 3.
      expect(assumption).toMatchObject({ actions: ['email'], share: 1, breakEven: 2 });
    }
  });

  it('shares what was logged there equally', () => {
    const { identified, support, value } = offPolicy.policies.uniform!;
    expect(identified).toBe(true);
    expect(support!.unloggedShare).toBe(0);
    expect(value!.interval.value).toBeCloseTo(2, 1);
  });

  it('has a model of what was done that never takes it', () => {
    const { identified, support, reasons } = offPolicy.policies['behaviour-clone']!;
    expect([identified, support!.unloggedShare, reasons]).toEqual([true, 0, []]);
  });
});
