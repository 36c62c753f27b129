/** A service with a real thread of the model: what it decides, refuses and survives. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openOnDisk, type OpenFile } from '../../src/serve/log/line-file';
import { useFreshFolders } from '../support/fresh-folders';
import { asked, saveKnownModel, startKnownService, type KnownService } from '../support/served-model';

const freshFolder = useFreshFolders();
const running: KnownService[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const { service } of running.splice(0)) await service.close();
});

async function serving(
  ...[changes, seams]: [Parameters<typeof startKnownService>[1]?, Parameters<typeof startKnownService>[2]?]
) {
  const folder = freshFolder();
  const known = await startKnownService(await saveKnownModel(folder), changes, seams);
  running.push(known);
  return { folder, ...known };
}

const log = (folder: string) =>
  readFileSync(join(folder, `decisions-${new Date().toISOString().slice(0, 10)}.1.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** One that no test changes, on 10 June. */
let shared: KnownService;
let sharedFolder: string;
beforeAll(async () => {
  sharedFolder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  shared = await startKnownService(
    await saveKnownModel(sharedFolder),
    {},
    { now: () => Date.UTC(2026, 5, 10) },
  );
});
afterAll(async () => {
  await shared.service.close();
  rmSync(sharedFolder, { recursive: true });
});

describe('a decision', () => {
  it('is the best action, what it is worth more than No Action, and why', async () => {
    const { ask } = shared;
    const best = { action: 'call', valueOverNoAction: 2, propensity: 1, reason: 'best allowed' };
    expect((await ask('/decide', asked)).body).toMatchObject(best);
    // Plan B takes 3 off the call: -1, and of mail and No Action, both 0, No Action is the first.
    const other = { columns: { age: 30, plan: 'B', may_call: true }, history: [] };
    const { body } = await ask('/decide', { customers: [asked, other] });
    expect(body.decisions).toMatchObject([best, { action: 'none', valueOverNoAction: 0 }]);
  });

  it('keeps contact rules by the history that the request tells, and bars what it does not know', async () => {
    const { ask } = shared;
    const rule = 'at most 1 of mail, call within 7d';
    const after = (history: unknown) => ask('/decide', { ...asked, history });
    expect((await after([{ time: '2026-06-04', action: 'mail' }])).body).toMatchObject({
      action: 'none',
      reason: `call barred: ${rule}`,
    });
    expect((await after([{ time: '2026-06-03', action: 'mail' }])).body.action).toBe('call');
    expect((await after(undefined)).body.reason).toBe(`call barred: earlier contacts are not known: ${rule}`);
  });

  it('counts contacts of its own store, also of two requests at once, and after a start', async () => {
    const store = join(freshFolder(), 'contacts.jsonl');
    const { folder, ask, service } = await serving({ store });
    const { history: _, ...known } = asked;
    const at = (customer: string) => ask('/decide', { ...known, customer });
    const both = await Promise.all([at('c1'), at('c1'), at('c2')]);
    expect(both.map(({ body }) => body.action)).toEqual(['call', 'none', 'call']);
    await service.close();
    running[0] = await startKnownService(folder, { store });
    const again = (customer: string) => running[0]!.ask('/decide', { ...known, customer });
    expect((await again('c2')).body.action).toBe('none');
    expect((await again('c3')).body.action).toBe('call');
  });
});

it('counts contacts that others made, in whatever order they are told', async () => {
  const now = Date.UTC(2026, 5, 10);
  const store = join(freshFolder(), 'contacts.jsonl');
  const { ask } = await serving({ store }, { now: () => now });
  const { history: _, ...known } = asked;
  const contact = (customer: string, time: string, action = 'mail') => ({ customer, time, action });
  const contacts = [contact('c1', '2026-06-09'), contact('c1', '2026-05-01'), contact('c2', '2026-05-01')];
  expect((await ask('/contacts', { contacts })).body).toEqual({ taken: 3 });
  const actions = ['c1', 'c2'].map(
    async (customer) => (await ask('/decide', { ...known, customer })).body.action,
  );
  expect(await Promise.all(actions)).toEqual(['none', 'call']);
  const wrong = { contacts: [contact('c3', '2026-06-01'), contact('c3', '2026-06-01', 'fax')] };
  expect((await ask('/contacts', wrong)).body.field).toBe('contacts.1.action');
  expect((await shared.ask('/contacts', { contacts })).status).toBe(404);
});

describe('exploration', () => {
  it('is logged with how likely each action was, in lines that say what was allowed', async () => {
    const folder = freshFolder();
    const { ask } = await serving({
      log: folder,
      exploration: { kind: 'epsilon', epsilon: 0.3 },
      logColumns: ['age'],
    });
    const customers = Array.from({ length: 200 }, (_, i) => ({
      ...asked,
      customer: `c${i}`,
      group: 'model',
    }));
    await ask('/decide', { customers });
    const lines = log(folder);
    expect(lines).toHaveLength(200);
    expect(lines[0]).toMatchObject({
      columns: { age: 30 },
      allowed: ['none', 'mail', 'call'],
      group: 'model',
    });
    for (const { action, propensity } of lines)
      expect(propensity).toBeCloseTo(action === 'call' ? 0.7 + 0.1 : 0.1, 12);
    // Binomial of 200 at 0.2: 40 ± 5.7; five deviations.
    const tried = lines.filter(({ action }) => action !== 'call').length;
    expect(Math.abs(tried - 40)).toBeLessThan(28);
  });
});

