/** What a saved customer model says of a company's customers as of a moment, as a file. */
import { dirname } from 'node:path';
import { expectNotThere, expectWritableFile, writeTogether } from '../../core/files';
import { momentText } from '../../core/moment-text';
import { tableFormat } from '../../dataset/read/table-format';
import { expectKnownUntil } from '../../profiles/asof/known-until';
import { pastOf } from '../../profiles/asof/past';
import { customerModelNamed } from '../../profiles/models/list';
import type { ProfileTable } from '../../profiles/profile/profile-table';
import { loadCustomerModel } from '../../profiles/saved/saved-model';
import { openCompany } from '../../profiles/tables/open-company';
import type { Host } from '../host';
import { applyRemarks } from './apply-remarks';
import { expectNoInput, windowOf } from './company-run';
import { expectSameClocks, momentOf } from './moment-of';
import { readTables } from './read-tables';
import { writeProfiles } from './write-profiles';

export interface ApplyRequest {
  /** Such as churn. */
  readonly model: string;
  /** Folder of the saved model. */
  readonly folder: string;
  /** company.yaml */
  readonly company: string;
  /** What happened at it, or later, is not known. */
  readonly asOf: string;
  /** CSV or Parquet to write. */
  readonly out: string;
  readonly overwrite: boolean;
}

export interface Applied {
  /** A row for each customer who was known. */
  readonly scores: ProfileTable;
  readonly out: string;
  readonly fittedAsOf: string;
  /** Of the company. */
  readonly timeZone: string;
  readonly window: string;
  /** Why rows are empty, and what weakens the model: that it is not shown better, or was learned of too few. */
  readonly remarks: readonly string[];
}

/**
 * @returns null if it was stopped: nothing is then written
 * @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written
 */
export async function applyCustomerModel(request: ApplyRequest, host: Host): Promise<Applied | null> {
  const { folder, out } = request;
  const model = customerModelNamed('customers apply', request.model);
  const format = tableFormat('--out', out);
  const { fitted, manifest } = await loadCustomerModel(folder, model);
  const company = await openCompany(request.company);
  const moment = momentOf(request.asOf, company);
  expectSameClocks(folder, manifest, company);
  expectNoInput(
    company,
    [{ flag: '--out', path: out }],
    [{ flag: '--model', path: `${folder}/manifest.json` }],
  );
  expectNotThere('--out', [out], request.overwrite);
  expectWritableFile(out);
  if (moment < Date.parse(manifest.asOf))
    host.logger.warn(
      `${folder} was fitted on what was known until ${momentText(Date.parse(manifest.asOf), manifest.timeZone)}: of these customers as of ${momentText(moment, manifest.timeZone)} it has seen some of what came later`,
    );
  const tables = await readTables(company, [], host);
  expectKnownUntil(tables, fitted.asks.columns, moment, 'the moment as of which it is applied');
  const customers = pastOf(tables, moment, windowOf(manifest.window)).now();
  const scores: ProfileTable = {
    moment,
    customers: customers.customers,
    columns: await fitted.apply(customers),
  };
  const written = await writeScores(out, format, scores, host);
  if (written === null) return null;
  const { asOf: fittedAsOf, timeZone, window } = manifest;
  const remarks = applyRemarks(fitted, manifest, scores);
  return { scores, out, fittedAsOf, timeZone, window, remarks };
}

async function writeScores(out: string, format: 'csv' | 'parquet', scores: ProfileTable, host: Host) {
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'writing', total: scores.customers.length, unit: 'customers' });
  const tell = async (rows: number) => {
    progress.update(rows, []);
    return stop.shouldStop();
  };
  try {
    return await writeTogether(dirname(out), { out }, (names) =>
      writeProfiles(names.out, format, scores, tell),
    );
  } finally {
    progress.stop();
    stop.release();
  }
}
