/** A service from its settings to its end: parts, routes, an address, and no request that is lost on the way out. */
import type { AddressInfo } from 'node:net';
import { InputError } from '../core/errors';
import { Decisions } from './deciding/decisions';
import { secretDraws, seededDraws } from './deciding/draws';
import { takeElsewhere } from './deciding/elsewhere';
import { OutcomeTaker } from './deciding/outcomes';
import { adminRoutes } from './http/admin-routes';
import { makeApp } from './http/app';
import { decideRoutes, tellRoutes } from './http/decide-routes';
import { openInferenceRoutes } from './http/open-inference-routes';
import { pageRoutes } from './http/page-routes';
import { probeRoutes } from './http/probe-routes';
import { takeLocks, type ServiceHost } from './locks';
import { Metrics } from './metrics';
import { closeParts, forgetKept, makeSwapper, openParts, warnings, type Parts } from './service-parts';
import { MOST_WAITING, type ServiceSettings } from './settings';

export interface Service {
  /** Such as http://127.0.0.1:8080 */
  readonly url: string;
  /** @returns the hash of the new model @throws InputError if it cannot be served; the old one stays */
  readonly swap: (folder?: string) => Promise<string>;
  /** Answers what has been asked, then ends. */
  readonly close: () => Promise<void>;
}

function makeDecisions(
  { seed, maxBatch, latency, timeout, logColumns }: ServiceSettings,
  { served, store, log }: Parts,
  { clock, logger }: ServiceHost,
  metrics: Metrics,
): Decisions {
  return new Decisions({
    ...{ served, store, log, clock, logger, timeout, observer: metrics },
    logColumns: logColumns === null ? null : new Set(logColumns),
    draws: seed === null ? secretDraws() : seededDraws(seed),
    limits: { mostItems: maxBatch, latency, mostWaiting: Math.max(MOST_WAITING, maxBatch) },
  });
}

/** @returns what serves, not yet listening, and how its model is swapped */
function assembled(
  settings: ServiceSettings,
  parts: Parts,
  host: ServiceHost,
  metrics: Metrics,
  isEnding: () => boolean,
) {
  const { maxBatch, name, token } = settings;
  const { served, store, log } = parts;
  const decisions = makeDecisions(settings, parts, host, metrics);
  metrics.waitsFor(() => decisions.waiting);
  const app = makeApp(settings, { isEnding }, metrics, host.logger);
  const { swap, folder } = makeSwapper(settings, parts, metrics, host);
  decideRoutes(app, decisions, maxBatch);
  tellRoutes(app, new OutcomeTaker(served, log, store, host.logger), (contacts) =>
    takeElsewhere(contacts, served, store, decisions),
  );
  openInferenceRoutes(app, { decisions, served, maxBatch, name });
  probeRoutes(
    app,
    metrics,
    () => served.isUp && !isEnding(),
    () => served.current.customers?.describe().asOf ?? null,
  );
  const forget = (customer: string) => decisions.whileIdle([customer], () => forgetKept(parts, customer));
  adminRoutes(app, { swap, forget });
  pageRoutes(app, { served, folder, maxBatch, hasToken: token !== null });
  return { app, swap };
}

/** @throws InputError if the model cannot be served, the port is taken, or log or store cannot be written */
export async function startService(settings: ServiceSettings, host: ServiceHost): Promise<Service> {
  const locks = takeLocks(settings, host);
  const release = () => locks.forEach((lock) => lock.release());
  const metrics = new Metrics(host.logger);
  const parts = await openParts(settings, host, metrics.onDeath).catch((error: unknown) => {
    release();
    throw error;
  });
  metrics.watch(parts);
  let isEnding = false;
  const { app, swap } = assembled(settings, parts, host, metrics, () => isEnding);
  const end = async () => {
    await app.close();
    await closeParts(parts);
    release();
  };
  try {
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await end();
    throw listenError(settings, error);
  }
  for (const warning of warnings(settings, parts)) host.logger.warn(warning);
  const close = async () => {
    isEnding = true;
    // Every answer closes its connection from now on, and a balancer that looks sends nobody any more.
    await new Promise((done) => setTimeout(done, settings.drain));
    await end();
  };
  return { url: urlOf(settings.host, app.server.address() as AddressInfo), swap, close };
}

function urlOf(host: string, { port }: AddressInfo): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function listenError({ host, port }: ServiceSettings, cause: unknown): InputError {
  const { code } = cause as NodeJS.ErrnoException;
  const reason = code === 'EADDRINUSE' ? 'it is taken' : (code ?? String(cause));
  return new InputError(`--port ${port}: cannot listen on ${host}: ${reason}`, { cause });
}
