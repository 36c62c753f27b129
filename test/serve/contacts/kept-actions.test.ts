/** Leaving alone is kept under a name that the model of another log reads too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContactStore } from '../../../src/serve/contacts/contact-store';
import type { Decisions } from '../../../src/serve/deciding/decisions';
import { takeElsewhere } from '../../../src/serve/deciding/elsewhere';
import { OutcomeTaker } from '../../../src/serve/deciding/outcomes';
import { writeDown, type DecidedRequest } from '../../../src/serve/deciding/writing-down';
import { pastOfKept } from '../../../src/serve/threads/kept-past';
import type { ServedModel } from '../../../src/serve/threads/served-model';
import { quietHost } from '../../../src/runs/quiet-host';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();
const actions = ['No Action', 'mail'];

const schemaOf = (noAction: string) =>
  logSchema.parse({
    ...{ customer: 'id', time: 'day', action: 'channel', noAction, actions: [noAction, 'mail'] },
    ...{ reward: 'margin', rewardNetOfCost: false, cost: { [noAction]: 0.5, mail: 1 } },
    ...{ features: { age: 'number' }, history: ['earlier reward'], window: '14d' },
  });
const thread = (noAction: string) =>
  ({ hash: 'h', loaded: { model: { actions }, manifest: { raw: { schema: schemaOf(noAction) } } } }) as never;
const served = (noAction: string) => ({ current: thread(noAction) }) as unknown as ServedModel;
const idle = { whileIdle: (_: unknown, work: () => unknown) => work() } as unknown as Decisions;

it('is read by a model of a log with another name for it', async () => {
  const path = join(freshFolder(), 'contacts.jsonl');
  const store = await ContactStore.open(path);
  const told = ['none', 'mail', 'No Action'].map((action, i) => ({
    ...{ customer: 'c', time: `2026-01-0${i + 1}`, action },
  }));
  await takeElsewhere(told, served('none'), store, idle);
  const decided = { id: 'd', action: 'none' };
  const request = { customers: [{ customer: 'c' }], asked: [{ now: Date.UTC(2026, 1, 1) }] };
  const options = { store, log: null, logColumns: null, logger: quietHost().logger };
  await writeDown(
    { ...request, answers: [decided], decided: [], thread: thread('none') } as unknown as DecidedRequest,
    { ...options, observer: { onUnwritten: () => undefined } },
  );
  for (const noAction of ['none', 'nobody'])
    expect(pastOfKept(store.pastOf('c'), schemaOf(noAction), actions).actions).toEqual([0, 1, 0, 0]);
  // What leaving alone cost is found by the log's name.
  await new OutcomeTaker(served('none'), null, store, quietHost().logger).take([
    { decision: 'd', columns: { margin: 2 } },
  ]);
  expect(store.pastOf('c').rewards.at(-1)).toBe(1.5);
  await store.close();
  expect(readFileSync(path, 'utf8')).not.toContain('"none"');
});

it('is read as older services wrote it', () => {
  const kept = { times: [1, 2], actions: ['none', 'No Action'], rewards: [NaN, NaN] };
  expect(pastOfKept(kept, schemaOf('none'), actions).actions).toEqual([0, 0]);
});
