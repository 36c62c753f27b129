import type { FastifyRequest } from 'fastify';
import { expectLocal, isLoopback, tokenGuard } from '../../../src/serve/http/guards';

const request = (remoteAddress: string, headers: Readonly<Record<string, string>>) =>
  ({ socket: { remoteAddress }, headers }) as unknown as FastifyRequest;

it.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  ['127.0.0.1.example.org', false],
  ['10.0.0.1', false],
  ['0.0.0.0', false],
])('knows whether %s is this machine', (address, expected) => expect(isLoopback(address)).toBe(expected));

it('lets in who is on this machine, by whatever name of it', () => {
  for (const host of ['127.0.0.1:8080', 'localhost:8080', '[::1]:8080', 'localhost'])
    expect(() => expectLocal(request('127.0.0.1', { host }))).not.toThrow();
  const own = { host: 'localhost:8080', origin: 'http://localhost:8080' };
  expect(() => expectLocal(request('::1', own))).not.toThrow();
});

it.each([
  ['another machine', '10.0.0.2', { host: 'localhost' }],
  ['a proxy', '127.0.0.1', { host: 'localhost', 'x-forwarded-for': '10.0.0.2' }],
  ['a name that was bound anew', '127.0.0.1', { host: 'evil.example.org:8080' }],
  ['a page of elsewhere', '127.0.0.1', { host: 'localhost', origin: 'https://example.org' }],
  ['a page without an origin', '127.0.0.1', { host: 'localhost', origin: 'null' }],
])('keeps %s out', (_, address, headers) => {
  expect(() => expectLocal(request(address, headers as Record<string, string>))).toThrow(
    'from this machine itself',
  );
});

it('takes the token alone', () => {
  const guard = tokenGuard('sixteen-letters!');
  expect(() => guard(request('', { authorization: 'Bearer sixteen-letters!' }))).not.toThrow();
  for (const authorization of ['', 'sixteen-letters!', 'Bearer sixteen-letters', 'bearer sixteen-letters!'])
    expect(() => guard(request('', { authorization }))).toThrow('Authorization: Bearer TOKEN');
});
