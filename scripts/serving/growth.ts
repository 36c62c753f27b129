/** Does a service grow? Its memory over many requests. */
import autocannon from 'autocannon';
import { bodyMaker } from './load';
import { startServed } from './served-process';

export interface Growth {
  readonly requests: number;
  /** After each tenth of the requests. */
  readonly residentMegabytes: readonly number[];
  readonly failed: number;
}

const READINGS = 10;

export async function growth(
  model: string,
  customers: readonly Readonly<Record<string, unknown>>[],
  requests: number,
): Promise<Growth> {
  const served = await startServed(['--model', model]);
  const body = bodyMaker(customers, {});
  const residentMegabytes: number[] = [];
  let failed = 0;
  try {
    for (let reading = 0; reading < READINGS; reading += 1) {
      const { errors, timeouts, non2xx } = await autocannon({
        ...{ url: `${served.url}/decide`, connections: 64, amount: Math.ceil(requests / READINGS) },
        requests: [
          {
            ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
            setupRequest: (request) => ({ ...request, body: body() }),
          },
        ],
      });
      failed += errors + timeouts + non2xx;
      residentMegabytes.push(served.residentMegabytes());
    }
  } finally {
    await served.stop();
  }
  return { requests, residentMegabytes, failed };
}
