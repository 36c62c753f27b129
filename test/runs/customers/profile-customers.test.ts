/** Profiles as files: from scratch, from earlier ones on, and what is refused. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileCustomers, type ProfileRequest } from '../../../src/runs/customers/profile-customers';
import { quietHost } from '../../../src/runs/quiet-host';
import { writeCompany, type CompanyRows } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost, stoppingHost } from '../../support/hosts';
import { inputError } from '../../support/input-error';
import { parquetRows } from '../../support/parquet-file';

const freshFolder = useFreshFolders();

const rows: CompanyRows = {
  transactions: ['bob,2026-01-02,5,1,x', '"Ann, ""A""",2026-01-01,10,1,x'],
  contacts: ['bob,2026-01-05,email,0,1'],
};

function request(folder: string, more: Partial<ProfileRequest> = {}): ProfileRequest {
  return {
    ...{ company: join(folder, 'company.yaml'), asOf: '2026-01-10', out: join(folder, 'profiles.csv') },
    ...{ overwrite: false, ...more },
  };
}

const profile = (asked: ProfileRequest) => profileCustomers(asked, quietHost());

function companyFolder(given: CompanyRows = rows): string {
  const folder = freshFolder();
  writeCompany(folder, given);
  return folder;
}

it('writes a line for each customer, and cells that nobody knows empty', async () => {
  const folder = companyFolder();
  await profile(request(folder));
  expect(readFileSync(join(folder, 'profiles.csv'), 'utf8')).toBe(
    [
      'customer,days_since_purchase,purchases,frequency,recency_days,age_days,monetary_value,spend,quantity,share_x,contacts,days_since_contact,opens,open_rate,contacts_email,opens_email,contacts_call,opens_call',
      '"Ann, ""A""",9,1,0,0,8,,10,1,1,0,,0,,0,0,0,0',
      // The window of the contact ends on 12 January.
      'bob,8,1,0,0,7,,5,1,1,1,5,0,,1,0,0,0',
      '',
    ].join('\n'),
  );
});

it('warns of tables that ended before the moment', async () => {
  const folder = freshFolder();
  writeCompany(folder, rows, '', { contacts: '2026-01-10' });
  const host = hearingHost();
  await profileCustomers(request(folder), host);
  expect(host.heard.warn).toEqual([
    `${folder}/company.yaml transactions: known until 2026-01-03T00:00:00.000Z, the end of the day of its last row (\`until\` of transactions states another): of what came later, before 2026-01-10T00:00:00.000Z, profiles know nothing`,
  ]);
});

it('tells moments by the clocks of the company', async () => {
  const folder = freshFolder();
  writeCompany(folder, rows, 'timeZone: Europe/Zurich\n', { contacts: '2026-01-10' });
  const host = hearingHost();
  await profileCustomers(request(folder, { asOf: '2026-01-10T12:00:00Z' }), host);
  expect(host.heard.warn[0]).toBe(
    `${folder}/company.yaml transactions: known until 2026-01-03, the end of the day of its last row (\`until\` of transactions states another): of what came later, before 2026-01-10 13:00 Europe/Zurich, profiles know nothing`,
  );
  await expect(profile(request(folder, { asOf: '2026-01-01', out: join(folder, 'b.csv') }))).rejects.toThrow(
    inputError('profiles: expected a customer known before 2026-01-01, found none'),
  );
});

it('writes the same as Parquet', async () => {
  const folder = companyFolder();
  const out = join(folder, 'profiles.parquet');
  await profile(request(folder, { out }));
  const [first] = await parquetRows(out);
  expect(first).toMatchObject({ customer: 'Ann, "A"', spend: 10, monetary_value: null });
});

it('comes to the same bytes from earlier profiles and the rows since as from scratch', async () => {
  const later: CompanyRows = {
    transactions: ['bob,2026-01-20 12:00:00,0.3,2,y', 'zoe,2026-01-30,7,1,x'],
    // What came of the first contact was open at the moment of the earlier profiles.
    contacts: ['bob,2026-01-05,email,0,1', 'bob,2026-01-15,call,0,1'],
  };
  const all = companyFolder({
    transactions: [...rows.transactions!, ...later.transactions!],
    contacts: later.contacts!,
  });
  const since = companyFolder(later);
  const end = { asOf: '2026-02-01' };
  await profile(request(all));
  await profile(request(all, { ...end, out: join(all, 'scratch.csv') }));
  const update = join(all, 'profiles.csv');
  await profile(request(since, { ...end, update, out: join(since, 'updated.csv') }));
  const [scratch, updated] = [join(all, 'scratch.csv'), join(since, 'updated.csv')];
  for (const name of ['', '.totals.csv', '.totals.json'])
    expect(readFileSync(`${updated}${name}`, 'utf8')).toBe(readFileSync(`${scratch}${name}`, 'utf8'));
});

describe('from earlier profiles on', () => {
  const update = async (given: CompanyRows, yaml = '') => {
    const folder = companyFolder();
    await profile(request(folder));
    const later = freshFolder();
    writeCompany(later, given, yaml);
    const earlier = join(folder, 'profiles.csv');
    const updating = profile(request(later, { asOf: '2026-02-01', update: earlier }));
    return { folder, later, updating };
  };

  it('refuses files that have some of the rows that were counted', async () => {
    const { updating } = await update({ ...rows, transactions: ['bob,2026-01-02,5,1,x'] });
    await expect(updating).rejects.toThrow(
      inputError(
        'transactions: expected none of the 2 rows that the earlier profiles count, or all of them, got 1; make profiles from scratch where rows came late or were taken away',
      ),
    );
  });

  it('refuses files without the contacts of which the outcome was open', async () => {
    const { updating } = await update({ ...rows, contacts: ['bob,2026-01-20,email,0,1'] });
    await expect(updating).rejects.toThrow(
      inputError(
        'contacts: expected the 1 contacts whose window had not passed at the moment of the earlier profiles, as what came of them counts now, got 0',
      ),
    );
  });

  it('refuses other days', async () => {
    const { folder, later, updating } = await update(rows, 'timeZone: Asia/Tokyo\n');
    await expect(updating).rejects.toThrow(
      inputError(
        `${folder}/profiles.csv.totals.json timeZone: expected "Asia/Tokyo", as ${later}/company.yaml has it, got "UTC"; make profiles from scratch`,
      ),
    );
  });

  it('refuses totals of other channels, and those that know of none', async () => {
    const folder = companyFolder();
    await profile(request(folder));
    const update = join(folder, 'profiles.csv');
    const meaning = `${update}.totals.json`;
    const asked = request(folder, { update, out: join(folder, 'other.csv') });
    const refused = (channels: string) =>
      inputError(
        `${meaning} channels: expected ["call","email"], as ${folder}/company.yaml has it, got ${channels}; make profiles from scratch, with all channels among \`actions\` of the schema of the contacts`,
      );
    const saved = JSON.parse(readFileSync(meaning, 'utf8')) as { meaning: Record<string, unknown> };
    const { channels, ...others } = saved.meaning;
    expect(channels).toEqual(['call', 'email']);
    writeFileSync(meaning, JSON.stringify({ ...saved, meaning: { ...others, channels: ['email', 'sms'] } }));
    await expect(profile(asked)).rejects.toThrow(refused('["email","sms"]'));
    writeFileSync(meaning, JSON.stringify({ ...saved, meaning: others }));
    await expect(profile(asked)).rejects.toThrow(refused('[]'));
  });

  it('refuses an earlier moment, and totals that were changed', async () => {
    const folder = companyFolder();
    await profile(request(folder));
    const update = join(folder, 'profiles.csv');
    const out = join(folder, 'other.csv');
    await expect(profile(request(folder, { asOf: '2026-01-09', update, out }))).rejects.toThrow(
      inputError(
        '--as-of: expected 2026-01-10T00:00:00.000Z, the moment of --update, or later, got "2026-01-09"',
      ),
    );
    const totals = `${update}.totals.csv`;
    writeFileSync(totals, readFileSync(totals, 'utf8').replace('bob', 'rob'));
    await expect(profile(request(folder, { update, out }))).rejects.toThrow(
      /^.*totals\.csv: expected the file of /,
    );
    expect(readdirSync(folder)).not.toContain('other.csv');
  });

  it('does not write over what it reads', async () => {
    const folder = companyFolder();
    await profile(request(folder));
    const update = join(folder, 'profiles.csv');
    await expect(profile(request(folder, { update, overwrite: true }))).rejects.toThrow(
      /expected another file than --update/,
    );
  });
});

it('says which file is not there', async () => {
  const folder = companyFolder();
  rmSync(join(folder, 'contacts.csv'));
  await expect(profile(request(folder))).rejects.toThrow(
    inputError(`${folder}/contacts.csv: cannot read: no such file or folder`),
  );
});

it('goes on from a moment before which nothing happened', async () => {
  const folder = companyFolder({ ...rows, customers: ['eve,2025-12-01,30,north,'] });
  await profile(request(folder, { asOf: '2025-12-24' }));
  const update = join(folder, 'profiles.csv');
  await profile(request(folder, { out: join(folder, 'scratch.csv') }));
  await profile(request(folder, { update, out: join(folder, 'updated.csv') }));
  const [scratch, updated] = ['scratch.csv', 'updated.csv'].map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  expect(updated).toBe(scratch);
});

it('writes nothing when it is stopped', async () => {
  const folder = companyFolder();
  expect(await profileCustomers(request(folder), stoppingHost(0))).toBeNull();
  expect(readdirSync(folder).filter((file) => file.startsWith('profiles'))).toEqual([]);
});

it('refuses what is there, what is neither CSV nor Parquet, and no date', async () => {
  const folder = companyFolder();
  await profile(request(folder));
  await expect(profile(request(folder))).rejects.toThrow(/--out: expected a file that is not there yet/);
  await expect(profile(request(folder, { out: 'profiles.xlsx' }))).rejects.toThrow(
    inputError('--out: expected a file that ends in .csv or .parquet, got "profiles.xlsx"'),
  );
  await expect(profile(request(folder, { asOf: 'today', overwrite: true }))).rejects.toThrow(
    inputError('--as-of: expected a date or time such as 2026-11-28, got "today"'),
  );
});
