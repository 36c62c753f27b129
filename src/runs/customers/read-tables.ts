/** Reads a company's tables, and shows how far that is. */
import { pause } from '../../core/pause';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import type { Company } from '../../profiles/tables/open-company';
import { companyBytes, readCompany } from '../../profiles/tables/read-company';
import type { Host } from '../host';

const MEGABYTE = 1e6;

/** @param also customers to be numbered beside those of the tables @throws InputError with file, line, column, expectation and value */
export async function readTables(
  company: Company,
  also: readonly string[],
  host: Host,
): Promise<CompanyTables> {
  const total = Math.ceil((await companyBytes(company)) / MEGABYTE);
  const progress = host.progress({ title: 'reading', total, unit: 'MB' });
  try {
    const tables = await readCompany(company, {
      also,
      onProgress: (bytes) => progress.update(Math.floor(bytes / MEGABYTE), []),
    });
    // Whoever wants an end is heard before the next long step.
    await pause();
    return tables;
  } finally {
    progress.stop();
  }
}
