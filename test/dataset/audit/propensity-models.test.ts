/** The model of the logged action: what it says of probabilities, and that it never knows the rows it judges. */
import { auditor } from '../../support/audited';
import { drawnRows, drawnSchema } from '../../support/drawn-log';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());

async function found(
  code: string,
  rows: Parameters<typeof audited>[0],
  schema: object,
  settings: object = {},
) {
  return (await audited(rows, { ...drawnSchema, ...schema }, settings)).find(
    (finding) => finding.code === code,
  );
}

const four = () => ({ none: 0.25, email: 0.25, sms: 0.25, letter: 0.25 });

/** Rows in levels of three, which a fit of the rows that it judges could learn by heart. */
const levelled = (customers: number, seed: number) =>
  drawnRows({ customers, visits: 1, chances: four, seed }).map((row, i) => ({
    ...row,
    shop: `s${Math.floor(i / 3)}`,
  }));

const shops = { features: { shop: 'category' } };

it('guesses no action by levels of a few rows each', async () => {
  for (const seed of [1, 2, 3])
    expect(
      await found('action-in-state', levelled(60, seed), shops, { actionLeakShare: 0.3 }),
    ).toBeUndefined();
});

it('gains nothing by levels of a few rows each', async () => {
  for (const seed of [1, 2, 3])
    expect(await found('propensities-miscalibrated', levelled(150, seed), shops)).toBeUndefined();
});

it('gains nothing on a uniform draw among many actions', async () => {
  const names = Array.from({ length: 200 }, (_, k) => (k === 0 ? 'none' : `mail${k}`));
  const uniform = Object.fromEntries(names.map((name) => [name, 1 / 200]));
  const rows = drawnRows({ customers: 2000, visits: 1, chances: () => uniform, loggedAlone: true, seed: 1 });
  expect(await found('propensities-miscalibrated', rows, {})).toBeUndefined();
});

it('still sees that a uniform draw among many actions is claimed where age decided', async () => {
  const names = Array.from({ length: 200 }, (_, k) => (k === 0 ? 'none' : `mail${k}`));
  const uniform = Object.fromEntries(names.map((name) => [name, 1 / 200]));
  const rows = drawnRows({ customers: 2000, visits: 1, chances: () => uniform, loggedAlone: true, seed: 1 });
  const biased = rows.map((row, i) => ({
    ...row,
    channel: Number(row.age) > 24 && i % 2 === 0 ? 'mail1' : row.channel!,
  }));
  expect(await found('propensities-miscalibrated', biased, {})).toMatchObject({ severity: 'warn' });
});

it('takes what the log left out for chosen all the same', async () => {
  const draw = { customers: 2000, visits: 1, chances: () => ({ none: 0.5, email: 0.5 }), seed: 5 };
  const rows = drawnRows({ ...draw, kept: (action) => (action === 'none' ? 0.5 : 1) });
  expect(await found('propensities-miscalibrated', rows, {})).toBeUndefined();
  expect(await found('propensities-miscalibrated', rows, { weight: undefined })).toMatchObject({
    severity: 'warn',
  });
});

it('asks for overlap only where an action is allowed', async () => {
  const chances = ({ orders }: { orders: number }) =>
    orders === 0 ? { none: 0.5, email: 0.5, sms: 0 } : { none: 0.4, email: 0.3, sms: 0.3 };
  const rows = drawnRows({ customers: 800, visits: 1, chances, seed: 2 });
  const without = { propensity: undefined, features: { orders: 'category' } };
  expect((await found('propensities-not-estimable', rows, without))!.message).toMatch(
    /: sms in 2\d(\.\d)? % of the rows; /,
  );
  const finding = await found('propensities-estimable', rows, { ...without, eligible: 'may' });
  expect(finding!.message).toMatch(
    / of the rows where it is allowed, if nothing outside the features decided$/,
  );
  expect(finding!.values!.least).toBeGreaterThan(0.2);
});

it('does not take an action for rare that is as likely as others wherever it is allowed', async () => {
  // Every other customer may get no sms, which no feature says.
  const chances = ({ customer }: { customer: number }) =>
    customer % 2 === 0 ? { none: 0.5, email: 0.5, sms: 0 } : { none: 1 / 3, email: 1 / 3, sms: 1 / 3 };
  const rows = drawnRows({ customers: 800, visits: 1, chances, seed: 3 });
  const finding = await found('propensities-estimable', rows, { propensity: undefined, eligible: 'may' });
  expect(finding!.values!.least).toBeGreaterThan(0.25);
});
