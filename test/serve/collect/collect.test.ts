/** Decision logs, written by hand, and the logs that are made of them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { collect, type CollectRequest } from '../../../src/serve/collect/collect';
import { collectedSchema } from '../../../src/serve/collect/collected-schema';
import { decisionLineSchema } from '../../../src/serve/log/log-lines';
import { COMPANY_RAW } from '../../support/company-model';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';

const freshFolder = useFreshFolders();

type Line = Readonly<Record<string, unknown>>;

const decision = (id: string, more: Line) => ({
  ...{ kind: 'decision', id, time: '2026-06-01T00:00:00.000Z', customer: `c-${id}`, model: 'm1' },
  ...{ columns: null, state: null, propensity: 0.5, value: 1, reason: 'best allowed', group: 'model' },
  ...more,
});
const outcome = (id: string, columns: Line) => ({ kind: 'outcome', id, columns });

/** A folder with the log, and what `collect` makes of it. */
function logged(models: Readonly<Record<string, unknown>>, lines: readonly Line[]) {
  const folder = freshFolder();
  const log = join(folder, 'log');
  mkdirSync(log);
  for (const [hash, model] of Object.entries(models))
    writeFileSync(join(log, `model-${hash}.json`), JSON.stringify(model));
  writeFileSync(
    join(log, 'decisions-2026-06-01.1.jsonl'),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const request: CollectRequest = {
    ...{ log, out: join(folder, 'o.csv'), schema: join(folder, 's.yaml') },
    ...{ outcomes: null, untold: null, overwrite: false },
  };
  return {
    request,
    make: (more: Partial<CollectRequest> = {}) => collect({ ...request, ...more }),
    rows: () => readFileSync(request.out, 'utf8').trimEnd().split('\n'),
  };
}

/** The log that was made, as `train` reads it. */
async function readBack({ out, schema: file }: CollectRequest) {
  const schema = logSchema.parse(parse(readFileSync(file, 'utf8')));
  const log = await readContactLog([out], schema, schema.features!);
  return { schema, log, decisions: decisionsOf(log, schema) };
}

const STATE = { actions: ['none', 'email', 'coupon'], features: ['active', 'action'], raw: null };

describe('decisions of a model that takes its state ready made', () => {
  const lines = [
    decision('d1', { state: [5, 0.5], allowed: STATE.actions, action: 'email' }),
    decision('d2', { state: [6, -1], allowed: STATE.actions, action: 'none' }),
    decision('d3', { state: [7, 0], allowed: STATE.actions, action: 'coupon' }),
    outcome('d1', { profit: 2.5 }),
    outcome('d2', { profit: 0 }),
  ];

  it('are a table of its features, which is read as any log is', async () => {
    const { request, make, rows } = logged({ m1: STATE }, lines);
    expect(await make()).toMatchObject({
      ...{ rows: 2, untold: 1, models: ['m1'] },
      remarks: [expect.stringContaining('takes its state ready made')],
    });
    // A feature is called action already.
    expect(rows()).toEqual([
      'decision,customer,time,sequence,model,group,active,action,action_,propensity,profit',
      'd1,c-d1,2026-06-01T00:00:00.000Z,0,m1,model,5,0.5,email,0.5,2.5',
      'd2,c-d2,2026-06-01T00:00:00.000Z,1,m1,model,6,-1,none,0.5,0',
    ]);
    const { schema, log, decisions } = await readBack(request);
    expect(schema).toMatchObject({
      ...{ action: 'action_', noAction: 'none', actions: STATE.actions, reward: 'profit' },
      ...{ propensity: 'propensity', features: { active: { kind: 'number' }, action: { kind: 'number' } } },
    });
    expect([[...log.actions.slice(1)].toSorted(), decisions.count]).toEqual([['coupon', 'email'], 2]);
    expect([...log.rewards]).toEqual([2.5, 0]);
  });

  it('take their outcomes from a file too, whatever the column is called', async () => {
    const { request, make, rows } = logged({ m1: STATE }, lines.slice(0, 3));
    const outcomes = join(request.log, 'told.csv');
    writeFileSync(outcomes, 'decision,reward,opened\nd3,4,1\n');
    expect(await make({ outcomes, untold: 0 })).toMatchObject({ rows: 3 });
    expect(rows()[0]).toMatch(/,propensity,reward,opened$/);
    expect(rows().map((row) => row.split(',').slice(-2).join())).toEqual([
      ...['reward,opened', '0,0', '0,0', '4,1'],
    ]);
  });

  it.each([
    [
      outcome('d1', { a: 1, b: 2 }),
      '--outcomes: expected what a decision earned in one column, or in one called "reward", got "profit", "a", "b"',
    ],
    [
      outcome('d1', { active: 1, reward: 2 }),
      '--outcomes: expected what came of a decision in columns that are no feature of the model, got "active"',
    ],
    [
      decision('d4', { state: [1], allowed: ['none'], action: 'none' }),
      'decision d4: expected a state of 2 numbers (active, action), as its model has, got 1',
    ],
  ])('are refused with %j', async (line, message) => {
    const { make } = logged({ m1: STATE }, [...lines, line, outcome('d4', { profit: 1 })]);
    await expect(make()).rejects.toEqual(inputError(message));
  });
});

describe('decisions of two models', () => {
  const line = (id: string, model: string, state: readonly number[]) =>
    decision(id, { model, state, allowed: STATE.actions, action: 'email' });
  const lines = [
    line('d1', 'm1', [5, 0.5]),
    line('d2', 'm2', [0.25, 7]),
    ...['d1', 'd2'].map((id) => outcome(id, { profit: 1 })),
  ];

  it('stand under the features of the model that each is of', async () => {
    const m2 = { ...STATE, features: ['action', 'active'] };
    const { make, rows } = logged({ m1: STATE, m2 }, lines);
    expect(await make()).toMatchObject({ rows: 2, models: ['m1', 'm2'] });
    expect(rows().map((row) => row.split(',').slice(6, 8).join())).toEqual([
      ...['action,active', '0.5,5', '0.25,7'],
    ]);
  });

  const raw = {
    schema: logSchema.parse({ action: 'channel', reward: 'profit', features: { age: 'number' } }),
    features: [{ column: 'age', kind: 'number', origin: 0, mean: 0, scale: 1, missing: false }],
  };

  it.each([
    [
      { ...STATE, features: ['active', 'age'] },
      STATE,
      'expected the features "active", "action", as the model has that decided last, got "active", "age"',
    ],
    [
      { actions: ['No Action', 'mail'], features: ['age'], raw },
      STATE,
      'expected a state that is ready made, as the model takes that decided last, got raw columns',
    ],
    [
      STATE,
      { actions: ['No Action', 'mail'], features: ['age'], raw },
      'expected raw columns, as the model takes that decided last, got a state that is ready made',
    ],
  ])('are refused where they have not the same columns', async (m1, m2, message) => {
    const { request, make } = logged({ m1, m2 }, lines);
    await expect(make()).rejects.toEqual(inputError(`${join(request.log, 'model-m1.json')}: ${message}`));
  });
});

it('calls nobody contacted as the log does, also where lines of an older service said No Action', async () => {
  const schema = logSchema.parse({
    ...{ customer: 'id', time: 'day', action: 'channel', noAction: 'nobody', reward: 'margin' },
    ...{ actions: ['nobody', 'mail'], eligible: 'may', features: { age: 'number' } },
  });
  const features = [{ column: 'age', kind: 'number', origin: 0, mean: 0, scale: 1, missing: false }];
  const model = { actions: ['No Action', 'mail'], features: ['age'], raw: { schema, features } };
  const columns = { age: 30 };
  const { request, make, rows } = logged({ m1: model }, [
    decision('d1', { columns, allowed: ['No Action', 'mail'], action: 'No Action' }),
    decision('d2', { columns, allowed: ['nobody', 'mail'], action: 'nobody' }),
    decision('d3', { columns, allowed: ['nobody'], action: 'mail' }),
    ...['d1', 'd2', 'd3'].map((id) => outcome(id, { margin: 1 })),
  ]);
  await make();
  expect(rows().map((row) => row.split(',').slice(7, 9).join())).toEqual([
    ...['may,channel', 'nobody|mail,nobody', 'nobody|mail,nobody', 'nobody,mail'],
  ]);
  expect((await readBack(request)).decisions.count).toBe(3);
});

it('are lines that the schema of a log knows', () => {
  const line = decision('d1', { state: [1, 2], allowed: ['none'], action: 'none' });
  expect(decisionLineSchema.safeParse(line).success).toBe(true);
});

it('names the columns that enrich had added as far as they were logged, and tells what is to be named beside them', () => {
  const of = (...logged: string[]) =>
    collectedSchema(COMPANY_RAW, ['No Action', 'mail', 'call'], new Set(logged), new Set(['margin']));
  const { schema, remarks } = of('spend', 'region', 'age');
  expect(schema.enriched).toEqual({ columns: ['spend', 'region'] });
  expect(remarks).toEqual([
    expect.stringMatching(/^enriched\.models is no part of the schema: name there the folder/),
  ]);
  expect(of('region', 'age').schema.enriched).toEqual({ columns: ['region'] });
  expect(of('age').schema.enriched).toBeUndefined();
});
