/** Profiles of a company's customers as of a moment, from the tables to a file; or from earlier profiles on. */
import { dirname, extname } from 'node:path';
import { InputError, show } from '../../core/errors';
import { expectNotThere, expectWritableFile, writeTogether } from '../../core/files';
import { expectNotInput } from '../../core/input-paths';
import { momentText } from '../../core/moment-text';
import type { ProfileTable } from '../../profiles/profile/profile-table';
import { profilesOf } from '../../profiles/profile/profiles-as-of';
import { restoredTotals, savedTotals, type SavedTotals } from '../../profiles/profile/saved-totals';
import { addUntil, noTotals, type Totals } from '../../profiles/profile/totals';
import { readTotals, totalsFiles, writeTotals } from '../../profiles/profile/totals-files';
import { endingTables, type CompanyTables } from '../../profiles/tables/company-tables';
import { openCompany, tableNames, type Company } from '../../profiles/tables/open-company';
import { endText } from '../../profiles/tables/table-ends';
import type { Host } from '../host';
import { momentOf } from './moment-of';
import { readTables } from './read-tables';
import { writeProfiles } from './write-profiles';

export interface ProfileRequest {
  /** company.yaml */
  readonly company: string;
  /** Date or time; of the zone of the company where it names none. */
  readonly asOf: string;
  /** CSV or Parquet to write. */
  readonly out: string;
  /** Profiles of an earlier moment, to which new rows are added. */
  readonly update?: string | undefined;
  /** Replace the files that are there. */
  readonly overwrite: boolean;
}

export interface Profiled {
  readonly profiles: ProfileTable;
  /** Of the company. */
  readonly timeZone: string;
  /** Rows that were counted, of earlier profiles too. */
  readonly rows: Totals['rows'];
  readonly files: { readonly profiles: string; readonly totals: readonly string[] };
  readonly seconds: number;
}

interface Outputs {
  readonly format: 'csv' | 'parquet';
  readonly files: { readonly profiles: string; readonly customers: string; readonly meaning: string };
}

function expectOutputs({ out, update, overwrite, company: file }: ProfileRequest, company: Company): Outputs {
  const ending = extname(out).toLowerCase();
  if (ending !== '.csv' && ending !== '.parquet')
    throw new InputError(`--out: expected a file that ends in .csv or .parquet, got ${show(out)}`);
  const files = { profiles: out, ...totalsFiles(out) };
  const outputs = Object.values(files);
  const earlier = update === undefined ? [] : [update, ...Object.values(totalsFiles(update))];
  expectNotInput(
    outputs.map((path) => ({ flag: '--out', path })),
    [
      { flag: '--company', path: file },
      ...tableNames.flatMap((name) => company.files[name].map((path) => ({ flag: '--company', path }))),
      ...earlier.map((path) => ({ flag: '--update', path })),
    ],
  );
  expectNotThere('--out', outputs, overwrite);
  expectWritableFile(out);
  return { format: ending === '.csv' ? 'csv' : 'parquet', files };
}

async function earlierTotals(
  { update, asOf }: ProfileRequest,
  { schema }: Company,
  moment: number,
): Promise<SavedTotals | null> {
  if (update === undefined) return null;
  const saved = await readTotals(totalsFiles(update));
  if (saved.moment <= moment) return saved;
  const from = momentText(saved.moment, schema.timeZone);
  throw new InputError(`--as-of: expected ${from}, the moment of --update, or later, got ${show(asOf)}`);
}

/** What is made of a table that ended before the moment is as of its end, and told as of the moment. */
function warnBeyondEnds({ file, ends, timeZone }: CompanyTables, moment: number, host: Host): void {
  for (const table of endingTables) {
    const end = ends[table];
    if (end === null || end.moment >= moment) continue;
    host.logger.warn(
      `${file} ${table}: known until ${endText(table, end, timeZone)}: of what came later, before ${momentText(moment, timeZone)}, profiles know nothing`,
    );
  }
}

interface Written {
  readonly tables: CompanyTables;
  readonly totals: Totals;
  readonly profiles: ProfileTable;
}

/** @returns null if it was stopped */
async function writeAll({ tables, totals, profiles }: Written, { format, files }: Outputs, host: Host) {
  const stop = host.listenForStop();
  const total = profiles.customers.length;
  const progress = host.progress({ title: 'writing', total, unit: 'customers' });
  const tell = async (rows: number) => {
    progress.update(rows, []);
    return stop.shouldStop();
  };
  try {
    return await writeTogether(dirname(files.profiles), files, async (names) => {
      const written = await writeProfiles(names.profiles, format, profiles, tell);
      if (written !== null) writeTotals(names, savedTotals(tables, totals));
      return written;
    });
  } finally {
    progress.stop();
    stop.release();
  }
}

/**
 * Writes profiles, and beside them the totals they were made of, from which `update` goes on.
 *
 * @returns null if it was stopped: nothing is then written
 * @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written
 */
export async function profileCustomers(request: ProfileRequest, host: Host): Promise<Profiled | null> {
  const started = host.clock.now();
  const company = await openCompany(request.company);
  const moment = momentOf(request.asOf, company);
  const outputs = expectOutputs(request, company);
  const earlier = await earlierTotals(request, company, moment);
  const tables = await readTables(company, earlier?.customers ?? [], host);
  const before =
    earlier === null
      ? noTotals(tables)
      : restoredTotals(totalsFiles(request.update!).meaning, earlier, tables);
  warnBeyondEnds(tables, moment, host);
  const totals = addUntil(before, tables, moment);
  const profiles = profilesOf(tables, totals);
  const written = await writeAll({ tables, totals, profiles }, outputs, host);
  if (written === null) return null;
  const { profiles: file, customers, meaning } = outputs.files;
  return {
    ...{ profiles, timeZone: tables.timeZone, rows: totals.rows },
    ...{ files: { profiles: file, totals: [customers, meaning] } },
    seconds: (host.clock.now() - started) / 1000,
  };
}
