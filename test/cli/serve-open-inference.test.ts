/** What clients of KServe and Triton ask, and what they are answered. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveKnownModel, startKnownService, type KnownService } from '../support/served-model';

let known: KnownService;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  known = await startKnownService(await saveKnownModel(folder), { store: join(folder, 'contacts.jsonl') });
});
afterAll(async () => {
  await known.service.close();
  rmSync(folder, { recursive: true });
});

const inputs = [
  { name: 'age', shape: [2], datatype: 'FP64', data: [30, 60] },
  { name: 'plan', shape: [2, 1], datatype: 'BYTES', data: [['A'], ['B']] },
  { name: 'may_call', shape: [2], datatype: 'BOOL', data: [true, true] },
  { name: 'id', shape: [2], datatype: 'BYTES', data: ['c1', 'c2'] },
];

it('says what it is and that it is ready', async () => {
  expect((await known.ask('/v2')).body).toMatchObject({ name: 'contact-dqn', extensions: [] });
  expect((await known.ask('/v2/models/policy/ready')).status).toBe(200);
  expect((await known.ask('/v2/models/other/ready')).status).toBe(404);
  const { body } = await known.ask('/v2/models/policy');
  expect(body).toMatchObject({ name: 'policy', versions: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
  expect(body.inputs).toEqual([
    { name: 'age', datatype: 'FP64', shape: [-1] },
    { name: 'plan', datatype: 'BYTES', shape: [-1] },
    { name: 'may_call', datatype: 'BOOL', shape: [-1] },
    { name: 'id', datatype: 'BYTES', shape: [-1] },
    { name: 'day', datatype: 'BYTES', shape: [-1] },
  ]);
  expect(body.outputs).toContainEqual({ name: 'q_values', datatype: 'FP32', shape: [-1, 3] });
});

it('infers by deciding, and keeps what it decided', async () => {
  const infer = (request: object) => known.ask('/v2/models/policy/infer', request);
  const { body } = await infer({ id: 'x', inputs });
  expect(body).toMatchObject({ id: 'x', model_name: 'policy' });
  const output = (name: string) =>
    (body.outputs as readonly { name: string; shape: number[]; data: unknown[] }[]).find(
      (one) => one.name === name,
    )!;
  // 30 on plan A: 0, 0, 2; 60 on plan B: 0, 3, -1.
  expect(output('q_values')).toMatchObject({ shape: [2, 3], data: [0, 0, 2, 0, 3, -1] });
  expect(output('action').data).toEqual(['call', 'mail']);
  expect(output('value_over_no_action').data).toEqual([2, 3]);
  expect(readFileSync(join(folder, 'contacts.jsonl'), 'utf8')).toContain(
    output('decision_id').data[1] as string,
  );
  const again = await infer({ inputs, outputs: [{ name: 'action' }] });
  expect(again.body.outputs).toEqual([
    { name: 'action', datatype: 'BYTES', shape: [2], data: ['none', 'none'] },
  ]);
});

it.each([
  ['inputs.0.name', [{ ...inputs[0], name: 'agee' }]],
  ['inputs.0.data', [{ ...inputs[0], data: [1] }]],
  ['inputs.1.shape', [inputs[0], { ...inputs[1], shape: [3], data: ['A', 'B', 'A'] }]],
  ['customers.0.columns.plan', [inputs[0], inputs[2]]],
  ['customers.1.customer', [...inputs.slice(0, 3), { ...inputs[3], data: ['c1', 1] }]],
  ['inputs', 'none'],
])('refuses wrong tensors, naming %s', async (field, wrong) => {
  const { status, body } = await known.ask('/v2/models/policy/infer', { inputs: wrong });
  expect([status, body.field]).toEqual([400, field]);
});

it('takes JSON that is not called so, as of the client of Triton, but not from a page of a browser', async () => {
  const { url } = known.service;
  const body = new TextEncoder().encode(JSON.stringify({ inputs: inputs.slice(0, 3) }));
  const infer = (headers: Readonly<Record<string, string>>) =>
    fetch(`${url}/v2/models/policy/infer`, { method: 'POST', body, headers }).then(({ status }) => status);
  expect(await infer({})).toBe(200);
  expect(await infer({ origin: 'https://example.org' })).toBe(415);
  expect(await infer({ 'content-type': 'text/plain' })).toBe(415);
  expect(await infer({ 'inference-header-content-length': '12' })).toBe(400);
  const decide = await fetch(`${url}/decide`, { method: 'POST', body });
  expect(decide.status).toBe(415);
});
