/** One load: how many decisions per second, how long each takes, and what the service takes for it. */
import autocannon from 'autocannon';
import type { Served } from './served-process';

export interface Load {
  readonly name: string;
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Of the service, all its threads. */
  readonly cpuMicroseconds: number;
  /** Requests without an answer, or with another than 200. */
  readonly failed: number;
}

export interface LoadOptions {
  readonly seconds: number;
  readonly connections: number;
  /** Requests per second; as many as go without it. */
  readonly rate?: number;
  /** Customers in one request. @default 1 */
  readonly together?: number;
  /** Whether each customer has a name of its own. */
  readonly named?: boolean;
}

let names = 0;

/** Bodies in turn. */
export function bodyMaker(
  customers: readonly Readonly<Record<string, unknown>>[],
  { together = 1, named = false }: Pick<LoadOptions, 'together' | 'named'>,
): () => string {
  let next = 0;
  const one = () => {
    next = (next + 1) % customers.length;
    names += 1;
    return { ...(named && { customer: `c${names}` }), columns: customers[next] };
  };
  const fixed = named
    ? null
    : customers.map(() =>
        JSON.stringify(together === 1 ? one() : { customers: Array.from({ length: together }, one) }),
      );
  return () => {
    if (fixed === null) return JSON.stringify(one());
    next = (next + 1) % fixed.length;
    return fixed[next]!;
  };
}

export async function measured(
  name: string,
  { url, cpuSeconds }: Pick<Served, 'url' | 'cpuSeconds'>,
  customers: readonly Readonly<Record<string, unknown>>[],
  options: LoadOptions,
): Promise<Load> {
  const { seconds, connections, rate, together = 1 } = options;
  const body = bodyMaker(customers, options);
  const before = cpuSeconds();
  const { requests, latency, errors, timeouts, non2xx, duration } = await autocannon({
    ...{
      url: `${url}/decide`,
      connections,
      duration: seconds,
      ...(rate !== undefined && { overallRate: rate }),
    },
    requests: [
      {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        setupRequest: (request) => ({ ...request, body: body() }),
      },
    ],
  });
  const decisions = requests.total * together;
  return {
    name,
    perSecond: Math.round(decisions / duration),
    ...{ medianMs: latency.p50, p99Ms: latency.p99 },
    cpuMicroseconds: Math.round((1e6 * (cpuSeconds() - before)) / decisions),
    failed: errors + timeouts + non2xx,
  };
}
