/**
 * Decisions for every row of a file of any length: read, decided and written batch by batch. With a budget or a capacity
 * of all rows together the file is read twice: first for prices, then for decisions at them.
 */
import { dirname } from 'node:path';
import { InputError } from '../../core/errors';
import { writeTogether } from '../../core/files';
import { readPasts, type KnownPasts } from '../../dataset/decisions/known-pasts';
import { rawBatches, type BatchContext, type RawBatch } from '../../dataset/features/raw-batches';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { decide } from '../../decide/decide';
import { modelHash } from '../../store/model-hash';
import type { Host } from '../host';
import { openModel, type OpenModel } from '../open-model';
import { asOfTime, expectReadTwice, expectSeed, expectTrials, rawOf } from './checks';
import { expectKnownColumns } from './columns';
import { CustomersSeen } from './customers';
import { Decider } from './decider';
import { KeptChoices } from './kept-choices';
import { fileLimits, schemaCosts, type FileLimit } from './limits';
import { scoreFiles, type ScoreFiles, type ScoreRequest } from './request';
import { findSpending, type FoundSpending } from './spending';
import { Tally } from './tally';
import { writeDecisions } from './write-decisions';
import { passProgress, type PassProgress } from './progress';

export interface Scored {
  readonly out: string;
  /** Of the model. */
  readonly hash: string;
  readonly actions: readonly string[];
  readonly tally: Tally;
  /** Whether some of what is not best was to be tried. */
  readonly isExploring: boolean;
  /** [actions]; null where nobody knows them */
  readonly costs: readonly number[] | null;
  readonly currency: string | null;
  /** [actions] that the model itself brings, where no limit was given; null where there are none */
  readonly charges: readonly number[] | null;
  readonly spending: FoundSpending | null;
  /** What was looked up of earlier contacts; null without a log of them. */
  readonly history: { readonly rows: number; readonly customers: number } | null;
  readonly customers: CustomersSeen;
  readonly seconds: number;
}

/** Rows that fill the processor's caches, and not more. */
const BATCH_ROWS = 8192;

interface Scoring {
  readonly request: ScoreRequest;
  readonly files: ScoreFiles;
  readonly raw: RawInputs;
  readonly open: OpenModel;
  readonly context: BatchContext;
  readonly host: Host;
}

/** @returns null if it was stopped */
async function eachBatch(
  { request, files, raw, open, context }: Scoring,
  progress: PassProgress,
  take: (batch: RawBatch) => Promise<void>,
): Promise<true | null> {
  const { batchRows = BATCH_ROWS } = request;
  const { actions } = open.model;
  for await (const batch of rawBatches(raw, files.data, actions, batchRows, context)) {
    await take(batch);
    progress.update(batch);
    if (await progress.shouldStop()) return null;
  }
  return true;
}

/** A customer twice would get what is given out to each once. */
function tellRepeated(seen: CustomersSeen, isScarce: boolean, { logger }: Pick<Host, 'logger'>): void {
  if (!seen.isComplete)
    logger.warn('customers beyond the first 12 million were not looked up for being there twice');
  if (seen.place === null) return;
  const count = seen.repeated > 1 ? `; ${seen.repeated} such rows` : '';
  const what = `a customer who was there before${count}`;
  if (isScarce)
    throw new InputError(
      `${seen.place}: expected each customer once, as contact rules, budgets and capacities count for each row, got ${what}`,
    );
  logger.warn(`${seen.place}: ${what}; each row is decided by itself`);
}

