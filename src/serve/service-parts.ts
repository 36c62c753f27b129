/** The parts of a service that are there before anybody can ask: the model in its thread, the store, the log. */
import type { LoadedModel } from '../store/model-store';
import { collectedSchema } from './collect/collected-schema';
import { ContactStore } from './contacts/contact-store';
import { isLoopback } from './http/guards';
import type { ServiceHost } from './locks';
import { DecisionLog } from './log/decision-log';
import { forgetInFiles } from './log/forget';
import type { ForgottenCustomer } from './http/admin-routes';
import type { Metrics } from './metrics';
import type { ServiceSettings } from './settings';
import { threadFile, type ModelThread } from './threads/model-thread';
import { ServedModel } from './threads/served-model';

/** All that runs, in the order in which it is to end. */
export interface Parts {
  readonly served: ServedModel;
  readonly store: ContactStore | null;
  readonly log: DecisionLog | null;
}

/** @throws InputError if the model cannot be served, or log or store cannot be written */
export async function openParts(
  settings: ServiceSettings,
  host: ServiceHost,
  onDeath: () => void,
): Promise<Parts> {
  const { model, exploration, runtime, timeout, retain } = settings;
  const { logger, clock, openFile } = host;
  const onFailure = (reason: string) =>
    logger.warn(`internal error: the model failed at a decision: ${reason}`);
  const served = await ServedModel.open(model, {
    ...{ exploration, runtime, logger, onDeath, knowCustomers: host.knowCustomers ?? null },
    thread: { file: host.threadFile ?? threadFile, patience: Math.max(timeout, 1000), onFailure },
  });
  try {
    const store = settings.store === null ? null : await ContactStore.open(settings.store, openFile);
    const log =
      settings.log === null
        ? null
        : await DecisionLog.open({ folder: settings.log, retain, clock, ...(openFile && { openFile }) });
    log?.describe(served.current.loaded);
    tellComputing(served.current, host);
    return { served, store, log };
  } catch (error) {
    await served.close();
    throw error;
  }
}

function tellComputing(
  { remarks, computedBy, customers }: ModelThread,
  { logger }: Pick<ServiceHost, 'logger'>,
): void {
  for (const remark of [...remarks, ...(customers?.remarks ?? [])]) logger.warn(remark);
  logger.info(`values are computed by ${computedBy}`);
  if (customers === null) return;
  const known = customers.describe();
  logger.info(
    `${known.columns.length} columns of ${known.customers} customers are known as of ${known.asOf}, by models fitted until ${known.fittedUntil}`,
  );
}

/** What cannot be learned of because it is not logged. */
function unloggedWarnings({ logColumns }: ServiceSettings, { served }: Parts): string[] {
  const { manifest, model } = served.current.loaded;
  if (logColumns === null || manifest.raw === undefined) return [];
  const { columns, remarks } = collectedSchema(manifest.raw, model.actions, new Set(logColumns), new Set());
  const strange = logColumns.filter((name) => !columns.includes(name));
  return [
    ...strange.map((name) => `--log-columns: ${name} is no column that the model learns from`),
    ...remarks.filter((remark) => remark.includes('is not logged')),
  ];
}

/** What whoever starts the service should hear. */
export function warnings(settings: ServiceSettings, parts: Parts): string[] {
  const { host, token, log, exploration, store } = settings;
  const { served } = parts;
  const looksBack = served.current.loaded.manifest.raw?.schema.rules?.some((rule) => !('never' in rule));
  return [
    ...unloggedWarnings(settings, parts),
    ...(isLoopback(host) || token !== null
      ? []
      : [`--host ${host}: whoever reaches this machine may ask; --token-file asks for a token`]),
    ...(exploration !== null && log === null
      ? ['actions are tried, and without --log nothing is learned of it']
      : []),
    ...(exploration !== null && served.current.loaded.model.charges !== undefined
      ? ['the model was trained to keep within limits: what is tried comes on top of them']
      : []),
    ...(looksBack === true && store === null
      ? [
          'the model has contact rules: without --store, requests must tell earlier contacts, or what rules bar is barred',
        ]
      : []),
  ];
}

export async function closeParts({ served, log, store }: Parts): Promise<void> {
  await served.close();
  await log?.close();
  await store?.close();
}

export interface Swapper {
  /** @throws InputError if the new model cannot be served; the old one stays */
  readonly swap: (folder?: string) => Promise<string>;
  /** Where the model that is served was loaded from. */
  readonly folder: () => string;
}

export function makeSwapper(
  { model }: ServiceSettings,
  { served, log }: Parts,
  metrics: Metrics,
  host: ServiceHost,
): Swapper {
  const { logger } = host;
  let current = model;
  // The swap is done by then.
  const describe = (loaded: LoadedModel) => {
    try {
      log?.describe(loaded);
    } catch (error) {
      logger.warn(`collect will not know this model: ${(error as Error).message}`);
    }
  };
  const swap = async (folder = model) => {
    try {
      const thread = await served.swap(folder);
      const { hash, loaded } = thread;
      current = folder;
      metrics.onSwap(true);
      describe(loaded);
      logger.info(`serving model ${hash} of ${folder}`);
      tellComputing(thread, host);
      return hash;
    } catch (error) {
      metrics.onSwap(false);
      logger.warn(`the old model stays: ${(error as Error).message}`);
      throw error;
    }
  };
  return { swap, folder: () => current };
}

/** Removes all that is kept of a customer, whom nobody decides on meanwhile. */
export async function forgetKept(
  { served, store, log }: Parts,
  customer: string,
): Promise<ForgottenCustomer> {
  served.forget(customer);
  const contacts = store?.pastOf(customer).times.length ?? 0;
  await store?.forget(customer);
  const inLog = await log?.whileClosed((files) => forgetInFiles(files, customer));
  return { contacts, decisions: inLog?.decisions ?? 0, outcomes: inLog?.outcomes ?? 0 };
}
