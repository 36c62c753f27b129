/** Routes of decisions: asking for them, asking why, and telling what came of them. */
import type { FastifyInstance } from 'fastify';
import type { Decisions } from '../deciding/decisions';
import type { OutcomeTaker } from '../deciding/outcomes';
import { customerSchema, isSeveral, severalSchema } from '../requests/decide-request';
import { outcomesSchema } from '../requests/outcome-request';
import { parseRequest } from '../requests/refusal';

export function decideRoutes(
  app: FastifyInstance,
  decisions: Decisions,
  outcomes: OutcomeTaker,
  maxBatch: number,
): void {
  const several = severalSchema(maxBatch);
  app.post('/decide', async ({ body }) => {
    if (isSeveral(body)) {
      const { customers } = parseRequest(several, body);
      return { decisions: await decisions.decide(customers, false) };
    }
    const [decision] = await decisions.decide([parseRequest(customerSchema, body)], true);
    return decision;
  });
  app.post('/explain', ({ body }) => decisions.explain(parseRequest(customerSchema, body)));
  app.post('/outcome', async ({ body }) => ({
    taken: await outcomes.take(parseRequest(outcomesSchema, body)),
  }));
}
