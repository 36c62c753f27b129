/**
 * Does a swap of the model, or an end, lose a request or spoil an answer? Every answer is held against its model's own.
 * Clients come through a balancer, as they do where services are replaced: it looks whether the service is ready, and
 * sends nobody there from when it is not. Whoever went on to knock at a door that is being closed would meet, now and
 * then, a connection that the system took and the process never saw.
 */
import { Agent, request } from 'node:http';
import { startServed } from './served-process';

export interface Swaps {
  readonly swaps: number;
  readonly answered: number;
  /** Requests that were taken and never answered, or answered with an error. */
  readonly lost: number;
  /** Answers that are not what the model that they name says. */
  readonly wrong: number;
  /** Answers of each model. */
  readonly byModel: readonly number[];
  readonly exitCode: number | null;
}

interface Answer {
  readonly model: string;
  readonly action: string;
  readonly valueOverNoAction: number;
}

type Columns = Readonly<Record<string, unknown>>;

const CLIENTS = 32;
const SWAPS = 3;
/** Milliseconds between two looks of the balancer. */
const LOOK_EVERY = 100;

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/v2/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** @throws Error where there is no answer, or another than 200 */
function post(url: string, body: unknown, agent?: Agent): Promise<unknown> {
  return new Promise((done, fail) => {
    const sent = request(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json' }, ...(agent && { agent }) },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('error', fail);
        response.on('end', () =>
          response.statusCode === 200
            ? done(JSON.parse(text))
            : fail(new Error(`${response.statusCode}: ${text}`)),
        );
      },
    );
    sent.on('error', fail);
    sent.end(JSON.stringify(body));
  });
}

/** What each model says of each customer, asked while nothing else happens. */
async function truths(url: string, models: readonly string[], customers: readonly Columns[]) {
  const found = new Map<string, readonly Answer[]>();
  for (const model of models) {
    const { model: hash } = (await post(`${url}/admin/model`, { model })) as { readonly model: string };
    const answers: Answer[] = [];
    for (const columns of customers) answers.push((await post(`${url}/decide`, { columns })) as Answer);
    found.set(hash, answers);
  }
  return found;
}

export async function swapsAndStop(models: readonly string[], customers: readonly Columns[]): Promise<Swaps> {
  const served = await startServed(['--model', models[0]!]);
  const { url } = served;
  const known = await truths(url, models, customers);
  const counts = new Map([...known.keys()].map((hash) => [hash, 0]));
  let [answered, lost, wrong] = [0, 0, 0];
  let isOver = false;
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const client = async (start: number) => {
    for (let i = start; !isOver; i = (i + 1) % customers.length) {
      try {
        const answer = (await post(`${url}/decide`, { columns: customers[i] }, agent)) as Answer;
        answered += 1;
        const truth = known.get(answer.model)?.[i];
        counts.set(answer.model, (counts.get(answer.model) ?? 0) + 1);
        if (answer.action !== truth?.action || answer.valueOverNoAction !== truth.valueOverNoAction)
          wrong += 1;
      } catch {
        lost += 1;
      }
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, i) => client(i % customers.length));
  for (let swap = 0; swap < SWAPS; swap += 1) {
    await new Promise((done) => setTimeout(done, 1000));
    await post(`${url}/admin/model`, { model: models[swap % models.length] });
  }
  await new Promise((done) => setTimeout(done, 1000));
  const ended = served.stop();
  while (await isReady(url)) await new Promise((done) => setTimeout(done, LOOK_EVERY));
  isOver = true;
  await Promise.all(clients);
  const exitCode = await ended;
  agent.destroy();
  return { swaps: SWAPS, ...{ answered, lost, wrong }, byModel: [...counts.values()], exitCode };
}
