/** Decisions on files: what they are, and what is said where they cannot be made. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { murmur3 } from '../../../src/core/murmur3';
import { scoreText } from '../../../src/cli/score-text';
import { modelCard } from '../../../src/runs/export/model-card';
import { predict } from '../../../src/runs/predict';
import { quietHost } from '../../../src/runs/quiet-host';
import type { ScoreRequest } from '../../../src/runs/score/request';
import { score } from '../../../src/runs/score/score';
import { policyDescription } from '../../../src/serve/page/policy-description';
import { loadModel } from '../../../src/store/model-store';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost, stoppingHost } from '../../support/hosts';
import { inputError } from '../../support/input-error';
import { writeParquet } from '../../support/parquet-file';
import { ACTIONS, HEADER, RAW, savedModel } from '../../support/scored-model';

const freshFolder = useFreshFolders();

interface Case {
  readonly folder: string;
  readonly model: string;
  readonly data: string;
  readonly out: string;
}

async function caseOf(
  rows: readonly string[],
  changes: Parameters<typeof savedModel>[1] = {},
  header = HEADER,
): Promise<Case> {
  const folder = freshFolder();
  const data = join(folder, 'customers.csv');
  writeFileSync(data, `${[header, ...rows].join('\n')}\n`);
  return { folder, model: await savedModel(folder, changes), data, out: join(folder, 'actions.csv') };
}

const ask = (one: Case, request: Partial<ScoreRequest> = {}, host = quietHost()) =>
  score(one.model, { data: one.data, out: one.out, backend: 'wasm', ...request }, host);

type Line = Readonly<Record<string, string>>;
const read = (file: string) => parse<Line>(readFileSync(file), { columns: true });

/** Without rules that look back. */
const FREE = { ...RAW, schema: { ...RAW.schema, rules: RAW.schema.rules!.slice(1) } };

const FOUR = ['a,2,3,A,1,0', 'b,2,30,,0,0', 'c,-1,-2,B,1,', '"d, e",5,4,C,1,no'];

it('writes each customer with action, values and why', async () => {
  const one = await caseOf(FOUR, { raw: FREE });
  const scored = await ask(one);
  expect(readFileSync(one.out, 'utf8')).toBe(
    [
      'id,row,action,value over No Action,value none,value mail,value call,reason,model',
      `a,1,mail,2,1,3,3,best allowed,${scored!.hash}`,
      `b,2,mail,2,1,3,,call barred: not eligible by may_call,${scored!.hash}`,
      `c,3,none,0,1,0,,best allowed,${scored!.hash}`,
      `"d, e",4,mail,5,1,6,4,best allowed,${scored!.hash}`,
      '',
    ].join('\n'),
  );
  const { tally } = scored!;
  expect([...tally.actions]).toEqual([1, 3, 0]);
  expect(tally.barred()).toEqual([
    { action: 'call', reason: 'not eligible by may_call', rows: 1 },
    // Whether c opted out is not known.
    { action: 'call', reason: 'never call where opt_out is true', rows: 1 },
  ]);
  expect(tally.unseen()).toEqual([{ column: 'plan', value: 'C', rows: 1, place: `${one.data}:5` }]);
  expect(readdirSync(one.folder).toSorted()).toEqual(['actions.csv', 'customers.csv', 'run']);
});

/** Customers of all kinds, named in order. */
const customers = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const value = (by: number) => ((i * by) % 41) / 4 - 3;
    return `c${i},${value(7)},${value(11)},${['A', 'B', '', 'D'][i % 4]!},${i % 3 === 0 ? 'no' : 'yes'},${i % 5 === 0 ? 'yes' : 'no'}`;
  });

it.each([
  [{}, null],
  [
    { conservativeWeight: 0.5 },
    "values are the model's scores, lowered by its caution (conservative weight 0.5) for actions that the log hardly shows: they say which action is taken, and estimate no money",
  ],
])('says of a model with %j what its values are not', async (changes, caution) => {
  const one = await caseOf(FOUR, { raw: FREE, ...changes });
  const scored = await ask(one);
  expect(scored!.caution).toEqual(caution);
  expect(scoreText(scored!, false).includes('no money')).toBe(caution !== null);
  expect(JSON.parse(scoreText(scored!, true))).toMatchObject({ caution });
  // The card and the page of a service say the same.
  const loaded = await loadModel(one.model);
  expect(modelCard(one.model, loaded, ['onnx']).includes('lowered by its caution')).toBe(caution !== null);
  expect(policyDescription(loaded, one.model)).toMatchObject({
    ...{ caution, actions: ['none', 'mail', 'call'] },
  });
});

