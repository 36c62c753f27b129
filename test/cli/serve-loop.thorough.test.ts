/** From a service to the next model: decisions and outcomes become a log that is audited, judged and learned from. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from '../../src/serve/collect/collect';
import { runHere } from '../support/command-here';
import { useFreshFolders } from '../support/fresh-folders';
import { shipped } from '../support/run-cli';
import { asked, saveKnownModel, startKnownService } from '../support/served-model';

const freshFolder = useFreshFolders();
const DAY = 86_400_000;

/** Whom calls please: those of plan B, against what the model believes. */
const marginOf = (action: string, plan: string, age: number) =>
  action === 'call' ? (plan === 'B' ? 6 : -2) : action === 'mail' ? (age - 40) / 10 + 1 : 0;

interface Decided {
  readonly id: string;
  readonly action: string;
}

/** Three weeks of 150 customers, half of whose outcomes are posted, and half in a file. */
async function servedRounds(folder: string) {
  let now = Date.UTC(2026, 0, 5);
  const log = join(folder, 'decisions');
  const known = await startKnownService(
    await saveKnownModel(join(folder, 'first')),
    {
      log,
      store: join(folder, 'contacts.jsonl'),
      exploration: { kind: 'epsilon', epsilon: 0.9 },
    },
    { now: () => now },
  );
  const file = ['decision,margin,opened'];
  const actions: string[] = [];
  for (let week = 0; week < 3; week += 1, now += 6 * DAY) {
    const people = Array.from({ length: 150 }, (_, i) => ({
      customer: `c${i}`,
      age: 25 + (i % 30),
      plan: i % 3 === 0 ? 'B' : 'A',
    }));
    const { body } = await known.ask('/decide', {
      customers: people.map(({ customer, ...columns }, i) => ({
        customer,
        columns: { ...columns, may_call: i % 5 > 0 },
      })),
    });
    const outcomes = (body.decisions as readonly Decided[]).map(({ id, action }, i) => {
      actions.push(action);
      return {
        decision: id,
        columns: { margin: marginOf(action, people[i]!.plan, people[i]!.age), opened: action === 'mail' },
      };
    });
    await known.ask('/outcome', { outcomes: outcomes.slice(0, 75) });
    // The last one is never heard of.
    for (const { decision, columns } of outcomes.slice(75, -1))
      file.push(`${decision},${columns.margin},${columns.opened ? 'yes' : 'no'}`);
  }
  await known.service.close();
  const outcomes = join(folder, 'outcomes.csv');
  writeFileSync(outcomes, `${[...file, 'nobody,1,no'].join('\n')}\n`);
  return { log, outcomes, actions };
}

