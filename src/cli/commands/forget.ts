/** `forget`: takes a customer out of what a service has written. */
import { z } from 'zod';
import { defineCommand } from '../command';
import { createContext } from '../context';

const flags = z.strictObject({
  customer: z.string().min(1).describe('whose decisions, outcomes and contacts are removed'),
  log: z.string().optional().describe('folder of a decision log'),
  store: z.string().optional().describe('file of a contact store'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const forget = defineCommand({
  name: 'forget',
  description: 'Remove a customer from the log and the contacts of a service',
  flags,
  examples: [
    [
      '$0 forget --customer c17 --log decisions --store contacts.jsonl',
      'while the service runs, DELETE /admin/customers/c17 does the same',
    ],
  ],
  async run({ customer, log, store, json }) {
    const context = createContext(json);
    const { forgetCustomer } = await import('../../serve/forget.js');
    const forgotten = await forgetCustomer(customer, { log: log ?? null, store: store ?? null }, context);
    const { decisions, outcomes, contacts } = forgotten;
    context.print(
      json
        ? JSON.stringify(forgotten, null, 2)
        : `removed: ${decisions} decisions, ${outcomes} outcomes, ${contacts} contacts`,
    );
    return 0;
  },
});
