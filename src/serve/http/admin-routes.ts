/** Routes that change the service, for who is on its machine. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { InputError } from '../../core/errors';
import { parseRequest, Refusal } from '../requests/refusal';
import { expectLocal } from './guards';

const swapSchema = z.strictObject({
  model: z.string().min(1).optional().describe('folder of the model; the one of --model without it'),
});

export interface AdminActions {
  /** @returns the hash of the new model @throws InputError if it cannot be served; the old one stays */
  readonly swap: (folder: string | undefined) => Promise<string>;
  readonly forget: (customer: string) => Promise<ForgottenCustomer>;
}

export interface ForgottenCustomer {
  readonly decisions: number;
  readonly outcomes: number;
  readonly contacts: number;
}

export function adminRoutes(app: FastifyInstance, { swap, forget }: AdminActions): void {
  app.post('/admin/model', async (request) => {
    expectLocal(request);
    const { model } = parseRequest(swapSchema, request.body);
    try {
      return { model: await swap(model) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new Refusal(409, 'model', `the old model stays: ${error.message}`);
    }
  });
  app.delete<{ Params: { customer: string } }>('/admin/customers/:customer', async (request) => {
    expectLocal(request);
    return { forgotten: await forget(request.params.customer) };
  });
}