describe('a swap', () => {
  it('serves the new model, and keeps the old one where the new one is broken', async () => {
    const { folder, ask } = await serving();
    await saveKnownModel(folder, 5);
    expect((await ask('/admin/model', {})).status).toBe(200);
    expect((await ask('/decide', asked)).body.valueOverNoAction).toBe(7);
    writeFileSync(join(folder, 'model/weights.bin'), 'broken');
    const { status, body } = await ask('/admin/model', {});
    expect(status).toBe(409);
    expect(body.error).toContain('weights.bin');
    expect((await ask('/decide', asked)).body.valueOverNoAction).toBe(7);
  });

  it('loses no request and mixes no two models', async () => {
    const { folder, ask, service } = await serving();
    const second = await saveKnownModel(join(freshFolder(), 'second'), 5);
    let isOver = false;
    const answers: (readonly [number, unknown, unknown])[] = [];
    const client = async () => {
      while (!isOver) {
        const { status, body } = await ask('/decide', asked);
        answers.push([status, body.model, body.valueOverNoAction]);
      }
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    for (const model of [second, folder, second]) await service.swap(model);
    isOver = true;
    await clients;
    const kinds = new Set(answers.map((answer) => answer.join(' ')));
    // Two models, each with its own value.
    expect(kinds.size).toBe(2);
    expect(answers.every(([status]) => status === 200)).toBe(true);
  });
});

describe('a thread that dies', () => {
  it('leaves its requests unanswered, 503, and the next one answers from memory', async () => {
    const { folder, ask } = await serving();
    rmSync(join(folder, 'model'), { recursive: true });
    const post = jest.spyOn(Worker.prototype, 'postMessage');
    post.mockImplementation(function (this: Worker) {
      void this.terminate();
    });
    expect((await ask('/decide', asked)).status).toBe(503);
    post.mockRestore();
    expect((await ask('/v2/health/live')).status).toBe(200);
    for (let tries = 0; tries < 200 && (await ask('/v2/health/ready')).status !== 200; tries += 1)
      await new Promise((done) => setTimeout(done, 20));
    expect((await ask('/decide', asked)).body.action).toBe('call');
  });
});

/** A disk that is full for some files when it is said to be: half of what is written goes through, then nothing. */
function fullDisk(files: RegExp) {
  const state = { isFull: false };
  const openFile: OpenFile = async (path) => {
    const file = await openOnDisk(path);
    const full = () =>
      Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));
    return new Proxy(file, {
      get: (target, key) => {
        if (key === 'write' && state.isFull && files.test(path))
          return async (bytes: Buffer, at: number, length: number, position: number) => {
            await target.write(bytes, at, Math.floor(length / 2), position);
            return full();
          };
        const value = Reflect.get(target, key) as unknown;
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    });
  };
  return { state, openFile };
}

it.each([
  ['for log and store', /./, 1],
  // The contact that was kept is taken back: a line more, and one that says so.
  ['for the log', /decisions-/, 3],
])(
  'gives no decision out that a disk full %s does not take, and goes on later',
  async (_where, files, lines) => {
    const { state, openFile } = fullDisk(files);
    const [logFolder, storeFolder] = [freshFolder(), freshFolder()];
    const store = join(storeFolder, 'contacts.jsonl');
    const { ask, heard } = await serving({ log: logFolder, store }, { openFile });
    const { history: _, ...known } = asked;
    const first = { ...known, customer: 'c1' };
    state.isFull = true;
    const { status, body } = await ask('/decide', first);
    expect([status, body.error]).toEqual([503, 'the decision could not be written down']);
    expect(heard.join()).toContain('no space left');
    state.isFull = false;
    // It was not contacted, so the rule does not bar it.
    expect((await ask('/decide', first)).body.action).toBe('call');
    expect(log(logFolder)).toHaveLength(1);
    expect(readFileSync(store, 'utf8').trimEnd().split('\n')).toHaveLength(lines);
  },
);

describe('who may ask', () => {
  it('brings the token, but to probes', async () => {
    const { ask } = await serving({ token: 'a-token-of-many-letters' });
    expect((await ask('/decide', asked)).status).toBe(401);
    const wrong = { authorization: 'Bearer a-token-of-many-lettera' };
    expect((await ask('/decide', asked, { headers: wrong })).status).toBe(401);
    expect((await ask('/metrics')).status).toBe(401);
    expect((await ask('/v2/health/ready')).status).toBe(200);
    const right = { authorization: 'Bearer a-token-of-many-letters' };
    expect((await ask('/decide', asked, { headers: right })).status).toBe(200);
  });

  it('changes the service from this machine alone, and from no page of a browser', async () => {
    const { ask } = shared;
    const strange: readonly Record<string, string>[] = [
      { 'x-forwarded-for': '1.2.3.4' },
      { origin: 'https://x.org' },
    ];
    for (const headers of strange) expect((await ask('/admin/model', {}, { headers })).status).toBe(403);
    expect(
      (await ask('/admin/customers/c1', undefined, { method: 'DELETE', headers: { forwarded: 'for=x' } }))
        .status,
    ).toBe(403);
  });
});

