/** What is kept of customers is what was written, after whatever end. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContactStore } from '../../../src/serve/contacts/contact-store';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

it('gives back contacts, rewards and what was undone at the next start, also after a cut line', async () => {
  const path = join(freshFolder(), 'contacts');
  const store = await ContactStore.open(path);
  await store.add([
    { c: 'c1', t: 1, a: 'mail', d: 'd1' },
    { c: 'c2', t: 1, a: 'call', d: 'd2' },
  ]);
  await store.add([{ c: 'c1', t: 5, a: 'call', d: 'd3' }]);
  await store.add([{ c: 'c1', d: 'd1', r: 2.5 }]);
  await store.undo([{ c: 'c2', t: 1, a: 'call', d: 'd2' }]);
  const past = { times: [1, 5], actions: ['mail', 'call'], rewards: [2.5, NaN] };
  const expectPast = (of: ContactStore) => {
    expect(of.pastOf('c1')).toMatchObject(past);
    expect([of.lastTime('c1'), of.lastTime('c2'), of.contacts, of.customers]).toEqual([5, null, 2, 1]);
    expect(of.contactOf('d3')).toEqual({ customer: 'c1', action: 'call' });
    expect(of.contactOf('d2')).toBeNull();
  };
  expectPast(store);
  await store.close();
  appendFileSync(path, '{"c":"c1","t":9,"a":"ca');
  const next = await ContactStore.open(path);
  expectPast(next);
  await next.add([{ c: 'c3', t: 9, a: 'mail', d: 'd4' }]);
  await next.close();
  const last = await ContactStore.open(path);
  expect(last.lastTime('c3')).toBe(9);
  await last.close();
});

it('forgets a customer in memory and on the disk, while others are added', async () => {
  const path = join(freshFolder(), 'contacts');
  const store = await ContactStore.open(path);
  await store.add(['c1', 'c2', 'c1'].map((c, i) => ({ c, t: i, a: 'mail', d: `d${i}` })));
  await Promise.all([store.forget('c1'), store.add([{ c: 'c3', t: 3, a: 'call', d: 'd3' }])]);
  await store.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { c: string }).c)).toEqual(['c2', 'c3']);
});

it('writes only what still counts where most lines do not', async () => {
  const path = join(freshFolder(), 'contacts');
  const contact = '{"c":"c1","t":1,"a":"mail","d":"d1"}\n';
  writeFileSync(path, contact + '{"c":"c1","d":"d1","r":1}\n'.repeat(9));
  await (await ContactStore.open(path)).close();
  expect(readFileSync(path, 'utf8')).toBe(`${contact}{"c":"c1","d":"d1","r":1}\n`);
});

it.each([
  [
    'no JSON\n{"c":"c1","t":1,"a":"mail","d":"d1"}\n',
    'contacts:1: expected a line of a contact store, as JSON',
  ],
  ['{"c":"c1","t":"now","a":"mail","d":"d1"}\n', 'contacts:1'],
])('refuses a file that is none', async (text, message) => {
  const path = join(freshFolder(), 'contacts');
  writeFileSync(path, text);
  await expect(ContactStore.open(path)).rejects.toThrow(message);
});
