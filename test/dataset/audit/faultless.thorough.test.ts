/** Logs without fault of every shape: none is blocked. */
import { auditor } from '../../support/audited';
import { drawnRows, drawnSchema, schemaOfAll, type Draw } from '../../support/drawn-log';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());

const many = Object.fromEntries(
  Array.from({ length: 120 }, (_, k) => [k === 0 ? 'none' : `mail${k}`, k === 0 ? 0.4 : 0.6 / 119]),
);
const three = { none: 0.4, email: 0.3, sms: 0.3 };

const shapes: Readonly<Record<string, Omit<Draw, 'seed'>>> = {
  'what was allowed': {
    ...{ customers: 150, visits: 3 },
    chances: ({ orders }) => (orders === 0 ? { none: 0.5, email: 0.5, sms: 0 } : three),
  },
  weights: {
    customers: 400,
    visits: 2,
    chances: () => three,
    kept: (action) => (action === 'none' ? 0.3 : 1),
  },
  'next to no chance': {
    ...{ customers: 600, visits: 1 },
    chances: ({ customer }) => (customer % 10 < 3 ? { none: 0.6 - 1e-5, email: 1e-5, sms: 0.4 } : three),
  },
  'arms that are kept': { customers: 100, visits: 6, chances: () => three, persists: true },
  '120 actions': { customers: 200, visits: 1, chances: () => many },
};

const SEEDS = 6;

it.each(Object.keys(shapes))('blocks no log without fault: %s', async (name) => {
  const shape = shapes[name]!;
  const actions = Object.keys(shape.chances({ customer: 9, age: 20, orders: 1 }));
  const blocked: string[] = [];
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const rows = drawnRows({ ...shape, seed, loggedAlone: seed % 2 === 0 }).map((row) => ({
      ...row,
      arm: 'test',
    }));
    // By turns: the probability of the logged action alone, and of all actions.
    const propensities = seed % 2 === 0 ? { ...drawnSchema, actions } : schemaOfAll(actions);
    const schema = { ...propensities, eligible: 'may', group: { column: 'arm', random: 'test' } };
    const findings = await audited(rows, schema, { modelRows: 300 });
    blocked.push(...findings.flatMap(({ severity, message }) => (severity === 'block' ? [message] : [])));
  }
  expect(blocked).toEqual([]);
});