/** As the log has it. */
const labelOf = (action: string) => (action === 'No Action' ? 'none' : action);

it('does what predict does', async () => {
  const one = await caseOf(customers(500), { raw: FREE, charges: [0, 0.5, 2] });
  await ask(one);
  const asked = { data: one.data, out: join(one.folder, 'predicted.csv'), backend: 'wasm' } as const;
  const { predictions } = await predict(one.model, asked, quietHost());
  const found = read(one.out);
  expect(found.map(({ action }) => action)).toEqual(predictions.map(({ action }) => action));
  expect(new Set(found.map(({ action }) => action)).size).toBe(3);
  for (const name of ACTIONS)
    expect(
      found.map((line) => {
        const value = line[`value ${labelOf(name)}`]!;
        return value === '' ? null : Number(value);
      }),
    ).toEqual(predictions.map(({ qValues }) => qValues[labelOf(name)]));
});

it.each([
  ['plainly', {}],
  ['exploring', { exploration: { kind: 'epsilon', epsilon: 0.3 }, seed: 5 }],
  ['exploring by gaps', { exploration: { kind: 'inverse gap', scale: 2, floor: 0.01 }, seed: 3 }],
  ['within limits', { budget: '150', capacity: ['call=20'] }],
  [
    'exploring within a limit',
    { exploration: { kind: 'epsilon', epsilon: 0.1 }, capacity: ['call=60'], seed: 3 },
  ],
] as const)('writes the same bytes in whatever batches, %s', async (_, request) => {
  const one = await caseOf(customers(300), { raw: FREE });
  await ask(one, request);
  const first = readFileSync(one.out);
  for (const batchRows of [1, 7, 256]) {
    await ask(one, { ...request, batchRows, overwrite: true });
    expect(readFileSync(one.out).equals(first)).toBe(true);
  }
});

