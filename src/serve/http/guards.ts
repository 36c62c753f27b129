/** Who may ask: bearers of the token, and for what changes the service, only who is on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../requests/refusal';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares in a time that does not depend on where two tokens differ. @returns what throws Refusal 401 */
export function tokenGuard(token: string): (request: FastifyRequest) => void {
  const expected = digest(`Bearer ${token}`);
  return ({ headers }) => {
    if (!timingSafeEqual(digest(headers.authorization ?? ''), expected))
      throw new Refusal(401, 'authorization', 'expected the header "Authorization: Bearer TOKEN"');
  };
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (LOOPBACK.test(address) || address === 'localhost');
}

/** The name without port and brackets of a Host header, or of an origin. */
function hostName(text: string): string {
  return text
    .replace(/^[a-z]+:\/\//, '')
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '');
}

/**
 * Routes that change the service: from this machine alone, not passed on by a proxy, and not asked for by a page that a
 * browser of this machine shows.
 *
 * @throws Refusal 403
 */
export function expectLocal({ socket, headers }: FastifyRequest): void {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  const names = [headers.host ?? '', ...(headers.origin === undefined ? [] : [headers.origin])];
  if (isLoopback(socket.remoteAddress) && !isForwarded && names.every((name) => isLoopback(hostName(name))))
    return;
  throw new Refusal(403, null, 'expected a request from this machine itself');
}
