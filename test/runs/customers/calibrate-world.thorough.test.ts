/** Known chances of buying, in a company's tables, are found again; and the same seed writes the same bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../src/core/random';
import { calibrateWorld } from '../../../src/runs/customers/calibrate-world';
import { quietHost } from '../../../src/runs/quiet-host';
import { customers, segment } from '../../../src/worlds/list';
import { moments } from '../../../src/stats/moments';
import { writeCompany } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { playedCompany, playedLengths } from '../../support/played-company';

const fresh = useFreshFolders();
const COMPANIES = 4;
const buys = [
  [0.3, 0.15, 0.12],
  [0.4, 0.25, 0.2],
  [0.6, 0.4, 0.3],
];
const actions = ['No Action', 'email', 'call'];

async function calibrated(seed: number, sd: number) {
  const folder = fresh();
  const buying = { customers: 900, weeks: 20, buys, sd, amount: 20 };
  const company = writeCompany(folder, playedCompany(buying, Random.fromSeed(seed)));
  const asked = { company, seed, overwrite: false, ...playedLengths };
  const out = join(folder, 'a');
  const report = await calibrateWorld(segment, { ...asked, out }, quietHost());
  return { report, asked, folder };
}

/** Of each flow that is a purchase, or none where one was active: how many standard errors off, and its interval. */
function purchasesOf({ flows }: Awaited<ReturnType<typeof calibrated>>['report']) {
  return buys.flatMap((row, action) =>
    row.map((chance, state) => {
      const from = ['active', 'semiActive', 'nonActive'][state]!;
      const to = state === 0 ? 'semiActive' : 'active';
      const known = state === 0 ? 1 - chance : chance;
      const flow = flows.find((one) => one.action === actions[action] && one.from === from && one.to === to)!;
      return { known, flow };
    }),
  );
}

it.each([0, 0.05])('finds shares and their spread of %s again', async (sd) => {
  const found = [];
  for (let seed = 1; seed <= COMPANIES; seed += 1)
    found.push(...purchasesOf((await calibrated(seed, sd)).report));
  const covered = found.filter(({ known, flow }) => flow.low <= known && known <= flow.high).length;
  // Of 36 intervals of 95 %, fewer than 29 with a chance below one in a thousand.
  expect(covered).toBeGreaterThanOrEqual(29);
  const off = moments(found.map(({ known, flow }) => (flow.share - known) / flow.standardError));
  expect(Math.abs(off.mean)).toBeLessThan(3.3 / Math.sqrt(found.length));
  // Without a spread about half of the periods are more alike than chance makes them: fewer than 10 of 36 with a chance
  // below one in a thousand. With one, groups of about a hundred show it.
  const none = found.filter(({ flow }) => flow.spread === 0).length;
  if (sd === 0) expect(none).toBeGreaterThanOrEqual(10);
  else expect(none).toBeLessThan(10);
});

it('writes the same bytes for the same seed', async () => {
  const { asked, folder } = await calibrated(1, 0);
  await calibrateWorld(segment, { ...asked, out: join(folder, 'b') }, quietHost());
  const bytes = (name: string) => readFileSync(join(folder, name), 'utf8');
  expect(bytes('a/world.json')).toBe(bytes('b/world.json'));
  const report = (name: string) => bytes(name).replace(/"createdAt": "[^"]*"/, '');
  expect(report('a/report.json')).toBe(report('b/report.json'));
});

it('writes settings that the world takes, and a report with its verdict', async () => {
  const folder = fresh();
  const buying = { customers: 60, weeks: 12, buys, sd: 0, amount: 20 };
  const company = writeCompany(folder, playedCompany(buying, Random.fromSeed(1)));
  const asked = { company, out: join(folder, 'calibrated'), seed: 1, overwrite: false, ...playedLengths };
  const report = await calibrateWorld(segment, asked, quietHost());
  expect(readdirSync(asked.out).sort()).toEqual(['report.html', 'report.json', 'report.md', 'world.json']);
  const config = JSON.parse(readFileSync(join(asked.out, 'world.json'), 'utf8')) as Record<string, unknown>;
  const { actions, limits } = segment.open(config.segment);
  expect(actions).toEqual(['No Action', 'email', 'call']);
  expect(config.dqn).toEqual({ rewardScale: 0.001 });
  // States are known four weeks after the first transaction, on a Thursday: from the sixth Monday on.
  expect(report).toMatchObject({ from: '2026-02-09T00:00:00.000Z', periods: 6, customers: 60 });
  expect(report.revenue[0]).toBe(20);
  expect(report.customerPeriods).toEqual({ all: 360, withoutRow: 0, severalKinds: 0 });
  expect(limits).toEqual([
    ...report.notIdentified,
    ...report.verdict.lines.map((line) => `not reproduced: ${line}`),
  ]);
  expect(limits!.join('\n')).toContain(
    'whether shares by action are effects of the contacts is not identified',
  );
  const page = readFileSync(join(asked.out, 'report.md'), 'utf8');
  expect(page).toMatch(/^# The segment world (reproduces|does not reproduce) the log in/);
  expect(page).toContain('the length of an episode is not identified');
  expect(page).toContain('whether shares by action are effects of the contacts is not identified');
});

it('refuses a segment without a model, a model without a segment, and a world that no log can calibrate', async () => {
  const out = join(fresh(), 'out');
  const asked = { company: 'company.yaml', out, seed: 1, overwrite: false, ...playedLengths };
  await expect(calibrateWorld(segment, { ...asked, segment: 'frequent' }, quietHost())).rejects.toThrow(
    '--segments: expected the folder of a segments model for --segment "frequent"',
  );
  await expect(calibrateWorld(segment, { ...asked, segments: 'models' }, quietHost())).rejects.toThrow(
    '--segment: expected the name of one of the segments of --segments, which its report lists',
  );
  await expect(calibrateWorld(customers, asked, quietHost())).rejects.toThrow(
    'customers: expected a world that a log can calibrate',
  );
});