describe('earlier contacts', () => {
  const HISTORY = [
    'id,day,channel',
    'a,2026-03-01,mail',
    'b,2026-02-20,mail',
    'a,2026-02-01,call',
    'z,2026-03-01,mail',
  ];
  const ROWS = ['a,2,1,A,1,0', 'b,2,1,A,1,0', 'c,2,1,A,1,0'];

  it('bars by rules what they tell of, at the time that is said', async () => {
    const one = await caseOf(ROWS);
    const history = join(one.folder, 'contacts.csv');
    writeFileSync(history, HISTORY.join('\n'));
    const scored = await ask(one, { history, asOf: '2026-03-03' });
    expect(scored!.history).toEqual({
      ...{ rows: 4, customers: 3, newest: '2026-03-01', timeZone: 'UTC', newestDaysBefore: 2 },
      ...{ known: 2, sameMoment: 0, later: 0 },
    });
    expect(read(one.out).map(({ action, reason }) => `${action}: ${reason}`)).toEqual([
      'none: mail barred: at most 1 of mail within 7d',
      'mail: best allowed',
      'mail: best allowed',
    ]);
    // A week later nothing bars a; before her mail nothing did.
    for (const asOf of ['2026-03-08', '2026-02-28']) {
      await ask(one, { history, asOf, overwrite: true });
      expect(read(one.out)[0]!.action).toBe('mail');
    }
  });

  it('says of how many customers it knows something, and warns where it is no log of theirs', async () => {
    const one = await caseOf(ROWS);
    const history = join(one.folder, 'contacts.csv');
    const told = async (lines: readonly string[], asOf: string) => {
      writeFileSync(history, ['id,day,channel', ...lines].join('\n'));
      const host = hearingHost();
      const scored = await ask(one, { history, asOf, overwrite: true }, host);
      return { history: scored!.history, warn: host.heard.warn };
    };
    const others = await told(['x,2026-03-01,mail', 'a ,2026-03-08,mail', 'b,2026-03-09,call'], '2026-03-03');
    expect(others).toEqual({
      history: {
        ...{ rows: 3, customers: 3, newest: '2026-03-09', timeZone: 'UTC', newestDaysBefore: -6 },
        ...{ known: 0, sameMoment: 0, later: 2 },
      },
      warn: [
        "--history: knows something of 0 % of the file's 3 customers, so contact rules bar nothing there; all 2 rows of theirs lie after the decision",
      ],
    });
    const old = await told(['a,2026-01-01,mail'], '2026-03-02T12:00:00');
    expect(old.warn).toEqual([
      '--history: its newest row (2026-01-01) lies 60.50 days before the last decision, longer than any rule looks back: what was done since is not in it',
    ]);
    const same = await told(['a,2026-03-03,mail', 'b,2026-03-02,call'], '2026-03-03');
    expect(same.history).toMatchObject({ known: 2, sameMoment: 1, later: 0 });
    expect(same.warn).toEqual([
      "--history: 1 of the file's 3 rows (33.3 %) have a row of their customer in it at their own moment, which counts as earlier; in training only earlier rows did",
    ]);
    // That a is barred by her mail of the very moment is meant: two contacts at once are two.
    expect(read(one.out).map(({ action }) => action)).toEqual(['none', 'mail', 'mail']);
  });

  it('takes the time of each row from its column', async () => {
    const dated = ROWS.slice(0, 2).map((row, i) => `${row},2026-03-0${3 + 6 * i}`);
    const one = await caseOf([...dated, 'd,2,1,A,1,0,2026-03-01'], {}, `${HEADER},day`);
    const history = join(one.folder, 'contacts.csv');
    writeFileSync(history, [...HISTORY, 'd,2026-02-22,mail'].join('\n'));
    await ask(one, { history });
    expect(read(one.out).map(({ action }) => action)).toEqual(['none', 'mail', 'mail']);
  });

  it('bars whatever a rule might where nobody knows them', async () => {
    const one = await caseOf(['a,2,3,A,1,0']);
    await ask(one);
    expect(read(one.out)[0]).toMatchObject({
      action: 'call',
      reason: 'best allowed',
      'value mail': '',
    });
    const barred = (await ask(one, { overwrite: true }))!.tally.barred();
    expect(barred).toEqual([
      { action: 'mail', reason: 'earlier contacts are not known: at most 1 of mail within 7d', rows: 1 },
    ]);
  });

  it('refuses a log that does not say what was done, or when all is decided', async () => {
    const one = await caseOf(ROWS);
    const history = join(one.folder, 'contacts.csv');
    writeFileSync(history, 'id,day,channel\na,2026-03-01,mail\nb,2026-03-01,\n');
    await expect(ask(one, { history, asOf: '2026-03-03' })).rejects.toThrow(
      inputError(`${history}:3 channel: expected what was done, got nothing`),
    );
    await expect(ask(one, { history })).rejects.toThrow(
      inputError(
        `--as-of: expected a value, when all rows are decided, or in ${one.data} the column "day", got neither`,
      ),
    );
    await expect(ask(one, { asOf: 'today' })).rejects.toThrow(
      inputError('--as-of: expected a date or time such as 2026-11-28, got "today"'),
    );
    expect(existsSync(one.out)).toBe(false);
  });

  it('asks for a log where the model was trained on one, or for what it made of it', async () => {
    const raw = {
      schema: { ...FREE.schema, history: ['contacts by channel' as const] },
      features: [
        ...RAW.features.slice(0, 2),
        ...['earlier mail', 'earlier call'].map((column) => ({
          ...{ column, kind: 'count' as const, origin: 0, mean: 0, scale: 1, missing: false },
        })),
      ],
    };
    // Without plans: kernel [4, 3], bias [3]
    const weights = Float32Array.of(...[0, 1, 0], ...[0, 0, 1], ...[0, -9, 0], ...[0, 0, 0], ...[1, 1, 0]);
    const features = ['mail_value', 'call_value', 'earlier mail', 'earlier call'];
    const scaling = { observationOffset: [0, 0, 0, 0], observationScale: [1, 1, 1, 1], rewardScale: 1 };
    const one = await caseOf(ROWS, { raw, weights, features, scaling });
    await expect(ask(one)).rejects.toThrow(
      inputError(
        `--history: expected a log of earlier contacts, which the model looks at, or in ${one.data} ready made ` +
          '"earlier mail" (contacts by mail before this decision, ever), "earlier call" (contacts by call before this decision, ever), got neither',
      ),
    );
    const history = join(one.folder, 'contacts.csv');
    writeFileSync(history, HISTORY.join('\n'));
    await ask(one, { history, asOf: '2026-03-03' });
    const mails = read(one.out).map((line) => Number(line['value mail']));
    // log(1 + 1 mail) times 9 is taken off 3.
    const after = Math.fround(3 - 9 * Math.fround(Math.log(2)));
    expect(mails[0]).toBeCloseTo(after, 5);
    expect(mails).toEqual([mails[0], mails[0], 3]);
    const ready = await caseOf(
      ROWS.map((row, i) => `${row},${i === 2 ? 0 : 1},0`),
      { raw, weights, features, scaling },
      `${HEADER},earlier mail,earlier call`,
    );
    await ask(ready);
    expect(read(ready.out).map((line) => Number(line['value mail']))).toEqual(mails);
  });
});