it('collects a log whose audit finds nothing that blocks, and learns better from it', async () => {
  const folder = freshFolder();
  const { log, outcomes, actions } = await servedRounds(folder);
  const [out, schema] = ['round.csv', 'round.yaml'].map((name) => join(folder, name));
  const made = await runHere(
    ['collect', '--log', log, '--outcomes', outcomes, '--out', out!, '--schema', schema!, '--json'],
    folder,
  );
  expect(JSON.parse(made.stdout)).toMatchObject({ rows: 447, untold: 3, strangeOutcomes: 1, remarks: [] });
  const [header, ...rows] = readFileSync(out!, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  expect(header).toEqual([
    ...[
      'decision',
      'id',
      'day',
      'sequence',
      'model',
      'group',
      'age',
      'plan',
      'may_call',
      'channel',
      'propensity',
      'margin',
      'opened',
    ],
  ]);
  const column = (name: string) => rows.map((row) => row[header!.indexOf(name)]!);
  const named = column('channel');
  expect(named).toEqual(actions.filter((_, i) => i % 150 !== 149));
  // What a rule barred was not allowed, whatever consent says.
  const called = new Set(rows.flatMap((row, i) => (i < 149 && named[i] !== 'none' ? [row[1]!] : [])));
  rows.slice(149, 298).forEach((row) => {
    if (called.has(row[1]!)) expect(row[header!.indexOf('may_call')]).toBe('0');
  });
  const checked = await runHere(
    ['check-data', '--data', out!, '--schema', schema!, '--gate', '--json'],
    folder,
  );
  const findings = (
    JSON.parse(checked.stdout) as { findings: readonly { code: string; severity: string; message: string }[] }
  ).findings;
  expect(findings.filter(({ severity }) => severity === 'block')).toEqual([]);
  expect(findings.filter(({ code }) => /mask|rule|barred/.test(code))).toEqual([]);
  const trained = await runHere(
    [
      'train',
      '--data',
      out!,
      '--schema',
      schema!,
      '--method',
      'one-step',
      '--out',
      join(folder, 'next'),
      '--quiet',
    ],
    folder,
  );
  expect([trained.code, trained.stderr]).toEqual([0, expect.anything()]);
  const next = await startKnownService(join(folder, 'next'));
  try {
    const at = async (plan: string) =>
      (await next.ask('/explain', { columns: { age: 30, plan, may_call: true }, history: [] })).body as {
        readonly action: string;
        readonly qValues: Readonly<Record<string, number>>;
      };
    const [a, b] = [await at('A'), await at('B')];
    // The first model called plan A, and took 3 off a call to plan B, which is worth 8 more.
    expect(a.action).not.toBe('call');
    expect(b.qValues.call! - a.qValues.call!).toBeGreaterThan(0);
  } finally {
    await next.service.close();
  }
});

it('writes over nothing, and says what a log without columns loses', async () => {
  const folder = freshFolder();
  const log = join(folder, 'decisions');
  const known = await startKnownService(await saveKnownModel(folder), { log, logColumns: ['age'] });
  expect(known.heard.join()).toContain('"plan" is not logged, so that no policy can learn from it');
  const { body } = await known.ask('/decide', asked);
  await known.ask('/outcome', { decision: body.id, columns: { margin: 1.5 } });
  await known.service.close();
  const request = {
    log,
    outcomes: null,
    out: join(folder, 'o.csv'),
    schema: join(folder, 's.yaml'),
    untold: null,
    overwrite: false,
  };
  expect(await collect(request)).toMatchObject({ rows: 1, remarks: [expect.stringContaining('"plan"')] });
  await expect(collect(request)).rejects.toThrow('--overwrite replaces it');
  expect(readFileSync(join(folder, 'o.csv'), 'utf8')).toContain(',30,1,call,1,1.5\n');
});

it('keeps what it has answered through kill -9', async () => {
  const folder = freshFolder();
  const [model, store, log] = [
    await saveKnownModel(folder),
    join(folder, 'contacts.jsonl'),
    join(folder, 'log'),
  ];
  const main = shipped('dist/src/cli/main.js');
  const start = async () => {
    const child = spawn(process.execPath, [
      main,
      'serve',
      '--model',
      model,
      '--port',
      '0',
      '--store',
      store,
      '--log',
      log,
    ]);
    const url = await new Promise<string>((done, fail) => {
      child.on('close', () => fail(new Error('it ended before it served')));
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [found] = /http:\S+/.exec(said) ?? [];
        if (found !== undefined) done(found);
      });
    });
    const decide = async (customer: string) => {
      const response = await fetch(`${url}/decide`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ customer, columns: asked.columns }),
      });
      return (await response.json()) as Decided;
    };
    return { child, decide };
  };
  const first = await start();
  const answered: Decided[] = [];
  const asking = Array.from({ length: 4 }, async (_, client) => {
    for (let i = 0; ; i += 1) answered.push(await first.decide(`${client}-${i}`));
  });
  const asked_ = Promise.allSettled(asking);
  while (answered.length < 60) await new Promise((done) => setTimeout(done, 5));
  first.child.kill('SIGKILL');
  await asked_;
  const second = await start();
  const again = await second.decide('0-0');
  second.child.kill('SIGTERM');
  const code = await new Promise((done) => second.child.on('close', done));
  expect([again.action, code]).toEqual(['none', 0]);
  const logged = readFileSync(
    join(log, `decisions-${new Date().toISOString().slice(0, 10)}.1.jsonl`),
    'utf8',
  );
  const kept = readFileSync(store, 'utf8');
  for (const { id } of answered) {
    expect(logged).toContain(id);
    expect(kept).toContain(id);
  }
});
