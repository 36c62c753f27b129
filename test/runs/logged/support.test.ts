/** A model that may not take everything, saved and asked: everywhere it decides, it keeps to what its log supports. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, loadModel, saveModel } from '../../../src';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import type { SupportFilter } from '../../../src/agents/support-filter';
import { Random } from '../../../src/core/random';
import type { MatchedActions } from '../../../src/evaluate/logged/matched-actions';
import type { OffPolicy } from '../../../src/evaluate/off-policy/result';
import { supportSettings } from '../../../src/evaluate/off-policy/support-settings';
import { loadLog, type LogSource } from '../../../src/runs/logged/log-source';
import { loggedDefaults, loggedSettings } from '../../../src/runs/logged/settings';
import { supportOf } from '../../../src/runs/logged/support';
import { predict } from '../../../src/runs/predict';
import { quietHost } from '../../../src/runs/quiet-host';
import { companyLog } from '../../support/company-log';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const ACTIONS = ['No Action', 'call', 'mail'];

async function splitsOf(log: LogSource) {
  const loaded = await loadLog(log, quietHost());
  const { train, decisions, raw } = loaded.split(loggedSettings.parse(loggedDefaults).split);
  return { loaded, raw: raw!, trained: { rows: train, decisions: decisions.train } };
}

/** A model that values call above mail above No Action everywhere, with a filter by these settings. */
async function savedModel(log: LogSource, settings: object, changes: Partial<SupportFilter> = {}) {
  const { loaded, raw, trained } = await splitsOf(log);
  const { features, actions } = trained.rows;
  expect(actions).toEqual(ACTIONS);
  const fitted = supportOf(loaded.contacts, trained, supportSettings.parse(settings), Random.fromSeed(1));
  const shape = { features: features.length, hiddenLayers: [], head: 'plain' as const, actions: 3 };
  const weights = new Float32Array(networkSpec(shape).parameterCount);
  weights.set([1, 3, 2], weights.length - 3);
  const folder = freshFolder();
  const model = {
    ...{ features, actions, hiddenLayers: [], head: 'plain' as const, weights },
    scaling: {
      observationOffset: features.map(() => 0),
      ...{ observationScale: features.map(() => 1), rewardScale: 1 },
    },
    support: { ...fitted, ...changes },
  };
  await saveModel(folder, model, {
    ...{ version: '0.1.0', createdAt: '2026-01-02T03:04:05.000Z', configHash: '', dataHash: '', raw },
    ...{ environment: null, gamma: 0, seed: 0, training: { environmentSteps: 1, gradientUpdates: 1 } },
  });
  return folder;
}

const ROW = {
  ...{ age: 31, plan: 'B', vip: false, may_call: 'yes', opt_out: 'no' },
  ...{ 'earlier call': 0, 'earlier mail': 1, 'days since last contact': 12 },
};

it('counts the customers trained on who took each action', async () => {
  const log = companyLog(freshFolder());
  const { loaded, trained } = await splitsOf(log);
  const { log: columns, decisions } = loaded.contacts;
  const filter = supportOf(loaded.contacts, trained, supportSettings.parse({}), Random.fromSeed(1));
  const takers = ACTIONS.map((_, action) => {
    const rows = [...trained.decisions].filter((one) => decisions.actions[one] === action);
    return new Set(rows.map((one) => columns.customers!.codes[decisions.rows[one]!])).size;
  });
  expect(filter).toMatchObject({
    customers: takers,
    unit: 'customer',
    leastCustomers: 50,
    leastProbability: 0.01,
  });
  expect(filter.behaviour.width).toBe(trained.rows.features.length);
  for (const count of takers) expect(count).toBeGreaterThan(5);
});

const LOW = { leastCustomers: 1, leastProbability: 0 };

