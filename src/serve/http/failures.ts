/** What is answered where there is no answer: a field and a reason, never a stack. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Logger } from '../../core/logger';
import { Refusal } from '../requests/refusal';

export interface FailureBody {
  /** All in one line. */
  readonly error: string;
  /** The part of the request that is wrong. */
  readonly field?: string;
  readonly reason?: string;
}

/** Seconds after which to ask again. */
const RETRY_AFTER = 1;

function answer(reply: FastifyReply, status: number, body: FailureBody): FastifyReply {
  if (status === 503) void reply.header('retry-after', RETRY_AFTER);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(status).send(body);
}

/** What Fastify refuses before a route is asked, in our words. */
const reasons: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'expected the header "Content-Type: application/json"',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'expected JSON, got nothing',
  FST_ERR_CTP_BODY_TOO_LARGE: 'expected a shorter body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'expected JSON',
};

export function answerFailures(app: FastifyInstance, logger: Logger): void {
  app.setNotFoundHandler((request, reply) =>
    answer(reply, 404, { error: `no route ${request.method} ${request.url.slice(0, 100)}` }),
  );
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, _request, reply) => {
    if (error instanceof Refusal) {
      const { message, field, reason, status } = error;
      return answer(reply, status, { error: message, ...(field !== null && { field }), reason });
    }
    const { statusCode = 500, code = '' } = error;
    if (statusCode >= 400 && statusCode < 500) {
      const reason = reasons[code] ?? error.message.split('\n')[0]!;
      return answer(reply, statusCode, { error: `body: ${reason}`, field: 'body', reason });
    }
    logger.warn(`internal error: ${error.stack ?? error.message}`);
    return answer(reply, 500, { error: 'internal error; the log of the service says more' });
  });
}