describe('limits of all rows together', () => {
  const drawn = fc.record({
    rows: fc.array(fc.tuple(fc.integer({ min: -2, max: 4 }), fc.integer({ min: -2, max: 8 })), {
      ...{ minLength: 1, maxLength: 12 },
    }),
    calls: fc.integer({ min: 1, max: 6 }),
    budget: fc.integer({ min: 1, max: 20 }),
  });
  const rowsOf = (values: readonly (readonly [number, number])[]) =>
    values.map(([mail, call], i) => `c${i},${mail},${call},A,1,0`);

  it('gives out all of a capacity to those who gain the most', async () => {
    const one = await caseOf([], { raw: FREE });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ rows, calls }) => {
        writeFileSync(one.data, [HEADER, ...rowsOf(rows)].join('\n'));
        const scored = await ask(one, { capacity: [`call=${calls}`], overwrite: true });
        // What a call is worth more than the best of the others: no row beside it changes that.
        const gains = rows.map(([mail, call]) => call - Math.max(1, 1 + mail));
        const wanted = gains.filter((gain) => gain > 0).toSorted((a, b) => b - a);
        const called = read(one.out).flatMap(({ action }, i) => (action === 'call' ? [gains[i]!] : []));
        expect(called.toSorted((a, b) => b - a)).toEqual(wanted.slice(0, calls));
        expect(scored!.spending!.limits[0]!.used).toBe(called.length);
        if (wanted.length <= calls) expect(scored!.spending!.limits[0]!.price).toBe(0);
        else expect(scored!.spending!.next!.gain).toBe(wanted[calls]);
      }),
      { numRuns: 40 },
    );
  });

  it('spends a budget to within one contact, and never more', async () => {
    const one = await caseOf([], { raw: FREE });
    const costs = { none: 0, mail: 1, call: 4 };
    await fc.assert(
      fc.asyncProperty(drawn, async ({ rows, budget }) => {
        writeFileSync(one.data, [HEADER, ...rowsOf(rows)].join('\n'));
        const scored = await ask(one, { budget: String(budget), overwrite: true });
        const spent = read(one.out).reduce((sum, { action }) => sum + costs[action as 'mail'], 0);
        expect(scored!.spending!.limits[0]!.used).toBe(spent);
        expect(spent).toBeLessThanOrEqual(budget);
        if (scored!.spending!.limits[0]!.price > 0) expect(budget - spent).toBeLessThan(4);
      }),
      { numRuns: 15 },
    );
  });

  it('says who is next in line, and takes the place of what the model charges', async () => {
    const rows = ['a,0,9,A,1,0', 'b,0,7,A,1,0', 'c,0,7,A,1,0', 'd,2,3,A,1,0'];
    const one = await caseOf(rows, { raw: FREE, charges: [0, 0, 100] });
    const plain = await ask(one);
    expect([plain!.charges, [...plain!.tally.actions]]).toEqual([
      [0, 0, 100],
      [3, 1, 0],
    ]);
    const scored = await ask(one, { capacity: ['call=2'], overwrite: true });
    expect(scored!.charges).toBeNull();
    const reasons = read(one.out).map(({ action, reason }) => `${action}: ${reason}`);
    // b and c are equal: the hash says who is called.
    expect(reasons[0]).toBe('call: best allowed');
    expect(reasons.slice(1, 3).toSorted()).toEqual([
      'call: next in line for what the limits leave',
      'none: best allowed',
    ]);
    expect(scored!.spending).toMatchObject({ limits: [{ channel: 'call', used: 2 }], next: { gain: 6 } });
    const hashOf = (name: string) => murmur3(Buffer.from(name), 0, 1, 1);
    expect(reasons[hashOf('b') < hashOf('c') ? 1 : 2]).toContain('next in line');
  });

  it('is kept on average where some is tried, by the probabilities that are written', async () => {
    const rows = customers(400);
    const one = await caseOf(rows, { raw: FREE });
    const exploration = { kind: 'epsilon', epsilon: 0.1 } as const;
    const free = await ask(one, { exploration, seed: 1 });
    const calls = free!.tally.expected[2]! - 20.5;
    const scored = await ask(one, { exploration, capacity: [`call=${calls}`], seed: 1, overwrite: true });
    expect(scored!.spending!.limits[0]!.used).toBeCloseTo(calls, 5);
    expect(scored!.tally.expected[2]).toBeCloseTo(calls, 5);
    // Every propensity is that of what was done, as often as it is done: the mean of done / propensity is 1.
    let [count, sum] = [0, 0];
    for (let seed = 0; seed < 12; seed += 1) {
      await ask(one, { exploration, capacity: [`call=${calls}`], seed, overwrite: true });
      for (const { action, propensity } of read(one.out)) {
        expect(Number(propensity)).toBeGreaterThan(0);
        count += 1;
        if (action === 'call') sum += 1 / Number(propensity);
      }
    }
    const mayCall = rows.filter((row) => row.endsWith(',yes,no')).length / rows.length;
    expect(Math.abs(sum / count - mayCall)).toBeLessThan(0.1);
  });

  it('warns of what chance takes above a limit', async () => {
    const one = await caseOf(customers(400), { raw: FREE });
    const exploration = { kind: 'epsilon', epsilon: 0.1 } as const;
    let over = 0;
    for (let seed = 0; seed < 8; seed += 1) {
      const host = hearingHost();
      await ask(one, { exploration, capacity: ['call=30'], seed, overwrite: true }, host);
      const calls = read(one.out).filter(({ action }) => action === 'call').length;
      const warnings = [
        `--capacity call=30: over the limit by chance: ${calls}; with --explore it holds on average`,
      ];
      expect(host.heard.warn).toEqual(calls > 30 ? warnings : []);
      if (calls > 30) over += 1;
    }
    // About half of the draws.
    expect(over).toBeGreaterThan(0);
    expect(over).toBeLessThan(8);
  });

  it('does nothing of what there is none of', async () => {
    const one = await caseOf(customers(50), { raw: FREE });
    const scored = await ask(one, { capacity: ['call=0'] });
    expect(scored!.tally.actions[2]).toBe(0);
    expect(scored!.spending!.limits[0]).toMatchObject({ most: 0, used: 0 });
    await ask(one, { budget: '0', overwrite: true });
    expect(new Set(read(one.out).map(({ action }) => action))).toEqual(new Set(['none']));
  });

  it.each([
    [
      { capacity: ['call'] },
      '--capacity: expected ACTION=NUMBER for all rows together, such as call=200, got "call"',
    ],
    [{ capacity: ['sms=3'] }, '--capacity: expected a contact (one of "mail", "call"), got "sms"'],
    [
      { capacity: ['call=-1'] },
      '--capacity: expected ACTION=NUMBER for all rows together, such as call=200, got "call=-1"',
    ],
    [{ capacity: ['call=1', 'call=2'] }, '--capacity: expected "call" once, got it again'],
    [{ budget: 'much' }, '--budget: expected an amount for all rows together, such as 1000, got "much"'],
    [
      { budget: '1', exploration: { kind: 'epsilon', epsilon: 0.9 }, seed: 1 },
      '--budget: expected at least 3.9, which what is tried takes alone, or a smaller --explore, got 1',
    ],
  ] as const)('refuses %j', async (request, message) => {
    const one = await caseOf(FOUR, { raw: FREE });
    await expect(ask(one, request as Partial<ScoreRequest>)).rejects.toThrow(message);
    expect(existsSync(one.out)).toBe(false);
  });
});

