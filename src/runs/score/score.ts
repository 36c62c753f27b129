/**
 * Decisions for every row of a file of any length: read, decided and written batch by batch. With a budget or a capacity
 * of all rows together the file is read twice: first for prices, then for decisions at them.
 */
import { dirname } from 'node:path';
import { inOrder } from '../../core/ahead';
import { InputError } from '../../core/errors';
import { writeTogether } from '../../core/files';
import { actionLabels } from '../../dataset/action-list';
import type { RawBatch } from '../../dataset/features/raw-batches';
import type { PastCounts } from '../../dataset/features/past-counts';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { cautionText } from '../../decide/caution';
import { modelHash } from '../../store/model-hash';
import type { Host } from '../host';
import { batchDecider, type BatchDecider } from './batch-decider';
import { batchSource, type BatchSource } from './batch-source';
import { companyOfScore, scoredCompany, type ScoredCompany } from './company';
import { asOfTime, expectReadTwice, expectSeed, expectSeedOfTrials, expectTrials, rawOf } from './checks';
import { expectKnownColumns } from './columns';
import { CustomersSeen } from './customers';
import { Decider } from './decider';
import { openDecidingModel, type DecidingModel } from './deciding-model';
import { KeptChoices } from './kept-choices';
import { HistoryCount, historyFound, tellHistory, type HistoryFound } from './history-found';
import { fileLimits, schemaCosts, type FileLimit } from './limits';
import { scoreFiles, type ScoreFiles, type ScoreRequest } from './request';
import { findSpending, tellOver, type FoundSpending } from './spending';
import { Tally } from './tally';
import { writeDecisions } from './write-decisions';
import { passProgress, sizeOf, type PassProgress } from './progress';

export interface Scored {
  readonly out: string;
  /** Of the model. */
  readonly hash: string;
  /** What computed its values, in words. */
  readonly computedBy: string;
  /** As the log trained on calls them. */
  readonly actions: readonly string[];
  readonly tally: Tally;
  /** Whether some of what is not best was to be tried. */
  readonly isExploring: boolean;
  /** Of what is drawn, and of who comes first among equals. */
  readonly seed: number;
  /** What values of this model are not; null where they are estimates of what is earned. */
  readonly caution: string | null;
  /** [actions]; null where nobody knows them */
  readonly costs: readonly number[] | null;
  readonly currency: string | null;
  /** [actions] that the model itself brings, where no limit was given; null where there are none */
  readonly charges: readonly number[] | null;
  readonly spending: FoundSpending | null;
  /** What was looked up of earlier contacts; null without a log of them. */
  readonly history: HistoryFound | null;
  /** What was made of a company's tables; null without one. */
  readonly company: ScoredCompany | null;
  /** Rows of whose customers the company knew nothing. */
  readonly unknown: number;
  readonly customers: CustomersSeen;
  readonly seconds: number;
}

/** Rows that fill the processor's caches, and not more. */
const BATCH_ROWS = 8192;

interface Scoring {
  readonly request: ScoreRequest;
  readonly files: ScoreFiles;
  readonly raw: RawInputs;
  readonly open: DecidingModel;
  readonly source: BatchSource;
  readonly decider: BatchDecider;
  /** Bytes of the file; 0 where nobody knows. */
  readonly size: number;
  /** Of the model. */
  readonly hash: string;
  readonly host: Host;
}

/**
 * @param begin work on a batch, several at once
 * @param take what it came to, in the order of the file
 * @returns null if it was stopped
 */