it('forgets a customer in log and store while it runs', async () => {
  const [logFolder, storeFolder] = [freshFolder(), freshFolder()];
  const store = join(storeFolder, 'contacts.jsonl');
  const { ask } = await serving({ log: logFolder, store });
  const { history: _, ...known } = asked;
  const [one] = await Promise.all(['c1', 'c2'].map((customer) => ask('/decide', { ...known, customer })));
  await ask('/outcome', { decision: one!.body.id, columns: { margin: 3 } });
  const { body } = await ask('/admin/customers/c1', undefined, { method: 'DELETE' });
  expect(body).toEqual({ forgotten: { decisions: 1, outcomes: 1, contacts: 1 } });
  for (const text of [JSON.stringify(log(logFolder)), readFileSync(store, 'utf8')]) {
    expect(text).not.toContain('"c1"');
    expect(text).toContain('"c2"');
  }
  expect((await ask('/decide', { ...known, customer: 'c1' })).body.action).toBe('call');
});

it('answers what has been asked before it ends', async () => {
  const { ask, service } = await serving({ latency: 200, drain: 500 });
  const answers = Promise.all(Array.from({ length: 20 }, () => ask('/decide', asked)));
  await new Promise((done) => setTimeout(done, 50));
  await service.close();
  running.pop();
  expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
});

it('is not held up by a client that sends its request letter by letter', async () => {
  const { ask, service } = await serving({ sending: 500 });
  const slow = connect(Number(new URL(service.url).port), '127.0.0.1');
  slow.write(
    'POST /decide HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  );
  expect((await ask('/decide', asked)).status).toBe(200);
  // In the end it is told so, and let go.
  const said = await new Promise<string>((done) => {
    let text = '';
    slow.on('data', (data) => (text += data.toString()));
    slow.on('close', () => done(text));
  });
  expect(said).toMatch(/^HTTP\/1.1 408/);
});

it('opens no log or store that another service writes', async () => {
  const folder = freshFolder();
  await serving({ log: folder });
  await expect(serving({ log: folder })).rejects.toThrow(/expected a folder without a running service/);
  expect(existsSync(join(folder, 'service.lock'))).toBe(true);
});

describe('the pages', () => {
  it('ask no other place, and run nothing but what stands in them', async () => {
    const { ask } = shared;
    for (const path of ['/', '/docs']) {
      const { status, text } = await ask(path);
      expect(status).toBe(200);
      expect(text.replace('http://www.w3.org', '')).not.toMatch(/https?:\/\/|src=|@import|url\(/);
      expect(text).not.toMatch(/ on[a-z]+="/);
    }
    const response = await fetch(`${shared.service.url}/`);
    const [, script] = /<script>([\s\S]*)<\/script>/.exec(await response.text()) ?? [];
    const hash = createHash('sha256').update(script!).digest('base64');
    expect(response.headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}'`);
  });

  it('describe every route that there is, and every input', async () => {
    const { ask } = shared;
    const { paths } = (await ask('/openapi.json')).body as {
      readonly paths: Record<string, Record<string, unknown>>;
    };
    for (const [path, methods] of Object.entries(paths))
      for (const method of Object.keys(methods)) {
        const real = path.replace('{model}', 'policy').replace('{customer}', 'c1');
        const { status, body } = await ask(real, method === 'post' ? '{}' : undefined, {
          method: method.toUpperCase(),
        });
        expect([path, status, body.error]).not.toEqual([path, 404, expect.stringContaining('no route')]);
      }
    expect((await ask('/policy')).body).toMatchObject({
      actions: ['none', 'mail', 'call'],
      inputs: [
        { name: 'age', kind: 'number', range: { low: 20, high: 60, typical: 40 } },
        { name: 'plan', kind: 'category', levels: ['A', 'B'] },
        { name: 'may_call', kind: 'flag', use: 'eligibility' },
      ],
      ...{ rules: ['at most 1 of mail, call within 7d'], looksBack: true, isState: false, leaves: null },
    });
  });

  it('count decisions, barred actions and the batch for Prometheus', async () => {
    const { ask } = await serving();
    await ask('/decide', {
      customers: [asked, { ...asked, columns: { ...asked.columns, may_call: false } }],
    });
    const { text } = await ask('/metrics');
    expect(text).toMatch(
      /contact_dqn_decisions_total\{action="call",left_alone="false",model="[0-9a-f]{12}"\} 1\n/,
    );
    expect(text).toContain('contact_dqn_barred_total{action="call",reason="not eligible by may_call"} 1');
    expect(text).toContain('contact_dqn_batch_customers_sum 2\n');
    expect(text).toContain('contact_dqn_requests_total{route="/decide",status="200"} 1');
  });
});
