/** Known chances of buying, in a company's tables, are found again; and the same seed writes the same bytes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../src/core/random';
import { calibrateWorld } from '../../../src/runs/customers/calibrate-world';
import { quietHost } from '../../../src/runs/quiet-host';
import { segment } from '../../../src/worlds/list';
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
