/** Two hundred requests that are wrong: each is told so, none is a failure of the service. */
import fc from 'fast-check';
import { connect } from 'node:net';
import { useFreshFolders } from '../support/fresh-folders';
import { asked, saveKnownModel, startKnownService } from '../support/served-model';

const freshFolder = useFreshFolders();

const { columns } = asked;
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Bodies of `POST /decide`, by what is wrong with them. */
const table: Readonly<Record<string, unknown>> = {
  ...{
    nothing: '',
    'no JSON': '{',
    'half a string': '{"columns": "',
    null: 'null',
    number: '1',
    text: '"x"',
    list: '[]',
  },
  'no columns': {},
  'empty columns': { columns: {} },
  'columns of a list': { columns: [] },
  'a column of a list': { columns: { ...columns, age: [1] } },
  'a column of an object': { columns: { ...columns, age: { a: 1 } } },
  'a column of text': { columns: { ...columns, age: 'forty' } },
  'a column that is empty': { columns: { ...columns, age: '' } },
  'a column of null where none may be': { columns: { ...columns, age: null } },
  'a column too large': '{"columns":{"age":1e39,"plan":"A","may_call":true}}',
  'a column that overflows': '{"columns":{"age":1e999,"plan":"A","may_call":true}}',
  'a level that is none': { columns: { ...columns, plan: 'Z' } },
  'a flag that is none': { columns: { ...columns, may_call: 'perhaps' } },
  'a prototype': '{"__proto__": {"columns": {}}, "columns": {}}',
  'a prototype in columns': '{"columns": {"__proto__": 1}}',
  'a constructor': '{"constructor": {"prototype": {"x": 1}}}',
  'a key that is none': { ...asked, colums: 1 },
  'a state': { state: [1, 2, 3] },
  'no customers': { customers: [] },
  'customers of text': { customers: 'all' },
  'a customer of null': { customers: [null] },
  'too many customers': { customers: Array.from({ length: 300 }, () => asked) },
  'the same customer twice': {
    customers: [
      { ...asked, customer: 'a' },
      { ...asked, customer: 'a' },
    ],
  },
  'one wrong of three': { customers: [asked, { columns: { ...columns, age: 'x' } }, asked] },
  'a customer of a number': { ...asked, customer: 1 },
  'a customer without letters': { ...asked, customer: '' },
  'a customer of a thousand letters': { ...asked, customer: 'x'.repeat(1000) },
  'a history of text': { ...asked, history: 'long' },
  'a history of an unknown action': { ...asked, history: [{ time: '2026-01-01', action: 'fax' }] },
  'a history of no time': { ...asked, history: [{ action: 'mail' }] },
  'a history of 30 February': { ...asked, history: [{ time: '2026-02-30', action: 'mail' }] },
  'a history of a number': { ...asked, history: [{ time: 7, action: 'mail' }] },
  'a history of ten thousand and one': {
    ...asked,
    history: Array.from({ length: 10_001 }, () => ({ time: '2026-01-01', action: 'mail' })),
  },
  'a time that is none': { ...asked, time: 'soon' },
  'a time of null': { ...asked, time: null },
  'a deep list': `{"columns": ${nested(5000)}}`,
  'a deep column': `{"columns": {"age": ${nested(5000)}, "plan": "A", "may_call": true}}`,
  'a list as deep as a body may be long': nested(500_000),
  'a body too long': { ...asked, group: 'x'.repeat(2 ** 20) },
  'other bytes': Buffer.from([0xff, 0xfe, 0x00]).toString('latin1'),
};

/** What is sent as it stands, without a client of HTTP between. */
const raw: Readonly<Record<string, string>> = {
  'no HTTP': 'hello\r\n\r\n',
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'a negative length': 'POST /decide HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'two lengths': 'POST /decide HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
  'a broken piece': 'POST /decide HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'a header without end': `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(70_000)}\r\n\r\n`,
};