it('says for each action whether it is supported, and why not', async () => {
  const log = companyLog(freshFolder());
  const ask = async (settings: object, changes: Partial<SupportFilter>, rows: readonly object[] = [ROW]) => {
    const folder = await savedModel(log, settings, changes);
    const request = { rows: rows.map((row) => JSON.stringify(row)), backend: 'cpu' as const };
    return (await predict(folder, request, quietHost())).predictions;
  };
  expect(await ask(LOW, {})).toMatchObject([{ action: 'call', unsupported: {} }]);
  expect(await ask({ leastProbability: 0 }, { customers: [90, 12, 50] })).toMatchObject([
    {
      ...{ action: 'mail', qValues: { none: 1, call: 3, mail: 2 } },
      unsupported: { call: 'logged for 12 customers, fewer than 50' },
    },
  ]);
  const [barred] = await ask({ leastProbability: 0 }, { customers: [90, 12, 1], unit: 'row' }, [
    { ...ROW, may_call: 'no' },
  ]);
  expect(barred).toMatchObject({ action: 'none', qValues: { call: null } });
  expect(barred!.unsupported).toEqual({ mail: 'logged in 1 row, fewer than 50' });
  const [never] = await ask({ leastProbability: 0 }, { customers: [90, 0, 90] });
  expect([never!.action, never!.unsupported]).toEqual(['mail', { call: 'never logged' }]);
  const [none] = await ask({ leastCustomers: 1, leastProbability: 1 }, {});
  const reasons = ACTIONS.map((action) => none!.unsupported![action]!);
  expect(reasons.filter((reason) => /^probability 0(\.\d+)? below 1$/.test(reason)).length).toBe(2);
  expect(none!.unsupported![none!.action]).toMatch(/; taken since no allowed action is supported$/);
});

it('writes why an action is not supported beside what it is worth', async () => {
  const log = companyLog(freshFolder());
  const folder = await savedModel(log, { leastProbability: 0 }, { customers: [90, 12, 90] });
  const out = join(freshFolder(), 'decided.csv');
  const data = join(freshFolder(), 'now.csv');
  writeFileSync(data, `${Object.keys(ROW).join(',')}\n${Object.values(ROW).join(',')}\n`);
  await predict(folder, { data, out, backend: 'cpu' }, quietHost());
  expect(readFileSync(out, 'utf8')).toBe(
    [
      'row,action,value none,value call,value mail,unsupported none,unsupported call,unsupported mail',
      '1,mail,1,3,2,,"logged for 12 customers, fewer than 50",\n',
    ].join('\n'),
  );
});

it('is judged by what it may take', async () => {
  const log = companyLog(freshFolder());
  const judged = async (changes: Partial<SupportFilter>) => {
    const folder = await savedModel(log, LOW, changes);
    const { document } = await judge(folder, log, { backend: 'cpu' });
    const { offPolicy, matchedActions } = document as {
      offPolicy: OffPolicy;
      matchedActions: MatchedActions;
    };
    const { metrics } = offPolicy.policies.model!;
    const calls = metrics['contacts: call']!.value!;
    return {
      calls,
      mails: metrics['contacts: mail']!.value!,
      matched: matchedActions.policies.model!.reward,
    };
  };
  const [free, filtered] = [await judged({}), await judged({ leastCustomers: 50, customers: [90, 49, 90] })];
  // Half of the customers may be called; the others get mail, unless they had too much of it.
  expect(free.calls).toBeGreaterThan(0.3);
  expect(filtered.calls).toBe(0);
  expect(filtered.mails).toBeGreaterThan(free.mails);
  expect(filtered.matched).not.toBe(free.matched);
});

it('is found again where the model is loaded', async () => {
  const log = companyLog(freshFolder());
  const folder = await savedModel(log, {});
  const { loaded, trained } = await splitsOf(log);
  const fitted = supportOf(loaded.contacts, trained, supportSettings.parse({}), Random.fromSeed(1));
  expect((await loadModel(folder)).model.support).toEqual(fitted);
});
