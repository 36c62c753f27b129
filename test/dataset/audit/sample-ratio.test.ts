/** Arms of a draw: whose rows were lost, and which only hang together. */
import { auditor } from '../../support/audited';
import { drawnRows, drawnSchema, schemaOfAll, type Draw } from '../../support/drawn-log';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());
const random = { group: { column: 'arm', random: 'test' }, features: undefined };
const third = () => ({ none: 0.4, email: 0.3, sms: 0.3 });

async function found(draw: Draw, schema: object, keep: (channel: string, i: number) => boolean = () => true) {
  const rows = drawnRows(draw)
    .filter(({ channel }, i) => keep(String(channel), i))
    .map((row) => ({ ...row, arm: 'test' }));
  return (await audited(rows, { ...schema, ...random })).find(({ code }) => code === 'sample-ratio');
}

it('takes customers who keep their arm for one draw each', async () => {
  const draw = { customers: 100, visits: 20, chances: third, persists: true };
  const schema = { ...drawnSchema, weight: undefined };
  for (let seed = 0; seed < 12; seed += 1) expect(await found({ ...draw, seed }, schema)).toBeUndefined();
  const lost = await found(
    { ...draw, customers: 300, seed: 1 },
    schema,
    (channel, i) => channel !== 'sms' || Math.floor(i / 20) % 4 === 0,
  );
  expect(lost).toMatchObject({ severity: 'block' });
  expect(lost!.message).toMatch(
    /^the 2\d\d customers drawn at random are not as they were drawn: sms has \d\d where/,
  );
});

it('takes customers who nearly always keep their arm for little more', async () => {
  const draw = { customers: 100, visits: 20, chances: third, persists: true };
  // Two customers met a second action; the others hang together all the same.
  for (let seed = 0; seed < 10; seed += 1) {
    const other = (i: number) => (i === 7 || i === 30 ? 'email' : undefined);
    const rows = drawnRows({ ...draw, seed }).map((row, i) => {
      const channel = other(i) ?? String(row.channel);
      return { ...row, channel, p: channel === 'none' ? 0.4 : 0.3, arm: 'test' };
    });
    const findings = await audited(rows, { ...drawnSchema, ...random });
    expect(findings.map(({ code }) => code)).not.toContain('sample-ratio');
  }
});

it('counts a row as many times as it stands for', async () => {
  const draw = {
    customers: 600,
    visits: 1,
    chances: third,
    seed: 3,
    kept: (action: string) => (action === 'none' ? 0.4 : 1),
  };
  expect(await found(draw, drawnSchema)).toBeUndefined();
  expect(await found(draw, { ...drawnSchema, weight: undefined })).toMatchObject({ severity: 'block' });
});

it('takes arms together of whom fewer than five rows are expected', async () => {
  const names = Array.from({ length: 40 }, (_, k) => `mail${k}`);
  const rare = () => ({ none: 0.96, ...Object.fromEntries(names.map((name) => [name, 0.001])) });
  for (let seed = 0; seed < 10; seed += 1) {
    const draw = { customers: 100, visits: 1, chances: rare, seed };
    expect(await found(draw, schemaOfAll(['none', ...names]))).toBeUndefined();
  }
});
