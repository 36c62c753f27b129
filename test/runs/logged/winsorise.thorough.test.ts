/** Rewards that were declared to be cut off: learned from so, judged as they were logged, and the bias told. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { train } from '../../../src';
import { parseInput } from '../../../src/core/errors';
import type { LoggedReport } from '../../../src/report/report';
import { learnedSettings } from '../../../src/runs/logged/learned/settings';
import { logSource } from '../../../src/runs/logged/log-source';
import { predict } from '../../../src/runs/predict';
import { quietHost } from '../../../src/runs/quiet-host';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';

const freshFolder = useFreshFolders();
const backend = 'wasm';

const SCHEMA = `
customer: id
action: channel
noAction: none
actions: [none, mail, call]
reward: margin
propensity: p
features: { group: category }
`;

/** Of each 150 decisions 50 by each channel: a call brings 1, one mail in fifty 100, so 2 on average, and nothing nothing. */
function salesLog(folder: string) {
  const lines = Array.from({ length: 3000 }, (_, i) => {
    const [channel, margin] = [
      ['none', 0],
      ['mail', i % 150 === 1 ? 100 : 0],
      ['call', 1],
    ][i % 3]!;
    return `c${i},${channel},${margin},0.3333333333,a`;
  });
  const [file, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(file, `id,channel,margin,p,group\n${lines.join('\n')}\n`);
  writeFileSync(schema, SCHEMA);
  return logSource(file, { schema });
}

const learn = (folder: string, settings: object, out: string) =>
  train(
    salesLog(folder),
    { offPolicy: { resamples: 100 }, passes: { least: 15, most: 15 }, ...settings },
    { out: join(folder, out), method: 'one-step', backend, host: quietHost() },
  );

async function valuesOf(folder: string, out: string) {
  const ask = { rows: ['{"group": "a"}'], backend } as const;
  const { predictions } = await predict(join(folder, out), ask, quietHost());
  return predictions[0]!;
}

it('learns from what is left, and judges by what was logged', async () => {
  const folder = freshFolder();
  const { report: whole } = await learn(folder, {}, 'whole');
  const { report: cut } = await learn(folder, { winsorise: [0, 1] }, 'cut');
  // Mails bring 2 on average; of each 50 but one 1 where all above 1 is cut off.
  const [asLogged, asCut] = [await valuesOf(folder, 'whole'), await valuesOf(folder, 'cut')];
  expect([asLogged.action, asCut.action]).toEqual(['mail', 'call']);
  expect(Math.abs(asCut.qValues.mail! - 0.02)).toBeLessThan(0.1);
  expect(Math.abs(asCut.qValues.call! - 1)).toBeLessThan(0.1);
  const valueOf = (report: unknown, policy: string) =>
    (report as LoggedReport).offPolicy.policies[policy]!.value;
  for (const policy of ['logged', 'always-mail', 'always-call'])
    expect(valueOf(cut, policy)).toEqual(valueOf(whole, policy));
  expect('winsorised' in whole!).toBe(false);
});

it('chooses the model by what was logged', async () => {
  const folder = freshFolder();
  const { report: whole } = await learn(folder, {}, 'whole');
  // Mails still bring more than calls, 1.4 on average, so that both models mail everybody.
  const { report: cut } = await learn(folder, { winsorise: [0, 70] }, 'cut');
  const [asCut, last] = [await valuesOf(folder, 'cut'), cut!.learningCurve.at(-1)!];
  expect(asCut.action).toBe('mail');
  expect(asCut.qValues.mail).toBeLessThan((await valuesOf(folder, 'whole')).qValues.mail! * 0.8);
  expect(last.value).toEqual(whole!.learningCurve.at(-1)!.value);
});

it('tells limits, rows and bias, over all and by action', async () => {
  const folder = freshFolder();
  const { report } = await learn(folder, { winsorise: [0, 1], passes: { least: 1, most: 1 } }, 'cut');
  const { winsorised, splits } = report as LoggedReport;
  const { all, actions, limits, declared } = winsorised!;
  const [{ mail, call, none = actions['No Action'] }, sales] = [actions, all.above];
  expect([declared, limits, all.count, all.below]).toEqual([
    [0, 1],
    { low: 0, high: 1 },
    splits.train.rows,
    0,
  ]);
  expect(sales).toBeGreaterThan(3);
  expect(all.before).toBeCloseTo((100 * sales + call!.count) / all.count, 9);
  expect(all.after).toBeCloseTo((sales + call!.count) / all.count, 9);
  expect(mail).toMatchObject({
    above: sales,
    before: (100 * sales) / mail!.count,
    after: sales / mail!.count,
  });
  expect(call).toMatchObject({ above: 0, before: 1, after: 1 });
  expect(none).toMatchObject({ above: 0, before: 0, after: 0 });
  const [md, html] = ['report.md', 'report.html'].map((file) =>
    readFileSync(join(folder, 'cut', file), 'utf8'),
  );
  for (const page of [md, html]) {
    expect(page).toContain('Rewards that were cut off');
    expect(page).toContain('rewards below 0 were learned from as 0 and those above 1 as 1:');
    expect(page).toContain('Whatever is judged is judged by the rewards that were logged.');
  }
});

it.each([
  [0.5, 'test winsorise: expected a number < 0.5, got 0.5'],
  [0, 'test winsorise: expected a number > 0, got 0'],
  [[2, 1], 'test winsorise: expected the lower limit first, got [2,1]'],
  [[1], 'test winsorise: expected a share below 0.5 such as 0.001, or two limits such as [-10, 50], got [1]'],
  [
    'all',
    'test winsorise: expected a share below 0.5 such as 0.001, or two limits such as [-10, 50], got "all"',
  ],
])('refuses %j', (winsorise, message) => {
  expect(() => parseInput('test', learnedSettings, { method: 'dqn', winsorise })).toThrow(
    inputError(message),
  );
});
