/** A service from its settings: the model in its thread, the store and the log, the routes, and an end without a lost request. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { InputError } from '../core/errors';
import { collectedSchema } from './collect/collected-schema';
import { ContactStore } from './contacts/contact-store';
import { Decisions } from './deciding/decisions';
import { secretDraws, seededDraws } from './deciding/draws';
import { OutcomeTaker } from './deciding/outcomes';
import { adminRoutes } from './http/admin-routes';
import { makeApp } from './http/app';
import { decideRoutes } from './http/decide-routes';
import { isLoopback } from './http/guards';
import { probeRoutes } from './http/probe-routes';
import { DecisionLog } from './log/decision-log';
import { takeLocks, type ServiceHost } from './locks';
import { forgetInFiles } from './log/forget';
import { Metrics } from './metrics';
import { MOST_WAITING, type ServiceSettings } from './settings';
import { threadFile } from './threads/model-thread';
import { ServedModel } from './threads/served-model';

export interface Service {
  /** Such as http://127.0.0.1:8080 */
  readonly url: string;
  /** @returns the hash of the new model @throws InputError if it cannot be served; the old one stays */
  readonly swap: (folder?: string) => Promise<string>;
  /** Answers what has been asked, then ends. */
  readonly close: () => Promise<void>;
}

/** All that runs, in the order in which it is to end. */
interface Parts {
  readonly served: ServedModel;
  readonly store: ContactStore | null;
  readonly log: DecisionLog | null;
}

async function openParts(
  settings: ServiceSettings,
  host: ServiceHost,
  metrics: () => Metrics,
): Promise<Parts> {
  const { model, exploration, timeout, retain } = settings;
  const { logger, clock, openFile } = host;
  const onFailure = (reason: string) =>
    logger.warn(`internal error: the model failed at a decision: ${reason}`);
  const served = await ServedModel.open(model, {
    ...{ exploration, logger, onDeath: () => metrics().onDeath() },
    thread: { file: host.threadFile ?? threadFile, patience: Math.max(timeout, 1000), onFailure },
  });
  try {
    const store = settings.store === null ? null : await ContactStore.open(settings.store, openFile);
    const log =
      settings.log === null
        ? null
        : await DecisionLog.open({ folder: settings.log, retain, clock, ...(openFile && { openFile }) });
    log?.describe(served.current.loaded);
    return { served, store, log };
  } catch (error) {
    await served.close();
    throw error;
  }
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

function warnings(settings: ServiceSettings, parts: Parts): string[] {
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
    ...(looksBack === true && store === null
      ? [
          'the model has contact rules: without --store, requests must tell earlier contacts, or what rules bar is barred',
        ]
      : []),
  ];
}

function routes(
  app: FastifyInstance,
  settings: ServiceSettings,
  parts: Parts,
  host: ServiceHost,
  metrics: Metrics,
) {
  const { seed, maxBatch, latency, timeout, logColumns } = settings;
  const { served, store, log } = parts;
  const { clock, logger } = host;
  const decisions = new Decisions({
    ...{ served, store, log, clock, logger, timeout, observer: metrics },
    logColumns: logColumns === null ? null : new Set(logColumns),
    draws: seed === null ? secretDraws() : seededDraws(seed),
    limits: { mostItems: maxBatch, latency, mostWaiting: Math.max(MOST_WAITING, maxBatch) },
  });
  decideRoutes(app, decisions, new OutcomeTaker(served, log, store, logger), maxBatch);
  return decisions;
}

/** @throws InputError if the model cannot be served, the port is taken, or log or store cannot be written */
export async function startService(settings: ServiceSettings, host: ServiceHost): Promise<Service> {
  const { logger } = host;
  const locks = takeLocks(settings, host);
  const release = () => locks.forEach((lock) => lock.release());
  let decisions: Decisions | null = null;
  let isEnding = false;
  const parts = await openParts(settings, host, () => metrics).catch((error: unknown) => {
    release();
    throw error;
  });
  const { served, store, log } = parts;
  const metrics: Metrics = new Metrics({
    waiting: () => decisions?.waiting ?? 0,
    isUp: () => served.isUp,
    model: () => served.current.hash,
    contacts: () => store?.contacts ?? 0,
  });
  const app = makeApp(settings, { isEnding: () => isEnding }, metrics, logger);
  const swap = async (folder = settings.model) => {
    try {
      const { hash, loaded } = await served.swap(folder);
      log?.describe(loaded);
      metrics.onSwap(true);
      logger.info(`serving model ${hash} of ${folder}`);
      return hash;
    } catch (error) {
      metrics.onSwap(false);
      logger.warn(`the old model stays: ${(error as Error).message}`);
      throw error;
    }
  };
  const forget = async (customer: string) => {
    const contacts = store?.pastOf(customer).times.length ?? 0;
    await store?.forget(customer);
    const inLog = await log?.whileClosed((files) => forgetInFiles(files, customer));
    return { contacts, decisions: inLog?.decisions ?? 0, outcomes: inLog?.outcomes ?? 0 };
  };
  decisions = routes(app, settings, parts, host, metrics);
  probeRoutes(app, metrics, () => served.isUp && !isEnding);
  adminRoutes(app, { swap, forget });
  const closeParts = async () => {
    await served.close();
    await log?.close();
    await store?.close();
    release();
  };
  try {
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await closeParts();
    throw listenError(settings, error);
  }
  for (const warning of warnings(settings, parts)) logger.warn(warning);
  return {
    url: urlOf(settings.host, app.server.address() as AddressInfo),
    swap,
    close: async () => {
      isEnding = true;
      await drained(app, settings.drain);
      await app.close();
      await closeParts();
    },
  };
}

function urlOf(host: string, { port }: AddressInfo): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function listenError({ host, port }: ServiceSettings, cause: unknown): InputError {
  const { code } = cause as NodeJS.ErrnoException;
  const reason = code === 'EADDRINUSE' ? 'it is taken' : (code ?? String(cause));
  return new InputError(`--port ${port}: cannot listen on ${host}: ${reason}`, { cause });
}

/** Every answer closes its connection from now on; those that ask nothing have until then to ask. */
async function drained({ server }: FastifyInstance, most: number): Promise<void> {
  const connections = () =>
    new Promise<number>((done) => server.getConnections((error, count) => done(error === null ? count : 0)));
  for (let waited = 0; waited < most && (await connections()) > 0; waited += 20)
    await new Promise((done) => setTimeout(done, 20));
}
