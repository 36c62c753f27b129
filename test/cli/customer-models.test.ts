/** `customers fit`, `judge`, `apply` and `enrich` from the command line. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelNotes } from '../../src/cli/customer-model-flags';
import { customerModels } from '../../src/profiles/models/list';
import { settingsOf } from '../../src/runs/settings';
import { runHere } from '../support/command-here';
import { writeCompany } from '../support/company-files';
import { useFreshFolders } from '../support/fresh-folders';
import { shopDate, shopRows } from '../support/shop';

const fresh = useFreshFolders();

function company(): string {
  const folder = fresh();
  writeCompany(folder, shopRows(80));
  writeFileSync(
    join(folder, 'log.csv'),
    `customer,sent_at,channel,margin,opened\nc0003,${shopDate(125)},email,1,1\nc0004,${shopDate(126)},none,0,0\n`,
  );
  return folder;
}

const ofCompany = ['--company', 'company.yaml', '--as-of'];
const fit = (folder: string, ...more: string[]) =>
  runHere(
    ['customers', 'fit', 'churn', ...ofCompany, shopDate(120), '--window', '30d', '--out', 'churn', ...more],
    folder,
  );

it('fits, judges and applies, each with its word', async () => {
  const folder = company();
  const fitted = await fit(folder);
  expect(fitted.code).toBe(0);
  expect(fitted.stdout).toMatch(/^churn: logistic is .* the rule by days_since_purchase\./);
  expect(fitted.stdout).toContain('written: churn/model.json');
  const judge = ['customers', 'judge', 'churn', '--model', 'churn', ...ofCompany, shopDate(150)];
  const judged = await runHere([...judge, '--json'], folder);
  expect(JSON.parse(judged.stdout)).toMatchObject({
    ...{ schemaVersion: 1, kind: 'customer model', task: 'judge', model: 'churn', notJudged: null },
  });
  const apply = ['customers', 'apply', 'churn', '--model', 'churn', ...ofCompany, shopDate(170)];
  const applied = await runHere([...apply, '--out', 'scores.csv'], folder);
  expect(applied.stdout).toMatch(/churn_probability +number +\d+/);
  expect(readFileSync(join(folder, 'scores.csv'), 'utf8')).toMatch(/^customer,churn_probability\n/);
  expect(await runHere([...apply, '--out', 'scores.csv'], folder)).toMatchObject({
    ...{
      code: 2,
      stderr: '--out: expected a file that is not there yet, found scores.csv; --overwrite replaces it\n',
    },
  });
});

it('enriches a log, and says what models were fitted on', async () => {
  const folder = company();
  const words = ['--data', 'log.csv', '--schema', 'contacts.schema.yaml', '--company', 'company.yaml'];
  const { code, stdout } = await runHere(
    ['enrich', ...words, '--models', 'churn, spend', '--window', '30d', '--out', 'enriched.csv'],
    folder,
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/2025-05 +churn +2 +80 customers/);
  expect(stdout).toContain('written: enriched.csv, enriched.schema.yaml');
  expect(existsSync(join(folder, 'enriched.schema.yaml'))).toBe(true);
});

it.each([
  [['customers', 'fit'], /^kind: expected one model, such as churn, got \[\]/],
  [
    ['customers', 'fit', 'chrun', ...ofCompany, '2025-05-01', '--out', 'x'],
    /^customers fit: expected one of .*did you mean churn\?/,
  ],
  [
    ['customers', 'judge', 'churn', '--model', 'nowhere', ...ofCompany, '2025-05-01'],
    /nowhere.manifest\.json: cannot read: no such file/,
  ],
])('says in one line what is wrong with %j', async (typed, message) => {
  const { code, stderr } = await runHere(typed, company());
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

it('tells of every model in the help, with its methods and columns', async () => {
  expect(modelNotes.map((note) => note.split(' ')[0])).toEqual(customerModels.map(({ name }) => name));
  for (const [i, { settings }] of customerModels.entries()) {
    const { defaultValue } = settingsOf(settings).find(({ path }) => path === 'method')!;
    expect(modelNotes[i]).toContain(String(defaultValue));
  }
  const { stdout } = await runHere(['customers', 'fit', '--help'], fresh());
  expect(stdout).toContain('churn_probability');
});
