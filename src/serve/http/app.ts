/** The HTTP service: limits, guards and routes. */
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from '../../core/logger';
import type { Metrics } from '../metrics';
import type { ServiceSettings } from '../settings';
import { answerFailures } from './failures';
import { tokenGuard } from './guards';

/** Routes that probes ask, who bring no token. */
const OPEN = new Set(['/v2/health/live', '/v2/health/ready', '/', '/docs', '/openapi.json']);

export interface AppState {
  /** Whether the service is ending, and connections should not be kept. */
  readonly isEnding: () => boolean;
}

/** Without routes. */
export function makeApp(
  { maxBody, token, sending }: Pick<ServiceSettings, 'maxBody' | 'token' | 'sending'>,
  { isEnding }: AppState,
  metrics: Metrics,
  logger: Logger,
): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: maxBody,
    // A client that sends a byte now and then must not hold a connection for ever.
    requestTimeout: sending,
    http: { connectionsCheckingInterval: sending / 10, headersTimeout: sending },
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // Whoever asks while the service ends gets an answer.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 256 },
  });
  // JSON alone, which a page of another origin cannot send without asking.
  app.removeContentTypeParser('text/plain');
  answerFailures(app, logger);
  const guard = token === null ? null : tokenGuard(token);
  app.addHook('onRequest', (request, reply, done) => {
    if (isEnding()) void reply.header('connection', 'close');
    if (guard !== null && !OPEN.has(request.routeOptions.url ?? '')) guard(request);
    done();
  });
  app.addHook('onResponse', ({ routeOptions }, reply, done) => {
    metrics.onRequest(routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  return app;
}
