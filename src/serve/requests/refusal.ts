/** Why a request gets no answer: its own fault (4xx), or the service cannot answer now (503). */
import type { z } from 'zod';
import { inputErrorFromZod } from '../../core/errors';

export type RefusalStatus = 400 | 401 | 403 | 404 | 408 | 409 | 413 | 415 | 503;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: RefusalStatus;
  /** The part of the request that is wrong, such as `customers.3.columns.age`; null where none is. */
  readonly field: string | null;
  readonly reason: string;

  constructor(status: RefusalStatus, field: string | null, reason: string) {
    super(field === null ? reason : `${field}: ${reason}`);
    this.status = status;
    this.field = field;
    this.reason = reason;
  }
}

/** The service cannot answer now: ask again. */
export function unavailable(reason: string): Refusal {
  return new Refusal(503, null, reason);
}

/** Parses what a request brings. @throws Refusal with the field and the reason */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { message } = inputErrorFromZod('body', result.error, schema);
  const [place] = message.split(': ', 1);
  const field = place === 'body' ? 'body' : place!.slice('body '.length);
  throw new Refusal(400, field, message.slice(place!.length + 2));
}
