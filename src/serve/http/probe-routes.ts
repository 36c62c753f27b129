/** Routes for who watches the service. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics';

/** @param columnsAsOf moment of the columns that are known of customers; null where none are */
export function probeRoutes(
  app: FastifyInstance,
  metrics: Metrics,
  isReady: () => boolean,
  columnsAsOf: () => string | null,
): void {
  app.get('/v2/health/live', () => ({ live: true }));
  app.get('/v2/health/ready', (_request, reply) => {
    const ready = isReady();
    const moment = columnsAsOf();
    return reply.code(ready ? 200 : 503).send({ ready, ...(moment !== null && { columnsAsOf: moment }) });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
