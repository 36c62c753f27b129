/** Routes for people, and for programs that want to know what to ask. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { openApi, routePurposes } from '../page/open-api';
import { contentSecurityPolicy, policyPage, routesPage } from '../page/page';
import { policyDescription } from '../page/policy-description';
import type { ServedModel } from '../threads/served-model';

export function pageRoutes(
  app: FastifyInstance,
  {
    served,
    folder,
    maxBatch,
    hasToken,
  }: {
    readonly served: ServedModel;
    /** Where the model that is served was loaded from. */
    readonly folder: () => string;
    readonly maxBatch: number;
    readonly hasToken: boolean;
  },
): void {
  const description = openApi(maxBatch, hasToken);
  const routes = routesPage(routePurposes(maxBatch));
  const sendPage = (reply: FastifyReply, page: string) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .send(page);
  app.get('/', (_request, reply) => sendPage(reply, policyPage));
  app.get('/docs', (_request, reply) => sendPage(reply, routes));
  app.get('/openapi.json', () => description);
  app.get('/policy', () => ({
    ...policyDescription(served.current.loaded, folder()),
    known: served.current.customers?.describe() ?? null,
  }));
}
