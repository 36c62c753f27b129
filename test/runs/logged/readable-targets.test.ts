import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLog, logSource } from '../../../src/runs/logged/log-source';
import { decisionTargets } from '../../../src/runs/logged/readable/targets';
import { quietHost } from '../../../src/runs/quiet-host';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

/** Ann has three decisions and is gone, Bob has two and goes on; x is what a model would see. */
const ROWS = `id,day,channel,margin,x,gone,may_call
ann,2026-01-01,none,1,0,0,1
ann,2026-01-08,mail,2,1,0,1
ann,2026-01-15,call,3,2,1,1
bob,2026-01-01,mail,4,3,0,1
bob,2026-01-08,none,5,4,0,0
`;
const SCHEMA = `
customer: id
time: day
action: channel
noAction: none
actions: [none, mail, call]
reward: margin
terminal: gone
eligible: { call: may_call }
features: { x: number }
`;

async function logOf(more: string) {
  const folder = freshFolder();
  const [data, schema] = [join(folder, 'contacts.csv'), join(folder, 'schema.yaml')];
  writeFileSync(data, ROWS);
  writeFileSync(schema, `${SCHEMA}${more}`);
  const log = await loadLog(logSource(data, { schema }), quietHost());
  return { contacts: log.contacts, all: log.rows(null) };
}

/** Values [10, 20, 30] everywhere; mail is never supported. */
const model = {
  qValues: (observations: Float32Array) =>
    Promise.resolve(Float32Array.from({ length: 3 * observations.length }, (_, at) => 10 * (1 + (at % 3)))),
  supportedActions: (observations: Float32Array, allowed: Uint8Array | null) =>
    Uint8Array.from({ length: 3 * observations.length }, (_, at) =>
      at % 3 === 1 || allowed?.[at] === 0 ? 0 : 1,
    ),
};

const targets = async (some: number[], gamma: number | 'declared', more = '') => {
  const { contacts, all } = await logOf(more);
  return [...(await decisionTargets(contacts, all, Int32Array.from(some), model, gamma))];
};

it('adds the discounted value of the best supported and allowed action of the next decision', async () => {
  // Ann: 1 + .5 · 30, 2 + .5 · 30, and 3, for she is gone. Bob may not be called the next time: 4 + .5 · 10. What follows
  // his last decision nobody knows.
  expect(await targets([0, 1, 2, 3, 4], 0.5)).toEqual([16, 17, 3, 9, NaN]);
});

it('discounts as the schema declares', async () => {
  const declared = 'discount: { gamma: 0.25, per: 7d }\n';
  expect(await targets([0, 1, 2, 3, 4], 'declared', declared)).toEqual([8.5, 9.5, 3, 6.5, NaN]);
});

it('is the reward where later money is worth nothing, or nobody says what it is worth', async () => {
  expect(await targets([0, 1, 2, 3, 4], 0)).toEqual([1, 2, 3, 4, 5]);
  expect(await targets([0, 1, 2, 3, 4], 'declared')).toEqual([1, 2, 3, 4, 5]);
});

it('does not know what follows on another side', async () => {
  // Ann's second decision is not among them.
  expect(await targets([0, 2, 3, 4], 0.5)).toEqual([NaN, 3, 9, NaN]);
});
