/** The body of `POST /contacts`: contacts that somebody else made, for the store. */
import { z } from 'zod';
import { toldContactSchema } from './decide-request';

export const contactsSchema = z.strictObject({
  contacts: z
    .array(toldContactSchema.extend({ customer: z.string().min(1).max(256) }))
    .min(1)
    .max(10_000),
});

export type ElsewhereContact = z.output<typeof contactsSchema>['contacts'][number];
