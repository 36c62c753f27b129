/** A training that may spend only so much, as it is typed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedReport } from '../../src/report/report';
import { companyLog } from '../support/company-log';
import { runHere } from '../support/command-here';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  companyLog(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const train = (...flags: string[]) =>
  runHere(
    [
      ...['train', '--data', 'contacts.csv', '--schema', 'schema.yaml', '--method', 'one-step', '--quiet'],
      ...['--backend', 'wasm', '--set', 'passes.most=2', '--set', 'offPolicy.resamples=100'],
      ...['--set', 'split.validationShare=0.4', '--set', 'support.leastCustomers=5', ...flags],
    ],
    folder,
  );

it('takes a budget a day and capacities, several of them, and says what became of each', async () => {
  const limits = ['--budget', '1.5', '--capacity', 'call=0.1/decision', '--capacity', 'mail=2/day'];
  const { code, stdout, stderr } = await train(...limits, '--out', 'limited', '--json');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { config, spending } = JSON.parse(stdout) as LoggedReport;
  expect((config as { settings: object }).settings).toMatchObject({
    spending: {
      budget: { amount: 1.5, per: 'day' },
      capacity: { call: { amount: 0.1, per: 'decision' }, mail: { amount: 2, per: 'day' } },
    },
  });
  expect(spending!.limits.map(({ channel, asked, isMet }) => [channel, asked.amount, isMet])).toEqual([
    [null, 1.5, true],
    ['call', 0.1, true],
    ['mail', 2, true],
  ]);
  for (const { found, asked } of spending!.limits)
    expect(found).toBeLessThanOrEqual(asked.amount * (1 + 1e-9));
});

it('tells where it ends what is spent', async () => {
  const { code, stdout } = await train('--price', '0.25', '--out', 'priced');
  expect(code).toBe(0);
  expect(stdout).toContain('As was said, each unit of cost is charged 0.25');
  const rule = { age: 31, plan: 'B', vip: false, may_call: 'yes', opt_out: 'no' };
  const seen = { 'earlier call': 0, 'earlier mail': 1, 'days since last contact': 12 };
  const row = JSON.stringify({ ...rule, ...seen });
  const asked = await runHere(['predict', '--model', 'priced', '--row', row, '--quiet'], folder);
  expect(asked.stdout).toContain(
    'The best action is that of value less charge: call 1, mail 0.1250, others nothing.',
  );
});

it('refuses limits on what nobody does, and leaves nothing behind', async () => {
  const { code, stderr } = await train('--capacity', 'fax=2', '--out', 'none');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(
      '--capacity: expected a contact (one of "call", "mail"), got "fax"',
    ) as string,
  });
});