describe('trying what is not best', () => {
  it('asks for a seed, which the same default in every round would not be', async () => {
    const one = await caseOf(FOUR, { raw: FREE });
    for (const exploration of [
      { kind: 'epsilon', epsilon: 0.1 },
      { kind: 'inverse gap', scale: 2, floor: 0 },
    ] as const)
      await expect(ask(one, { exploration })).rejects.toThrow(
        inputError(
          '--seed: expected a whole number, another for each round in which something is tried, got none',
        ),
      );
    expect(existsSync(one.out)).toBe(false);
  });

  it('draws by the hash of the customer, which the order of the file does not change', async () => {
    const rows = customers(200);
    const one = await caseOf(rows, { raw: FREE });
    const exploration = { kind: 'epsilon', epsilon: 0.3 } as const;
    await ask(one, { exploration, seed: 9 });
    const found = new Map(read(one.out).map((line) => [line.id!, line]));
    writeFileSync(one.data, [HEADER, ...rows.toReversed()].join('\n'));
    await ask(one, { exploration, seed: 9, overwrite: true });
    for (const line of read(one.out)) {
      const { action, propensity, reason } = found.get(line.id!)!;
      expect([line.action, line.propensity, line.reason]).toEqual([action, propensity, reason]);
    }
    const best = new Map(read(one.out).map((line) => [line.id!, line]));
    const tried = [...best.values()].filter(({ reason }) => reason === 'tried, to learn of it');
    expect(tried.length).toBeGreaterThan(10);
    // By hand: one who may get all three; below .1 No Action, to .2 mail, else call, if that is the best.
    for (const [id, line] of found) {
      const values = ACTIONS.map((name) => line[`value ${name}`]);
      if (values.includes('') || line.reason !== 'best allowed' || line.action !== 'call') continue;
      const draw = murmur3(Buffer.from(id), 0, id.length, 9) / 2 ** 32;
      expect(draw).toBeGreaterThanOrEqual(0.2);
      expect(Number(line.propensity)).toBeCloseTo(0.8, 8);
    }
  });
});

