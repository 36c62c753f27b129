/** The report on a calibrated world: its verdict at the head, and nothing that data could turn into markup. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowTitle } from '../../src/report/content/world-calibration';
import type { WorldCalibrationReport } from '../../src/report/world-calibration';
import { writeWorldCalibrationReport } from '../../src/report/world-calibration-page';
import { worldCalibrationText } from '../../src/report/world-calibration-text';
import { useFreshFolders } from '../support/fresh-folders';

const fresh = useFreshFolders();

const missed = {
  ...{
    name: 'arrivals active: spread',
    isMoney: false,
    logged: 3,
    simulated: 0,
    low: -0.5,
    high: 0.5,
    reproduced: false,
  },
};
const kept = {
  ...{ name: 'profit of a period: mean', isMoney: true },
  logged: 9,
  simulated: 10,
  low: 8,
  high: 12,
  reproduced: true,
};

const report = (statistics: WorldCalibrationReport['check']['statistics']): WorldCalibrationReport => ({
  ...{ schemaVersion: 1, kind: 'world calibration', world: 'segment', version: '0.1.0', createdAt: 'then' },
  verdict: {
    decision: statistics.every(({ reproduced }) => reproduced) ? 'reproduced' : 'not reproduced',
    lines: statistics.filter(({ reproduced }) => !reproduced).map(({ name }) => `${name}: 3 in the log`),
  },
  ...{ data: 'company.yaml', dataHash: 'abcdef0123456789', timeZone: 'UTC', currency: null, seed: 1 },
  ...{ from: '2026-01-05T00:00:00.000Z', until: '2026-02-09T00:00:00.000Z', period: '7d' },
  ...{ activeFor: '4w', lapsedAfter: '12w', periods: 5, customers: 120 },
  segment: { model: 'models/segments', name: 'frequent <i>' },
  customerPeriods: { all: 600, withoutRow: 150, severalKinds: 3 },
  ...{ settings: { start: { active: 40 } }, defaults: {} },
  flows: ['No Action', 'mail <b>'].map((action, i) => ({
    ...{ action, from: 'nonActive', to: 'active', share: 0.1 * (i + 1), standardError: 0.01 },
    ...{
      low: 0.08 * (i + 1),
      high: 0.13 * (i + 1),
      level: 0.95,
      periods: 5,
      trials: 200,
      spread: i ? null : 0.02,
    },
    whole: { mean: 0.1, sd: 0.03 },
  })),
  differences: [
    {
      ...{ action: 'mail <b>', from: 'nonActive', to: 'active', value: 0.1, low: 0.04, high: 0.17 },
      ...{ level: 0.95, shown: true },
    },
  ],
  arrivals: [{ state: 'active', mean: 2.4, standardError: 0.5, sd: 3, given: 2 }],
  ...{ reach: [0.75], revenue: [12.5] },
  costs: [
    { action: 'No Action', cost: 0 },
    { action: 'mail <b>', cost: null },
  ],
  notIdentified: ['costs of mail <b> are not identified: the log has none'],
  check: {
    ...{ replications: 1000, level: 0.95, statistics, clips: 0 },
    courses: [{ state: 'active', logged: [40, 38], simulated: [40, 37], low: [40, 30], high: [40, 44] }],
  },
});

it('says at its head what the world does not reproduce', () => {
  const folder = fresh();
  writeWorldCalibrationReport(folder, report([missed, kept]));
  const page = readFileSync(join(folder, 'report.md'), 'utf8');
  expect(page).toMatch(
    /^# The segment world of frequent .* does not reproduce the log in 1 of 2 statistics\.\n\nNot reproduced: arrivals active: spread\./,
  );
  expect(page).toContain('active: the log lies within the simulated logs at 2 of 2 points in time');
  const html = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(html).toContain('mail &lt;b&gt;');
  expect(html).not.toContain('mail <b>');
  expect(html).not.toContain('frequent <i>');
  expect(html).toContain('<svg');
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
    verdict: { decision: 'not reproduced' },
  });
});

it('says the currency of money where it is known, and of nothing else', () => {
  const folder = fresh();
  const known = { ...report([missed, kept]), currency: 'EUR' };
  writeWorldCalibrationReport(folder, known);
  const page = readFileSync(join(folder, 'report.md'), 'utf8');
  for (const money of ['Profit per customer', 'Cost per customer and period', 'profit of a period: mean'])
    expect(page).toContain(`${money}, EUR`);
  expect(page.match(/, EUR/g)).toHaveLength(3);
  expect(worldCalibrationText(known)).toContain('profit per customer, EUR');
  expect(worldCalibrationText(report([kept]))).toMatch(/profit per customer  /);
});

it('has the days of the clocks of the company', () => {
  const known = { ...report([kept]), timeZone: 'Europe/Zurich' };
  const summer = { ...known, from: '2026-07-05T22:00:00.000Z', until: '2026-08-09T22:00:00.000Z' };
  expect(worldCalibrationText(summer)).toContain("2026-07-06 to 2026-08-10: 600 customers' periods");
  const folder = fresh();
  writeWorldCalibrationReport(folder, summer);
  const page = readFileSync(join(folder, 'report.md'), 'utf8');
  expect(page).not.toContain('2026-07-05');
  expect(page.match(/2026-07-06/g)!.length).toBeGreaterThan(1);
});

it('names who moves most only where the interval is apart', () => {
  const row = (action: string, share: number, low: number, high: number) => ({ action, share, low, high });
  const [undecided, sms, none] = [
    row('nothing decided', 0.38, 0.31, 0.46),
    row('sms', 0.21, 0.17, 0.27),
    row('none', 0.2, 0.19, 0.22),
  ];
  expect(flowTitle('active to semiActive', [undecided, sms, none])).toBe(
    'active to semiActive: the most with nothing decided, 38 % a period',
  );
  // The largest share's interval reaches below the upper end of one that is not the next one.
  const [call, mail] = [row('call', 0.055, 0.03, 0.09), row('mail', 0.05, 0.048, 0.052)];
  expect(flowTitle('back', [call, mail, row('email', 0.02, 0.01, 0.025)])).toBe(
    'back: it cannot be told which action moves most, for the interval of call overlaps those of mail',
  );
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => row(name, 0.1, 0, 0.2));
  expect(flowTitle('back', many)).toMatch(/the interval of a overlaps those of b, c, d and 1 other$/);
  expect(flowTitle('back', [call])).toBe('back: 5.5 % a period with call');
});

it('says at its head which contacts are not shown to do anything', () => {
  const folder = fresh();
  const known = report([kept]);
  const unshown = known.differences.map((one) => ({ ...one, low: -0.01, shown: false }));
  writeWorldCalibrationReport(folder, { ...known, differences: unshown });
  const page = readFileSync(join(folder, 'report.md'), 'utf8');
  expect(page).toMatch(/looked at\.\n\nNot shown to differ from No Action: mail .*\./);
});

it('tells the terminal the same, and what is not identified', () => {
  const text = worldCalibrationText(report([missed, kept]));
  expect(text).toMatch(
    /^The segment world of frequent <i> does not reproduce the log in 1 of 2 statistics\./,
  );
  expect(text).toContain('not reproduced: arrivals active: spread: 3 in the log');
  expect(text).toMatch(/mail <b> +nonActive +active +200 +0\.2000 +0\.1600 to 0\.2600 +\+0\.100 ± 0\.065\n/);
  expect(text).toContain('75 %');
  expect(worldCalibrationText(report([kept]))).toMatch(
    /^The segment world of frequent <i> reproduces the log in all 1 statistics that were looked at\./,
  );
});
