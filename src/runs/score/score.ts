/**
 * Decisions for every row of a file of any length: read, decided and written batch by batch. With a budget or a capacity
 * of all rows together the file is read twice: first for prices, then for decisions at them.
 */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError, show } from '../../core/errors';
import { writeTogether } from '../../core/files';
import { readPasts, type KnownPasts } from '../../dataset/decisions/known-pasts';
import { rawBatches, type BatchContext, type RawBatch } from '../../dataset/features/raw-batches';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { momentOf } from '../../dataset/schema/time-units';
import { expectExploration } from '../../decide/exploration';
import { modelHash } from '../../store/model-hash';
import type { Host } from '../host';
import { openModel, type OpenModel } from '../open-model';
import { expectKnownColumns } from './columns';
import { CustomersSeen } from './customers';
import { Decider } from './decider';
import { fileLimits, schemaCosts, type FileLimit } from './limits';
import { scoreFiles, type ScoreFiles, type ScoreRequest } from './request';
import { findSpending, KeptChoices, type FoundSpending } from './spending';
import { Tally } from './tally';
import { writeDecisions } from './write-decisions';
import { passProgress, type PassProgress } from './progress';

export interface Scored {
  readonly out: string;
  /** Of the model. */
  readonly hash: string;
  readonly actions: readonly string[];
  readonly tally: Tally;
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

function rawOf({ manifest }: OpenModel): RawInputs {
  if (manifest.raw !== undefined) return manifest.raw;
  throw new InputError(
    '--model: expected one that was trained on raw columns; this one takes predict --state',
  );
}

function asOfTime(asOf: string | undefined, raw: RawInputs): number | undefined {
  if (asOf === undefined) return undefined;
  const now = momentOf(asOf, raw.schema);
  if (!Number.isNaN(now)) return now;
  const form = raw.schema.timeUnit;
  const expected = form === undefined ? 'a date or time such as 2026-11-28' : `a number of ${form}`;
  throw new InputError(`--as-of: expected ${expected}, got ${show(asOf)}`);
}

function expectSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return;
  throw new InputError(`--seed: expected a whole number from 0 to 4294967295, got ${seed}`);
}

/** What is tried must be some share, of which a limit leaves decisions by value. */
function expectTrials({ exploration, budget, capacity }: ScoreRequest, actions: number): number {
  if (exploration === undefined) return 0;
  expectExploration(exploration, actions);
  const isLimited = budget !== undefined || capacity !== undefined;
  if (exploration.kind === 'epsilon') {
    if (!isLimited || exploration.epsilon < 1) return exploration.epsilon;
    throw new InputError('--explore: expected below 1 with --budget or --capacity, got 1');
  }
  if (isLimited)
    throw new InputError(
      '--explore-scale: expected without --budget and --capacity, whose prices it would change; --explore is possible beside them',
    );
  return 0;
}

async function expectReadTwice(files: readonly string[]): Promise<void> {
  for (const file of files)
    if (!(await stat(file)).isFile())
      throw new InputError(
        `--data: expected files, which a budget or capacity needs to be read twice, got ${file}`,
      );
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

/** The first way through the file. @returns null if it was stopped */
async function spendingOf(
  scoring: Scoring,
  limits: readonly FileLimit[],
  epsilon: number,
  progress: PassProgress,
): Promise<FoundSpending | null> {
  const { model, qFunction } = scoring.open;
  const kept = new KeptChoices(model.actions.length);
  const { seed = 1 } = scoring.request;
  const done = await eachBatch(scoring, progress, (batch) => kept.take(batch, qFunction, seed));
  return done && findSpending(model, limits, kept, epsilon);
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

async function contextOf(
  request: ScoreRequest,
  files: ScoreFiles,
  raw: RawInputs,
  actions: readonly string[],
): Promise<{ readonly context: BatchContext; readonly pasts: KnownPasts | null }> {
  const now = asOfTime(request.asOf, raw);
  await expectKnownColumns(files.data, raw, actions, { now, hasHistory: files.history.length > 0 });
  if (files.history.length === 0) return { context: { now, isStrict: true }, pasts: null };
  const pasts = await readPasts(files.history, raw.schema, actions, request.budget !== undefined);
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
    const costs = schemaCosts(raw.schema, model.actions) ?? pasts?.costs ?? null;
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
            customers.take(batch);
            const { decided, reasonOf } = await decider.decide(batch);
            tally.take(batch, decided);
            write(batch, decided, reasonOf);
          }),
        );
        if (done === null) return null;
        tellRepeated(customers, limits.length > 0 || pasts !== null, host);
        return { spending };
      } finally {
        progress.stop();
      }
    });
    if (written === null) return null;
    const { spending } = written;
    return {
      ...{ out: files.out, hash, actions: model.actions, tally, costs, customers, spending },
      currency: raw.schema.currency ?? null,
      charges: spending === null ? (model.charges ?? null) : null,
      history: pasts && { rows: pasts.rows, customers: pasts.customers },
      seconds: (host.clock.now() - started) / 1000,
    };
  } finally {
    open.qFunction.dispose();
  }
}