describe('what is wrong', () => {
  it('leaves nothing behind a broken row, however late', async () => {
    const rows = customers(3000);
    rows[2500] = 'c2500,1,two,A,1,0';
    const one = await caseOf(rows, { raw: FREE });
    writeFileSync(one.out, 'mine\n');
    const before = readdirSync(one.folder).toSorted();
    await expect(ask(one, { batchRows: 100, overwrite: true })).rejects.toThrow(
      inputError(`${one.data}:2502 call_value: expected a number, got "two"`),
    );
    expect(readdirSync(one.folder).toSorted()).toEqual(before);
    expect(readFileSync(one.out, 'utf8')).toBe('mine\n');
  });

  it.each([
    [
      'a column that is not there',
      ['a,1,1,A,1'],
      'id,mail_value,call_value,plan,may_call',
      'opt_out: expected a column of this name',
    ],
    ['a customer without a name', [',1,1,A,1,0'], HEADER, ':2 id: expected a name, got ""'],
    [
      'a number that is too large',
      ['a,1,1,A,1,0', 'b,3e38,3e38,A,1,0'],
      HEADER,
      ':3: its values are not finite',
    ],
  ])('names %s', async (_, rows, header, message) => {
    const scaling = { observationOffset: [0, 0, 0, 0, 0], observationScale: [9, 9, 1, 1, 1], rewardScale: 1 };
    const one = await caseOf(rows, { raw: FREE, scaling }, header);
    await expect(ask(one)).rejects.toThrow(message);
    expect(existsSync(one.out)).toBe(false);
  });

  it('tells of a customer who is there twice, and refuses where it would count', async () => {
    const one = await caseOf([...FOUR, 'b,1,1,A,1,0', 'a,1,1,A,1,0'], { raw: FREE });
    const host = hearingHost();
    await ask(one, {}, host);
    expect(host.heard.warn).toContain(
      `${one.data}:6 id: "b": a customer who was there before; 2 such rows; each row is decided by itself`,
    );
    await expect(ask(one, { capacity: ['call=1'], overwrite: true })).rejects.toThrow(
      inputError(
        `${one.data}:6 id: "b": expected each customer once, as contact rules, budgets and capacities count for each row, got a customer who was there before; 2 such rows`,
      ),
    );
  });

  it('refuses a file that became another one between its two readings', async () => {
    const one = await caseOf(customers(300), { raw: FREE });
    // What is said of the first reading is said before the second.
    const info = (said: string) => {
      if (said.includes('read for prices')) writeFileSync(one.data, [HEADER, ...customers(310)].join('\n'));
    };
    const host = hearingHost({ logger: { info, warn: () => undefined } });
    await expect(ask(one, { capacity: ['call=5'] }, host)).rejects.toThrow(
      `${one.data}: expected a file at rest, it changed while it was read`,
    );
    expect(existsSync(one.out)).toBe(false);
  });

  it('replaces nothing unasked, and never what it reads', async () => {
    const one = await caseOf(FOUR, { raw: FREE });
    await expect(ask({ ...one, out: one.data }, { overwrite: true })).rejects.toThrow('which is read');
    writeFileSync(one.out, '');
    await expect(ask(one)).rejects.toThrow(`found ${one.out}; --overwrite replaces it`);
    await expect(ask({ ...one, out: join(one.folder, 'actions.txt') })).rejects.toThrow(
      '--out: expected a file that ends in .csv or .parquet, got',
    );
  });

  it('ends when it is asked to, with nothing written', async () => {
    const one = await caseOf(customers(500), { raw: FREE });
    const before = readdirSync(one.folder);
    for (const capacity of [undefined, ['call=3']])
      expect(await ask(one, { batchRows: 50, capacity }, stoppingHost(3))).toBeNull();
    expect(readdirSync(one.folder)).toEqual(before);
  });
});

