/** Judges a saved customer model by a window later than all that it was fitted on. */
import { InputError, show } from '../../core/errors';
import { momentText } from '../../core/moment-text';
import { Random } from '../../core/random';
import { pastOf } from '../../profiles/asof/past';
import { customerModelNamed } from '../../profiles/models/list';
import { loadCustomerModel } from '../../profiles/saved/saved-model';
import { openCompany } from '../../profiles/tables/open-company';
import type { CustomerModelReport } from '../../report/customer-model';
import type { Host } from '../host';
import { companyHash, expectNoInput, windowOf } from './company-run';
import { expectSameClocks, momentOf } from './moment-of';
import { readTables } from './read-tables';
import { expectFolder, writeFolder } from './write-folder';

export interface JudgeRequest {
  /** Such as churn. */
  readonly model: string;
  /** Folder of the saved model. */
  readonly folder: string;
  /** company.yaml */
  readonly company: string;
  /** The end of the window to judge by. */
  readonly asOf: string;
  /** Columns by which it is told for whom the model works, beside those that always are. @default none */
  readonly by?: readonly string[] | undefined;
  /** Folder for report.json, report.md and report.html. */
  readonly out?: string | undefined;
  readonly seed: number;
  readonly overwrite: boolean;
}

const iso = (moment: number) => new Date(moment).toISOString();

/** @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written */
export async function judgeCustomerModel(request: JudgeRequest, host: Host): Promise<CustomerModelReport> {
  const { folder, out } = request;
  const model = customerModelNamed('customers judge', request.model);
  const { fitted, manifest } = await loadCustomerModel(folder, model);
  const company = await openCompany(request.company);
  const until = momentOf(request.asOf, company);
  const window = windowOf(manifest.window);
  expectSameClocks(folder, manifest, company);
  if (until - window < Date.parse(manifest.asOf))
    throw new InputError(
      `--as-of: expected ${momentText(Date.parse(manifest.asOf) + window, manifest.timeZone)} or later, a window of ${manifest.window} after all that the model was fitted on, got ${show(request.asOf)}`,
    );
  if (out !== undefined) {
    expectNoInput(
      company,
      [{ flag: '--out', path: out }],
      [{ flag: '--model', path: `${folder}/manifest.json` }],
    );
    expectFolder(out, 'report.json', request.overwrite);
  }
  const tables = await readTables(company, [], host);
  const random = Random.fromSeed(request.seed).fork(`customers/${model.name}/judge`);
  const judged = await fitted.judge(pastOf(tables, until, window), random, request.by);
  const { asOf, settings, seed, customers, timeZone, columns, version, createdAt } = manifest;
  const report: CustomerModelReport = {
    ...{ schemaVersion: 1, kind: 'customer model', task: 'judge', model: model.name, data: request.company },
    ...{
      description: model.description,
      anchor: model.anchor,
      facts: fitted.facts,
      fewCases: fitted.fewCases,
      saysNothing: fitted.saysNothing,
    },
    ...{ asOf, settings, seed, customers, timeZone, columns, version, createdAt, window: manifest.window },
    dataHash: await companyHash(company),
    ...{ judged, notJudged: null },
    // Decisions are all those since the fit.
    judgedOn: {
      ...{ fittedAsOf: asOf, until: iso(until) },
      from: judged.gains === undefined ? iso(until - window) : asOf,
    },
  };
  if (out !== undefined) {
    const { writeCustomerModelReport } = await import('../../report/customer-model-page.js');
    await writeFolder(out, (temporary) => writeCustomerModelReport(temporary, report));
  }
  return report;
}
