/** `customers profile`, and how a group of commands is called. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runHere } from '../support/command-here';
import { writeCompany } from '../support/company-files';
import { useFreshFolders } from '../support/fresh-folders';

const fresh = useFreshFolders();

function company(): string {
  const folder = fresh();
  writeCompany(folder, {
    transactions: ['ann,2026-01-01,3,1,x', 'bob,2026-02-03,4,1,x', 'ann,2026-03-01,5.5,1,y'],
  });
  return folder;
}

const profile = (folder: string, ...args: string[]) =>
  runHere(['customers', 'profile', '--company', 'company.yaml', ...args], folder);

it('says what is known of how many', async () => {
  const folder = company();
  const { code, stdout } = await profile(folder, '--as-of', '2026-03-01', '--out', 'p.csv');
  expect(code).toBe(0);
  expect(stdout).toContain('2 customers as of 2026-03-01T00:00:00.000Z, by 2 transactions before it');
  // Nobody has bought twice yet: the third purchase is at the moment.
  expect(stdout).toMatch(/monetary_value +number +0 +0 %/);
  expect(readFileSync(join(folder, 'p.csv'), 'utf8')).toContain('\nann,59,1,0,0,58,,3,1,1\n');
});

it('goes on from earlier profiles, and prints JSON', async () => {
  const folder = company();
  await profile(folder, '--as-of', '2026-02-01', '--out', 'p.csv');
  const later = ['--as-of', '2026-03-02', '--update', 'p.csv', '--out', 'q.csv', '--json'];
  const { code, stdout } = await profile(folder, ...later);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ schemaVersion: 1, asOf: '2026-03-02T00:00:00.000Z', customers: 2 },
    rows: { transactions: 3 },
  });
});

it('says in one line what is wrong, and writes nothing', async () => {
  const folder = company();
  const { code, stderr } = await profile(folder, '--as-of', '1990-01-01', '--out', 'p.csv');
  expect([code, stderr]).toEqual([
    2,
    'profiles: expected a customer known before 1990-01-01T00:00:00.000Z, found none\n',
  ]);
  expect(existsSync(join(folder, 'p.csv'))).toBe(false);
});

/** [typed, said] */
const groups: readonly (readonly [readonly string[], string])[] = [
  [['customers'], 'customers: expected a command (profile, fit, judge, apply, calibrate), got none\n'],
  [['customers', 'profil'], 'customers: unknown command "profil"; did you mean profile?\n'],
  [
    ['customers', 'profile', 'x'],
    'customers profile: expected flags alone (customers profile --help shows them), got "x"\n',
  ],
  [['customers', 'profile', '--outt', 'x'], 'customers profile: unknown flag --outt; did you mean --out?\n'],
  [['custmers'], 'command line: unknown command "custmers"; did you mean customers?\n'],
];

it.each(groups)('refuses %j', async (typed, said) => {
  expect(await runHere(typed, fresh())).toMatchObject({ code: 2, stderr: said });
});

it('shows the help of a command of a group', async () => {
  const { code, stdout } = await runHere(['customers', 'profile', '--help'], fresh());
  expect(code).toBe(0);
  expect(stdout).toContain('contact-dqn customers profile');
  expect(stdout).toContain('--as-of');
});

it('simulates a company of which profiles can be made', async () => {
  const folder = fresh();
  const simulate = ['simulate-company', '--customers', '30', '--weeks', '8', '--out', 'company'];
  const simulated = await runHere([...simulate, '--json'], folder);
  expect(JSON.parse(simulated.stdout)).toMatchObject({ rows: { customers: 30, truthCustomers: 30 } });
  const profiled = await profile(
    join(folder, 'company'),
    '--as-of',
    '2025-02-24',
    '--out',
    'p.csv',
    '--json',
  );
  expect(JSON.parse(profiled.stdout)).toMatchObject({ asOf: '2025-02-24T00:00:00.000Z', customers: 30 });
  expect(await runHere(simulate, folder)).toMatchObject({ code: 2 });
});
