/** Routes of decisions: asking for them, asking why, and telling what came of them and what others did. */
import type { FastifyInstance } from 'fastify';
import type { Decisions } from '../deciding/decisions';
import type { OutcomeTaker } from '../deciding/outcomes';
import { contactsSchema, type ElsewhereContact } from '../requests/contacts-request';
import { customerSchema, isSeveral, severalSchema } from '../requests/decide-request';
import { outcomesSchema } from '../requests/outcome-request';
import { parseRequest } from '../requests/refusal';

export function decideRoutes(app: FastifyInstance, decisions: Decisions, maxBatch: number): void {
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
}

/** @param takeContacts @returns how many were taken */
export function tellRoutes(
  app: FastifyInstance,
  outcomes: OutcomeTaker,
  takeContacts: (contacts: readonly ElsewhereContact[]) => Promise<number>,
): void {
  app.post('/outcome', async ({ body }) => ({
    taken: await outcomes.take(parseRequest(outcomesSchema, body)),
  }));
  app.post('/contacts', async ({ body }) => ({
    taken: await takeContacts(parseRequest(contactsSchema, body).contacts),
  }));
}
