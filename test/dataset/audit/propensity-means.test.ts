/** Logged probabilities against what was logged: what refutes them, and what is no more than rare. */
import { auditor } from '../../support/audited';
import { drawnRows, drawnSchema, schemaOfAll } from '../../support/drawn-log';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());

async function found(rows: Parameters<typeof audited>[0], schema: object) {
  return (await audited(rows, schema, { modelRows: 200 })).filter(({ code }) => code === 'propensity-means');
}

/** Of each hundred customers thirty have next to no chance of a mail. */
const tiny = ({ customer }: { customer: number }) =>
  customer % 100 < 30 ? { none: 1 - 1e-5, email: 1e-5 } : { none: 0.5, email: 0.5 };

it('does not block probabilities that are right and too small to be seen', async () => {
  const rows = drawnRows({ customers: 6000, visits: 1, chances: tiny, seed: 1 });
  const [finding, ...others] = await found(rows, drawnSchema);
  expect(others).toEqual([]);
  // Seven mails of ten weigh 2 each, on half of the rows.
  expect(finding).toMatchObject({ severity: 'warn' });
  expect(finding!.values!.worst).toBeCloseTo(0.7, 1);
  expect(finding!.message).toMatch(/no chance somewhere, or one too rare to be seen/);
  expect(await found(rows, schemaOfAll(['none', 'email']))).toEqual([]);
});

it('does not block actions without a chance that no column tells', async () => {
  const chances = ({ orders }: { orders: number }) =>
    orders === 0 ? { none: 0.5, email: 0.5, sms: 0 } : { none: 0.4, email: 0.3, sms: 0.3 };
  const rows = drawnRows({ customers: 2000, visits: 1, chances, seed: 2 });
  expect(await found(rows, drawnSchema)).toMatchObject([{ severity: 'warn', values: { actions: 1 } }]);
  expect(await found(rows, { ...drawnSchema, eligible: 'may' })).toEqual([]);
  expect(await found(rows, schemaOfAll(['none', 'email', 'sms']))).toEqual([]);
});

it('blocks probabilities of all actions that are too large as well as too small', async () => {
  const rows = drawnRows({ customers: 2000, visits: 1, chances: () => ({ none: 0.7, email: 0.3 }), seed: 3 });
  const claimed = rows.map((row) => ({ ...row, p_none: 0.5, p_email: 0.5 }));
  const [finding] = await found(claimed, schemaOfAll(['none', 'email']));
  expect(finding).toMatchObject({ severity: 'block', values: { actions: 2 } });
  expect(finding!.message).toMatch(
    /^No Action was logged 1\d+ times where 1000 are expected, email was logged \d+ times/,
  );
});

it('blocks probabilities that were exchanged between states, though their sums are right', async () => {
  const chances = ({ customer }: { customer: number }) =>
    customer % 2 === 0 ? { none: 0.8, email: 0.2 } : { none: 0.2, email: 0.8 };
  const rows = drawnRows({ customers: 2000, visits: 1, chances, seed: 4 });
  const exchanged = rows.map((row) => ({ ...row, p_none: row.p_email!, p_email: row.p_none! }));
  // .8 / .2 in one half and .2 / .8 in the other: 2.125 on average.
  const [finding] = await found(exchanged, schemaOfAll(['none', 'email']));
  expect(finding).toMatchObject({ severity: 'block' });
  expect(finding!.values!.worst).toBeCloseTo(2.125, 0);
});

it('counts a row as many times as it stands for', async () => {
  const draw = { customers: 3000, visits: 1, chances: () => ({ none: 0.5, email: 0.5 }), seed: 5 };
  const rows = drawnRows({ ...draw, kept: (action) => (action === 'none' ? 0.5 : 1) });
  for (const schema of [drawnSchema, schemaOfAll(['none', 'email'])]) {
    expect(await found(rows, schema)).toEqual([]);
    const [unweighted] = await found(rows, { ...schema, weight: undefined });
    expect(unweighted).toMatchObject({ severity: 'block' });
  }
});

it('takes rows of one draw for one', async () => {
  const draw = { customers: 60, visits: 20, chances: () => ({ none: 0.6, email: 0.4 }), persists: true };
  for (let seed = 0; seed < 10; seed += 1) {
    const rows = drawnRows({ ...draw, seed });
    for (const schema of [drawnSchema, schemaOfAll(['none', 'email'])])
      expect(await found(rows, schema)).toEqual([]);
  }
  const findings = await audited(drawnRows({ ...draw, seed: 1 }), drawnSchema);
  // Some 24 customers keep their mail for 20 rows each.
  expect(findings.find(({ code }) => code === 'constants-without-support')!.values).toMatchObject({ of: 2 });
});

/** Each of the four courses of two days for 250 customers, as a fair coin tossed twice a customer gives them. */
function twoTosses(p: number) {
  const tosses = ['none', 'email'].flatMap((first) => ['none', 'email'].map((second) => [first, second]));
  return Array.from({ length: 1000 }, (_, customer) =>
    tosses[customer % 4]!.map((channel, day) => ({ id: `c${customer}`, day, channel, p, w: 1, margin: day })),
  ).flat();
}

it('does not blame probabilities for a rule that the log did not follow', async () => {
  const schema = {
    ...{ ...drawnSchema, features: {} },
    rules: [{ atMost: 1, of: ['email'], within: '14d' }],
  };
  const findings = await audited(twoTosses(0.5), schema);
  // One customer of four got the second mail that the rule bars.
  expect(findings.find(({ code }) => code === 'barred-actions')!.values).toMatchObject({ rows: 250 });
  expect(findings.map(({ code }) => code)).not.toContain('propensity-means');
  // Where the rule allows them, 500 first and 250 second mails weigh 4 in place of 2 each.
  expect(await found(twoTosses(0.25), schema)).toMatchObject([{ severity: 'block', values: { worst: 2 } }]);
});
