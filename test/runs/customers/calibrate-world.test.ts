/** A company's tables to the settings of a world, and what is refused on the way. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../src/core/random';
import { calibrateWorld, type CalibrateRequest } from '../../../src/runs/customers/calibrate-world';
import { quietHost } from '../../../src/runs/quiet-host';
import { customers, segment } from '../../../src/worlds/list';
import { writeCompany } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { playedCompany, playedLengths } from '../../support/played-company';

const fresh = useFreshFolders();

const buying = {
  ...{ customers: 60, weeks: 12, sd: 0, amount: 20 },
  buys: [
    [0.3, 0.1, 0.1],
    [0.4, 0.2, 0.2],
    [0.6, 0.4, 0.4],
  ],
};

function request(changes: Partial<CalibrateRequest> = {}): CalibrateRequest {
  const folder = fresh();
  const company = writeCompany(folder, playedCompany(buying, Random.fromSeed(1)));
  return {
    ...{ company, out: join(folder, 'calibrated'), seed: 1, overwrite: false, ...playedLengths },
    ...changes,
  };
}

it('writes settings that the world takes, and a report that is the same for the same seed', async () => {
  const asked = request();
  const report = await calibrateWorld(segment, asked, quietHost());
  expect(readdirSync(asked.out).sort()).toEqual(['report.html', 'report.json', 'report.md', 'world.json']);
  const config = JSON.parse(readFileSync(join(asked.out, 'world.json'), 'utf8')) as Record<string, unknown>;
  const { actions } = segment.open(config.segment);
  expect(actions).toEqual(['No Action', 'email', 'call']);
  expect(config.dqn).toEqual({ rewardScale: 0.001 });
  // States are known four weeks after the first transaction, on a Thursday: from the sixth Monday on.
  expect(report).toMatchObject({ from: '2026-02-09T00:00:00.000Z', periods: 6, customers: 60 });
  expect(report.revenue[0]).toBe(20);
  expect(report.customerPeriods).toEqual({ all: 360, withoutRow: 0, severalKinds: 0 });
  const again = { ...asked, out: `${asked.out}-again` };
  const other = await calibrateWorld(segment, again, quietHost());
  expect({ ...other, createdAt: '' }).toEqual({ ...report, createdAt: '' });
  const page = readFileSync(join(asked.out, 'report.md'), 'utf8');
  expect(page).toContain('moments');
  expect(page).toContain('the length of an episode is not identified');
});

it.each<[Partial<CalibrateRequest>, string]>([
  [{ period: 'week' }, '--period: expected'],
  [
    { period: '2w' },
    '--active-for: expected at least --period 2w, so that who buys in a period is active after it, got "7d"',
  ],
  [{ lapsedAfter: '7d' }, '--lapsed-after: expected more than --active-for 7d, got "7d"'],
  [
    { from: '2026-01-12' },
    '--from: expected 2026-02-05T00:00:00.000Z or later, when the contact log has begun and the first transaction is --lapsed-after 28d past, got "2026-01-12"',
  ],
  [{ asOf: '2027-01-01' }, '--as-of: expected 2026-'],
  [
    { lapsedAfter: '52w' },
    '--period: expected at least one between 2027-01-11T00:00:00.000Z and the end of the log, 2026-',
  ],
  [{ asOf: '2026-02-23' }, 'log: expected at least 3 periods to tell a spread, got 2'],
  [{ segment: 'frequent' }, '--segments: expected the folder of a segments model for --segment "frequent"'],
  [
    { segments: 'models/segments' },
    '--segment: expected the name of one of the segments of --segments, which its report lists',
  ],
])('refuses %o, and writes nothing', async (changes, message) => {
  const asked = request(changes);
  await expect(calibrateWorld(segment, asked, quietHost())).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining(message) as string,
  });
  expect(readdirSync(join(asked.out, '..'))).not.toContain('calibrated');
});

it('refuses a world that no log can calibrate', async () => {
  await expect(calibrateWorld(customers, request(), quietHost())).rejects.toThrow(
    'customers: expected a world that a log can calibrate',
  );
});