async function eachBatch<Begun extends { readonly batch: RawBatch }>(
  { source, decider }: Scoring,
  progress: PassProgress,
  begin: (batch: RawBatch) => Promise<Begun>,
  take: (begun: Begun) => void,
): Promise<true | null> {
  for await (const begun of inOrder(source.batches(), decider.most, begin)) {
    take(begun);
    progress.update(begun.batch);
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
  const { open, decider, request, host } = scoring;
  const { model } = open;
  const kept = new KeptChoices(model.actions.length);
  const customers = new CustomersSeen();
  const { seed = 1 } = request;
  const begin = async (batch: RawBatch) => ({ batch, decided: await decider.decide(batch, null, null) });
  const done = await eachBatch(scoring, progress, begin, ({ batch, decided }) => {
    customers.take(batch);
    kept.take(batch, decided, seed);
  });
  if (done === null) return null;
  tellRepeated(customers, true, host);
  const megabytes = Math.ceil((kept.rows * kept.bytesPerRow) / 1e6);
  host.logger.info(
    `${kept.rows} rows read for prices: ${kept.bytesPerRow} bytes of each kept, ${megabytes} MB`,
  );
  return findSpending(model, limits, kept, epsilon);
}

/** All that limits ask for, and then every decision into the file. @returns null if it was stopped */
async function decideAll(
  scoring: Scoring,
  limits: readonly FileLimit[],
  epsilon: number,
  out: string,
): Promise<
  (Pick<Scored, 'tally' | 'customers' | 'spending' | 'unknown'> & { readonly pasts: PastCounts }) | null
> {
  const { request, files, raw, open, hash, host, size } = scoring;
  const { model } = open;
  const { seed = 1, exploration } = request;
  const labels = actionLabels(model.actions, raw.schema);
  const [tally, customers, history] = [new Tally(labels), new CustomersSeen(), new HistoryCount()];
  const progress = passProgress(size, limits.length > 0 ? 2 : 1, host);
  let unknown = 0;
  try {
    const spending = limits.length === 0 ? null : await spendingOf(scoring, limits, epsilon, progress);
    if (limits.length > 0 && spending === null) return null;
    progress.lastPass();
    const decider = new Decider(model, scoring.decider, { seed, exploration, spending });
    const form = {
      ...{ customer: raw.schema.customer ?? null, actions: labels, modelHash: hash },
      assumed: typeof model.unlogged?.noActionReward === 'number' ? [labels[0]!] : [],
      isExploring: exploration !== undefined,
    };
    const done = await writeDecisions(out, files.format, form, (write) =>
      eachBatch(
        scoring,
        progress,
        (batch) => decider.begin(batch),
        (begun) => {
          const { batch, decided, reasonOf } = decider.finish(begun);
          // A first way through the file has looked already.
          if (spending === null) customers.take(batch);
          history.take(batch);
          unknown += batch.unknown;
          tally.take(batch, decided);
          write(batch, decided, reasonOf);
        },
      ),
    );
    if (done === null) return null;
    if (spending === null) tellRepeated(customers, files.history.length > 0, host);
    return { tally, customers, spending, unknown, pasts: history.pasts };
  } finally {
    progress.stop();
  }
}

/**
 * @param folder a run's folder, or its model/ folder
 * @returns null if it was stopped: nothing is then written
 * @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written
 */
export async function score(folder: string, request: ScoreRequest, host: Host): Promise<Scored | null> {
  const started = host.clock.now();
  const { seed = 1, exploration, asOf, batchRows = BATCH_ROWS } = request;
  expectSeed(seed);
  const files = await scoreFiles(request);
  const open = await openDecidingModel(folder, request, host);
  const { model, manifest, computedBy } = open;
  let source: BatchSource | null = null;
  let decider: BatchDecider | null = null;
  try {
    const raw = rawOf(open);
    const { actions } = model;
    const epsilon = expectTrials(request, actions.length);
    expectSeedOfTrials(request);
    const now = asOfTime(asOf, raw);
    const hasHistory = files.history.length > 0;
    if (files.data.length > 0) await expectKnownColumns(files.data, raw, actions, { now, hasHistory });
    const company =
      request.company === undefined
        ? null
        : await companyOfScore(
            { company: request.company, files: files.data, now, hasHistory },
            open,
            raw,
            host,
          );
    const facts = company && scoredCompany(company);
    const costs = manifest.costs ?? schemaCosts(raw.schema, actions);
    const limits = fileLimits(request, actions, costs);
    const expectSame = limits.length > 0 ? await expectReadTwice(files.data) : () => Promise.resolve();
    const columns = company && {
      ...{ ...company.columns.known, place: company.columns.place, cells: company.cells },
    };
    source = batchSource({
      ...{ raw, files: files.data, columns, history: files.history, actions },
      ...{ rows: batchRows, now },
    });
    const size = await sizeOf(files.data);
    decider = batchDecider(open, size, request.threads);
    if ((request.threads ?? 0) > decider.threads)
      host.logger.warn(`--threads ${request.threads}: not used here with ${computedBy}`);
    const known = await source.history();
    const hash = modelHash(manifest);
    const scoring: Scoring = { request, files, raw, open, source, decider, size, hash, host };
    const written = await writeTogether(dirname(files.out), { out: files.out }, async ({ out }) => {
      const decided = await decideAll(scoring, limits, epsilon, out);
      await expectSame();
      return decided;
    });
    if (written === null) return null;
    const { pasts, ...decided } = written;
    const history = known && historyFound(known, pasts, raw.schema);
    if (exploration !== undefined) tellOver(decided.spending?.limits ?? [], decided.tally.actions, host);
    if (history !== null) tellHistory(history, decided.tally.rows, raw.schema, host);
    return {
      ...{ ...decided, out: files.out, hash, actions: actionLabels(actions, raw.schema) },
      ...{
        costs,
        history,
        company: facts,
        computedBy: decider.threads > 1 ? `${computedBy}, in ${decider.threads} threads` : computedBy,
      },
      isExploring: exploration !== undefined,
      caution: cautionText(manifest.conservativeWeight),
      seed,
      currency: raw.schema.currency ?? null,
      charges: decided.spending === null ? (model.charges ?? null) : null,
      seconds: (host.clock.now() - started) / 1000,
    };
  } finally {
    await source?.close();
    await decider?.close();
    open.qFunction.dispose();
  }
}