/** The first way through the file. @returns null if it was stopped */
async function spendingOf(
  scoring: Scoring,
  limits: readonly FileLimit[],
  epsilon: number,
  progress: PassProgress,
): Promise<FoundSpending | null> {
  const { open, request, host } = scoring;
  const { model, qFunction } = open;
  const kept = new KeptChoices(model.actions.length);
  const customers = new CustomersSeen();
  const { seed = 1 } = request;
  const done = await eachBatch(scoring, progress, async (batch) => {
    customers.take(batch);
    kept.take(batch, await decide(model, qFunction, batch), seed);
  });
  if (done === null) return null;
  tellRepeated(customers, true, host);
  const megabytes = Math.ceil((kept.rows * kept.bytesPerRow) / 1e6);
  host.logger.info(
    `${kept.rows} rows read for prices: ${kept.bytesPerRow} bytes of each kept, ${megabytes} MB`,
  );
  return findSpending(model, limits, kept, epsilon);
}

async function contextOf(
  request: ScoreRequest,
  files: ScoreFiles,
  raw: RawInputs,
  actions: readonly string[],
): Promise<{ readonly context: BatchContext; readonly pasts: KnownPasts | null }> {
  const now = asOfTime(request.asOf, raw);
  await expectKnownColumns(files.data, raw, actions, { now, hasHistory: files.history.length > 0 });
  if (files.history.length === 0) return { context: { now, isStrict: true }, pasts: null };
  const pasts = await readPasts(files.history, raw.schema, actions);
  return { context: { now, isStrict: true, pastOf: pasts.pastOf }, pasts };
}

/**
 * @param folder a run's folder, or its model/ folder
 * @returns null if it was stopped: nothing is then written
 * @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written
 */
export async function score(folder: string, request: ScoreRequest, host: Host): Promise<Scored | null> {
  const started = host.clock.now();
  const { seed = 1, exploration } = request;
  expectSeed(seed);
  const files = await scoreFiles(request);
  const open = await openModel(folder, request, host);
  try {
    const { model, manifest } = open;
    const raw = rawOf(open);
    const epsilon = expectTrials(request, model.actions.length);
    const { context, pasts } = await contextOf(request, files, raw, model.actions);
    const costs = manifest.costs ?? schemaCosts(raw.schema, model.actions);
    const limits = fileLimits(request, model.actions, costs);
    if (limits.length > 0) await expectReadTwice(files.data);
    const scoring: Scoring = { request, files, raw, open, context, host };
    const tally = new Tally(model.actions);
    const customers = new CustomersSeen();
    const hash = modelHash(manifest);
    const written = await writeTogether(dirname(files.out), { out: files.out }, async ({ out }) => {
      const progress = await passProgress(files.data, limits.length > 0 ? 2 : 1, host);
      try {
        const spending = limits.length === 0 ? null : await spendingOf(scoring, limits, epsilon, progress);
        if (limits.length > 0 && spending === null) return null;
        progress.lastPass();
        const decider = new Decider(model, open.qFunction, { seed, exploration, spending });
        const form = {
          ...{ customer: raw.schema.customer ?? null, actions: model.actions, modelHash: hash },
          assumed: typeof model.unlogged?.noActionReward === 'number' ? [model.actions[0]!] : [],
          isExploring: exploration !== undefined,
        };
        const done = await writeDecisions(out, files.format, form, (write) =>
          eachBatch(scoring, progress, async (batch) => {
            if (spending === null) customers.take(batch);
            const { decided, reasonOf } = await decider.decide(batch);
            tally.take(batch, decided);
            write(batch, decided, reasonOf);
          }),
        );
        if (done === null) return null;
        if (spending === null) tellRepeated(customers, pasts !== null, host);
        return { spending };
      } finally {
        progress.stop();
      }
    });
    if (written === null) return null;
    const { spending } = written;
    return {
      ...{ out: files.out, hash, actions: model.actions, tally, costs, customers, spending },
      isExploring: exploration !== undefined,
      currency: raw.schema.currency ?? null,
      charges: spending === null ? (model.charges ?? null) : null,
      history: pasts && { rows: pasts.rows, customers: pasts.customers },
      seconds: (host.clock.now() - started) / 1000,
    };
  } finally {
    open.qFunction.dispose();
  }
}