async function serving(work: (known: Awaited<ReturnType<typeof startKnownService>>) => Promise<void>) {
  const known = await startKnownService(await saveKnownModel(freshFolder()), { sending: 1000 });
  try {
    await work(known);
    // It is as well as before.
    expect((await known.ask('/decide', asked)).body.action).toBe('call');
    expect(known.heard.filter((line) => line.includes('internal'))).toEqual([]);
  } finally {
    await known.service.close();
  }
}

/** In one line: no stack, no place in the sources. */
function expectTold(status: number, text: string, body: Record<string, unknown>): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body.error).toEqual(expect.any(String));
  expect(text).not.toMatch(/\n|\bat [\w.]+ \(|\.js:\d/);
}

it('answers what is wrong with each body of the table', () =>
  serving(async ({ ask }) => {
    for (const [what, body] of Object.entries(table)) {
      const answer = await ask('/decide', body);
      expect([what, answer.status === 200, answer.status >= 500]).toEqual([what, false, false]);
      expectTold(answer.status, answer.text, answer.body);
      const isWhole = [413, 415].includes(answer.status);
      expect([what, isWhole || typeof answer.body.field === 'string']).toEqual([what, true]);
    }
    const field = async (body: unknown) => (await ask('/decide', body)).body.field;
    expect(await field(table['one wrong of three'])).toBe('customers.1.columns.age');
    expect(await field(table['a history of 30 February'])).toBe('history.0.time');
    expect(await field(table['a flag that is none'])).toBe('columns.may_call');
  }));

it('answers other routes, methods and kinds of content', () =>
  serving(async ({ ask }) => {
    for (const [path, method] of [
      ...[
        ['/', 'POST'],
        ['/decide', 'GET'],
        ['/decide/..', 'POST'],
        ['/../../etc/passwd', 'GET'],
        ['/%00', 'GET'],
      ],
      ...[
        ['/admin/model', 'GET'],
        [`/${'x'.repeat(5000)}`, 'GET'],
        ['/v2/models/none/infer', 'POST'],
        ['/outcome', 'PUT'],
      ],
    ] as const) {
      const { status } = await ask(path, method === 'POST' ? '{}' : undefined, { method });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    const asText = await ask('/decide', '{}', { headers: { 'content-type': 'text/plain' } });
    expect([asText.status, asText.body.reason]).toEqual([
      415,
      'expected the header "Content-Type: application/json"',
    ]);
  }));

it('lets go of who speaks no HTTP', () =>
  serving(async ({ service }) => {
    for (const text of Object.values(raw)) {
      const said = await new Promise<string>((done) => {
        const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(text));
        let heard = '';
        socket.on('data', (data) => (heard += data.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => done(heard));
      });
      expect(said).not.toMatch(/^HTTP\/1.1 5|\bat [\w.]+ \(/);
    }
  }));

it('answers 150 more, made of parts of good ones at random', () => {
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(null, true, 'A', 'mail', '2026-01-01', 41, -1, 1e38, ''),
    fc.jsonValue(),
  );
  const key = fc.constantFrom('age', 'plan', 'may_call', 'other', 'toString', 'hasOwnProperty', '');
  const made = fc.record(
    {
      columns: fc.oneof(fc.dictionary(key, leaf), fc.constant({ ...columns }), leaf),
      history: fc.oneof(
        fc.array(fc.record({ time: leaf, action: leaf, reward: leaf }, { requiredKeys: [] })),
        leaf,
      ),
      ...{ time: leaf, customer: leaf, group: leaf, state: leaf },
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(made, fc.record({ customers: fc.array(fc.oneof(made, leaf)) }), leaf, fc.string());
  return serving(({ ask }) =>
    fc.assert(
      fc.asyncProperty(body, async (value) => {
        const answer = await ask('/decide', value);
        // By chance one may be good.
        if (answer.status !== 200) expectTold(answer.status, answer.text, answer.body);
      }),
      { numRuns: 150 },
    ),
  );
});
