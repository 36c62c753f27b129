/** Routes for who watches the service. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics';

export function probeRoutes(app: FastifyInstance, metrics: Metrics, isReady: () => boolean): void {
  app.get('/v2/health/live', () => ({ live: true }));
  app.get('/v2/health/ready', (_request, reply) => {
    const ready = isReady();
    return reply.code(ready ? 200 : 503).send({ ready });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
