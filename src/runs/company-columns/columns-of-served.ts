/** Columns of a company's customers for a model that is served: made in a thread of their own, while others are answered. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import type { LoadedModel } from '../../store/model-store';
import { quietHost } from '../quiet-host';
import { asOfTime } from '../score/checks';
import { askedOfRows } from './asked-of-rows';
import { companyColumns, type CompanyColumns } from './company-columns';
import { columnsOfModel, namesOf, whyLacking } from './columns-of-model';

export interface ServedColumnsRequest {
  /** company.yaml */
  readonly company: string;
  /** In the form of the log's times. @default now */
  readonly asOf: string | undefined;
  /** Milliseconds. */
  readonly now: number;
  readonly model: Pick<LoadedModel, 'manifest' | 'customers'>;
}

export type ColumnsAnswer =
  | { readonly kind: 'made'; readonly columns: CompanyColumns }
  | { readonly kind: 'refused'; readonly message: string };

/** Requests may bring what nothing makes; of what they must have, the table of customers may say some. @throws InputError as `companyColumns` */
export async function makeHere({ company, asOf, now, model }: ServedColumnsRequest): Promise<CompanyColumns> {
  const wanted = columnsOfModel(model, new Set());
  const raw = model.manifest.raw!;
  const moment = asOfTime(asOf, raw) ?? now;
  const asked = askedOfRows(raw, model.manifest.actions, namesOf(wanted), true);
  const columns = await companyColumns({ company, moment, raw, wanted, asked }, quietHost());
  const why = whyLacking(wanted);
  return {
    ...columns,
    remarks: [...columns.remarks, ...(why === null ? [] : [`requests must have ${why}`])],
  };
}

/** Compiled, it lies beside this file; where sources run as they are, as in tests, there is none. */
const WORKER = join(__dirname, 'columns-worker.js');

/**
 * @param file of the thread, compiled
 * @param signal ends it: whoever waits is given its reason
 * @throws InputError as `makeHere`
 */
export function makeBeside(
  request: ServedColumnsRequest,
  file = WORKER,
  signal?: AbortSignal,
): Promise<CompanyColumns> {
  const worker = new Worker(file, { workerData: request });
  return new Promise((done, fail) => {
    const end = () => {
      fail(signal!.reason as Error);
      void worker.terminate();
    };
    if (signal?.aborted === true) end();
    signal?.addEventListener('abort', end);
    worker.once('message', (answer: ColumnsAnswer) => {
      if (answer.kind === 'made') done(answer.columns);
      else fail(new InputError(answer.message));
    });
    worker.once('error', fail);
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', end);
      fail(new Error(`the thread that makes columns of customers ended with code ${code}`));
    });
  });
}

/** Beside this thread where that is possible. @param signal ends it there */
export function columnsOfServed(
  request: ServedColumnsRequest,
  signal?: AbortSignal,
): Promise<CompanyColumns> {
  return existsSync(WORKER) ? makeBeside(request, WORKER, signal) : makeHere(request);
}
