/** A log that never shows No Action, nor an action that is new since: what has to be said, and where it is said again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, resume, train } from '../../../src';
import { predictionsText } from '../../../src/cli/predictions-text';
import { Random } from '../../../src/core/random';
import type { EvaluatedLog, LoggedReport } from '../../../src/report/report';
import type { Method } from '../../../src/runs/logged/learned/settings';
import { logSource, type LogSource } from '../../../src/runs/logged/log-source';
import { predict } from '../../../src/runs/predict';
import { quietHost } from '../../../src/runs/quiet-host';
import { loadModel } from '../../../src/store/model-store';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost, stoppingHost } from '../../support/hosts';

const freshFolder = useFreshFolders();
const backend = 'wasm';

const SCHEMA = `
customer: id
action: channel
noAction: none
actions: [none, mail, call, push]
reward: margin
propensity: p
features: { group: category }
`;

/** One decision each: a mail brings 1 in a and -2 in b, a call -1 in both; nobody is left alone, and nobody gets a push. */
function contactLog(folder: string, schemaText = SCHEMA, others: readonly string[] = []): LogSource {
  const random = Random.fromSeed(1).fork('contacts');
  const lines = Array.from({ length: 2000 }, (_, i) => {
    const [group, isMail] = [random.uniform() < 0.5 ? 'a' : 'b', random.uniform() < 0.6];
    const mean = !isMail ? -1 : group === 'a' ? 1 : -2;
    const noise = random.uniform() - 0.5;
    return `c${i},${isMail ? 'mail' : 'call'},${(mean + noise).toFixed(3)},${isMail ? 0.6 : 0.4},${group}`;
  });
  const [file, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(file, `id,channel,margin,p,group\n${[...lines, ...others].join('\n')}\n`);
  writeFileSync(schema, schemaText);
  return logSource(file, { schema });
}

const quick = { offPolicy: { resamples: 100 }, passes: { most: 6, patience: 3 } };

const learn = (source: LogSource, folder: string, settings: object, options: object = {}) =>
  train(
    source,
    { ...quick, ...settings },
    {
      ...{ out: join(folder, 'run'), method: 'one-step' as Method, backend, host: hearingHost() },
      ...options,
    },
  );

const ask = (folder: string) =>
  predict(
    join(folder, 'run'),
    { rows: ['{"group": "a"}', '{"group": "b"}'], backend, out: join(folder, 'decided.csv') },
    quietHost(),
  );

it.each(['one-step', 'dqn', 'iql'] as const)(
  '%s leaves alone where contacts bring less than what that is assumed to, and says so',
  async (method) => {
    const folder = freshFolder();
    const source = contactLog(folder);
    await learn(source, folder, { noActionReward: 0.25, startsFrom: { push: 'mail' } }, { method });
    const answer = await ask(folder);
    expect(answer.predictions.map(({ action }) => action)).toEqual(['mail', 'none']);
    for (const { qValues, unsupported } of answer.predictions) {
      expect(qValues.none).toBe(0.25);
      expect(qValues.push).toBe(qValues.mail);
      expect(unsupported).toEqual({ push: 'never logged, value of mail' });
    }
    expect(answer.assumed).toEqual({ none: 0.25 });
    expect(predictionsText(answer, false)).toMatch(/^b {2,}none {2,}0\.25 \(assumed\)/m);
    expect(JSON.parse(predictionsText(answer, true))).toMatchObject({ assumed: { none: 0.25 } });
    expect(readFileSync(join(folder, 'decided.csv'), 'utf8')).toMatch(
      /^row,action,value none \(assumed\),value mail,value call,value push,unsupported none/,
    );
  },
);

describe('the report of such a training', () => {
  const assumed = (value: string) =>
    new RegExp(
      `its value is assumed to be ${value} everywhere, for that decision, without what follows it\\.`,
    );

  it('says what is assumed, what the model is worth by it, and that nobody can know', async () => {
    const folder = freshFolder();
    const source = contactLog(folder);
    const { report } = await learn(source, folder, { noActionReward: 0.25, startsFrom: { push: 'mail' } });
    const { unlogged, offPolicy, verdict, support } = report as LoggedReport;
    // Of 400 decisions; No Action needs no support, for its value is assumed.
    expect(support!.actions).toMatchObject([
      { action: 'mail', allowed: 400, unsupported: 0, reason: null },
      { action: 'call', allowed: 400, unsupported: 0, reason: null },
      { action: 'push', customers: 0, allowed: 400, unsupported: 400, reason: 'never logged' },
    ]);
    expect(unlogged).toEqual({
      noAction: { action: 'No Action', reward: 0.25 },
      startsFrom: [{ action: 'push', from: 'mail' }],
    });
    const { identified, assumption } = offPolicy.policies.model!;
    const { share, part, assumed: value } = assumption!;
    // Half of the customers are of b and left alone; the others bring 1 each.
    expect(share).toBeGreaterThan(0.42);
    expect(share).toBeLessThan(0.58);
    expect(value!.value.value).toBeCloseTo(part.value! + share * 0.25, 9);
    // What was done: .6 · (1 - 2) / 2 - .4 = -.7; the model: (1 + .25) / 2.
    expect(Math.abs(value!.difference.value! - (0.625 + 0.7))).toBeLessThan(0.2);
    expect([identified, verdict.decision]).toEqual([false, 'cannot tell']);
    const [md, html] = ['report.md', 'report.html'].map((name) =>
      readFileSync(join(folder, 'run', name), 'utf8'),
    ) as [string, string];
    expect(html).toContain('Leaving a customer alone counts 0.25 there (assumed).');
    for (const page of [md, html]) {
      expect(page).toMatch(assumed('0.25'));
      expect(page).toContain('the value on validation customers (in part assumed) from');
      expect(page).toContain('push was never logged: its values are those of mail until it is.');
      expect(page).toContain('Value if r0 = 0.25 (assumed)');
      expect(page).toContain('If leaving a customer alone brings 0.25 (assumed)');
    }
  });

  it('is said again by whoever judges the model', async () => {
    const folder = freshFolder();
    const source = contactLog(folder);
    await learn(source, folder, { noActionReward: 0.25 });
    const { document, text, page } = await judge(join(folder, 'run'), source, { backend });
    expect(document).toMatchObject({ unlogged: { noAction: { reward: 0.25 }, startsFrom: [] } });
    expect(text).toMatch(assumed('0.25'));
    expect((page as EvaluatedLog).offPolicy.policies.model!.assumption!.assumed!.reward).toBe(0.25);
  });
});

it('is chosen on validation customers by what is assumed', async () => {
  const folder = freshFolder();
  const { report } = await learn(contactLog(folder), folder, { noActionReward: 5 });
  // No contact brings as much: all are left alone, which is worth 5 whatever the log holds.
  const last = report!.learningCurve.at(-1)!.value;
  for (const value of [last.value, last.low, last.high]) expect(value).toBeCloseTo(5, 9);
});

it('goes on where it was stopped with what was assumed', async () => {
  const folder = freshFolder();
  const source = contactLog(folder);
  await learn(source, folder, { noActionReward: 0.25 }, { host: stoppingHost(2) });
  await resume(join(folder, 'run'), []);
  expect((await loadModel(join(folder, 'run'))).manifest).toMatchObject({
    schemaVersion: 4,
    unlogged: { noActionReward: 0.25 },
  });
});

describe('what has to be said', () => {
  const refusal = async (settings: object, log: Parameters<typeof contactLog>, options: object = {}) => {
    const source = contactLog(...log);
    const error = await learn(source, log[0], settings, options).then(
      () => null,
      (reason: unknown) => reason as Error,
    );
    expect(error?.name).toBe('InputError');
    return error!.message.replaceAll(source.file, 'LOG');
  };

  it('is what leaving alone brings, where the log never shows it', async () => {
    expect(await refusal({}, [freshFolder()])).toBe(
      '--no-action-reward: expected a number, for LOG never shows none and what it brings has to be assumed, got nothing: --no-action-reward 0 assumes that it brings nothing; the number is of one decision, without what follows it',
    );
  });

  it('is nothing where the log shows it', async () => {
    const shown = ['c9998,none,0,0.1,a', 'c9999,none,0,0.1,b'];
    expect(await refusal({ noActionReward: 0 }, [freshFolder(), SCHEMA, shown])).toBe(
      '--no-action-reward: expected only with a log that never shows none, got 0: LOG shows it at 2 of 2002 decisions, and what it brings is learned',
    );
  });

  it('may stand in the schema, which a flag overrides', async () => {
    const schema = `${SCHEMA}shaping: { noActionReward: -3 }\n`;
    const folder = freshFolder();
    const worth = async (options: object, out: string) => {
      await learn(contactLog(folder, schema), folder, { passes: { most: 1 } }, { ...options, out });
      return (await loadModel(out)).manifest.unlogged!.noActionReward;
    };
    expect(await worth({}, join(folder, 'by schema'))).toBe(-3);
    expect(await worth({ noActionReward: 2 }, join(folder, 'by flag'))).toBe(2);
  });

  it.each([
    [
      { fax: 'mail' },
      'startsFrom.fax: expected a contact that the schema lists as one of its actions ("mail", "call", "push"), got "fax"',
    ],
    [
      { call: 'mail' },
      /^startsFrom\.call: expected an action that was never logged, got "call": LOG shows it at \d+ decisions, from which it is learned$/,
    ],
    [{ push: 'none' }, 'startsFrom.push: expected an action that was logged ("mail", "call"), got "none"'],
    [
      { push: 'mial' },
      'startsFrom.push: expected an action that was logged ("mail", "call"), got "mial"; did you mean mail?',
    ],
  ])('of new actions is one that was logged: %j', async (startsFrom, message) => {
    const found = await refusal({ startsFrom, noActionReward: 0 }, [freshFolder()]);
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
  });
});

it('is worth what is assumed along histories too, by whatever chooses among ways of learning', async () => {
  const folder = freshFolder();
  const random = Random.fromSeed(3).fork('histories');
  const row = (i: number, day: number) => {
    const isMail = random.uniform() < 0.6;
    const margin = (random.uniform() - 0.5).toFixed(3);
    return `c${i},2026-01-0${day},${isMail ? 'mail' : 'call'},${margin},${isMail ? 0.6 : 0.4},${day === 1 ? 'a' : 'b'}`;
  };
  const lines = Array.from({ length: 1500 }, (_, i) => `${row(i, 1)}\n${row(i, 8)}`);
  const [file, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(file, `id,day,channel,margin,p,group\n${lines.join('\n')}\n`);
  writeFileSync(schema, `${SCHEMA}time: day\ndiscount: { gamma: 0.8, per: decision }\n`);
  const settings = { noActionReward: 5, passes: { most: 2 } };
  const { report } = await learn(logSource(file, { schema }), folder, settings, { method: 'auto' });
  const { candidates, estimator } = (report as LoggedReport).selection!;
  expect(estimator).toBe('sequentialDr');
  // No contact brings more than 1.8 in all: whatever is learned leaves everybody alone at once, for 5.
  expect(candidates.map(({ value }) => value.value)).toEqual(candidates.map(() => 5));
});