describe('other files', () => {
  it('reads and writes Parquet', async () => {
    const one = await caseOf(customers(3000), { raw: FREE });
    await ask(one);
    const asParquet = join(one.folder, 'customers.parquet');
    const out = join(one.folder, 'actions.parquet');
    const types = "types = {'plan': 'VARCHAR', 'mail_value': 'DOUBLE', 'call_value': 'DOUBLE'}";
    await writeParquet(asParquet, `SELECT * FROM read_csv('${one.data}', ${types})`);
    await ask({ ...one, data: asParquet, out });
    const back = join(one.folder, 'back.csv');
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`COPY (FROM '${out}') TO '${back}' (HEADER, DELIMITER ',')`);
    const numbers = (lines: readonly Line[]) =>
      lines.map((line) =>
        Object.entries(line).map(([key, cell]) =>
          key.startsWith('value') && cell !== '' ? Number(cell) : cell,
        ),
      );
    expect(numbers(read(back))).toEqual(numbers(read(one.out)));
    const described = await connection.runAndReadAll(`DESCRIBE FROM '${out}'`);
    expect(described.getRows().map(([name, type]) => `${String(name)} ${String(type)}`)).toEqual([
      ...['id VARCHAR', 'row BIGINT', 'action VARCHAR', 'value over No Action DOUBLE'],
      ...['value none DOUBLE', 'value mail DOUBLE', 'value call DOUBLE', 'reason VARCHAR', 'model VARCHAR'],
    ]);
    expect(readdirSync(one.folder).filter((file) => file.includes('tmp'))).toEqual([]);
  });

  it('reads a pipe once, and says where that is too little', async () => {
    const one = await caseOf(FOUR, { raw: FREE });
    const pipe = join(one.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await ask(one);
    const expected = readFileSync(one.out);
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', one.data, pipe]);
    const closed = new Promise((done) => writer.on('close', done));
    await ask({ ...one, data: pipe }, { overwrite: true });
    await closed;
    expect(readFileSync(one.out).equals(expected)).toBe(true);
    await expect(ask({ ...one, data: pipe }, { capacity: ['call=1'], overwrite: true })).rejects.toThrow(
      inputError(`--data: expected files, which a budget or capacity needs to be read twice, got ${pipe}`),
    );
  });
});
