/**
 * What the audit must find, and must not, in public logs. They are not ours to ship: where they do not lie beside the
 * repository these tests are skipped.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../../src/dataset/audit/audit';
import type { Finding } from '../../src/dataset/audit/finding';
import { auditSettings } from '../../src/dataset/audit/settings';
import { readContactLog } from '../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../src/dataset/decisions/decisions';
import { logSchema } from '../../src/dataset/schema/log-schema';

const PUBLIC = join(__dirname, '../../../shared/data/public');

const describeIfThere = existsSync(PUBLIC) ? describe : describe.skip;

/** @param without features that the file has and the audit is not shown */
async function findingsOf(file: string, given: object, without: readonly string[][] = [[]]) {
  const schema = logSchema.parse(given);
  const log = await readContactLog([join(PUBLIC, file)], schema, schema.features!);
  return without.map((hidden): Map<string, Finding[]> => {
    const shown = { ...log, features: log.features.filter(({ name }) => !hidden.includes(name)) };
    const findings = audit(shown, decisionsOf(shown, schema), schema, auditSettings.parse({}));
    const codes = new Set(findings.map(({ code }) => code));
    return new Map([...codes].map((code) => [code, findings.filter((finding) => finding.code === code)]));
  });
}

const numbers = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'number']));
const categories = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'category']));

const LEAKS = ['action-in-state', 'reward-in-state', 'counts-this-contact'];

const waves = {
  ...{
    customer: 'customer_id',
    time: 'time_hours',
    timeUnit: 'hours',
    action: 'action',
    noAction: 'no_offer',
  },
  ...{ reward: 'reward', propensity: 'propensity' },
};
const wavesFeatures = {
  ...numbers('age', 'income', 'member_days', 'spend_total_before', 'spend_last_wave', 'offers_before'),
  ...numbers('views_before', 'completions_before', 'hours_since_last_offer'),
  ...categories('gender'),
};

describeIfThere('public logs (skipped where they are not there)', () => {
  it('bank-marketing: the length of the call is known only afterwards', async () => {
    const [found] = await findingsOf('bank-marketing/bank-additional-full.csv.gz', {
      ...{ action: 'contact', reward: 'y' },
      features: {
        ...numbers(
          'age',
          'duration',
          'campaign',
          'previous',
          'emp.var.rate',
          'cons.price.idx',
          'cons.conf.idx',
        ),
        ...numbers('euribor3m', 'nr.employed', 'pdays'),
        ...categories(
          'job',
          'marital',
          'education',
          'default',
          'housing',
          'loan',
          'month',
          'day_of_week',
          'poutcome',
        ),
      },
    });
    const leaks = LEAKS.flatMap((code) => found!.get(code) ?? []);
    expect(leaks.map(({ severity, message }) => [severity, message.split(' ')[0]])).toEqual([
      ['block', 'duration'],
    ]);
  });

  it('Open Bandit, women by Thompson sampling: constants without support', async () => {
    const [found] = await findingsOf('open-bandit/bts/women/women.csv.gz', {
      ...{ time: 'timestamp', action: 'item_id', reward: 'click', propensity: 'propensity_score' },
      features: categories(
        'position',
        'user_feature_0',
        'user_feature_1',
        'user_feature_2',
        'user_feature_3',
      ),
    });
    const [finding] = found!.get('constants-without-support')!;
    expect(finding!.values).toMatchObject({ constants: 29, of: 46, smallest: 1e-6 });
  });

  it('Hillstrom without its propensities: they can be estimated, and nothing leaks', async () => {
    const [found] = await findingsOf('hillstrom/hillstrom.csv.gz', {
      ...{ action: 'segment', noAction: 'No E-Mail', reward: 'spend', outcomes: ['visit', 'conversion'] },
      features: {
        ...numbers('recency', 'history', 'mens', 'womens', 'newbie'),
        ...categories('history_segment', 'zip_code', 'channel'),
      },
    });
    expect(found!.get('propensities-estimable')![0]!.message).toContain('they can be estimated');
    expect(LEAKS.filter((code) => found!.has(code))).toEqual([]);
  });

  it('Starbucks waves: silent about leaks with the proper features, not with a part of the reward', async () => {
    const [proper, leaky] = await findingsOf(
      'starbucks/waves.csv.gz',
      { ...waves, outcomes: ['payout'], features: { ...wavesFeatures, spend: 'number' } },
      [['spend'], []],
    );
    expect(LEAKS.filter((code) => proper!.has(code))).toEqual([]);
    expect([...proper!.values()].flat().filter(({ severity }) => severity === 'block')).toEqual([]);
    expect(leaky!.get('reward-in-state')![0]).toMatchObject({ severity: 'block' });
    expect(leaky!.get('reward-in-state')![0]!.message).toMatch(/^spend alone explains 9\d/);
  });
});
