/** What may be spent, from what was typed to what a decision may take. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLog, logSource, type LogSource } from '../../../src/runs/logged/log-source';
import { spendingFlags } from '../../../src/runs/logged/spending/flags';
import { decisionsPerDay, limitsOf } from '../../../src/runs/logged/spending/limits';
import { spendingSettings } from '../../../src/runs/logged/spending/settings';
import { quietHost } from '../../../src/runs/quiet-host';
import { companyLog } from '../../support/company-log';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';

const freshFolder = useFreshFolders();
const contactsOf = async (log: LogSource) => (await loadLog(log, quietHost())).contacts;
const company = (schema?: string) => contactsOf(companyLog(freshFolder(), schema));

/** 200 decisions from 10 January to 19 May: 22 + 28 + 31 + 30 + 19 days. */
const PER_DAY = 200 / 130;

const rate = (amount: number, per = 'day') => ({ amount, per });

describe('what was typed', () => {
  it.each([
    ['100', rate(100)],
    ['12.5/day', rate(12.5)],
    ['.05/decision', rate(0.05, 'decision')],
    ['1e3', rate(1000)],
  ])('%s is an amount', (budget, expected) => {
    expect(spendingFlags({ budget })).toEqual({ spending: { budget: expected } });
  });

  it('may be several channels, with any name', () => {
    const capacity = ['call=200', 'e-mail, weekly = 0.02/decision', 'a=b=3'];
    expect(spendingFlags({ capacity })).toEqual({
      spending: {
        capacity: { call: rate(200), 'e-mail, weekly': rate(0.02, 'decision'), 'a=b': rate(3) },
      },
    });
  });

  it('is nothing where nothing was asked', () => {
    expect(spendingFlags({})).toEqual({});
  });

  it.each<[string, Parameters<typeof spendingFlags>[0], string]>([
    [
      'text',
      { budget: 'much' },
      '--budget: expected AMOUNT a day or AMOUNT/decision, such as 100 or 0.05/decision, above 0, got "much"',
    ],
    [
      'nothing, which a rule of the schema bars better',
      { budget: '0' },
      '--budget: expected AMOUNT a day or AMOUNT/decision, such as 100 or 0.05/decision, above 0, got "0"',
    ],
    [
      'less than nothing',
      { budget: '-5' },
      '--budget: expected AMOUNT a day or AMOUNT/decision, such as 100 or 0.05/decision, above 0, got "-5"',
    ],
    [
      'another span',
      { budget: '5/week' },
      '--budget: expected AMOUNT a day or AMOUNT/decision, such as 100 or 0.05/decision, above 0, got "5/week"',
    ],
    [
      'no channel',
      { capacity: ['200'] },
      '--capacity: expected ACTION=NUMBER a day or ACTION=NUMBER/decision, such as call=200 or call=0.02/decision, got "200"',
    ],
    [
      'no number',
      { capacity: ['call=x'] },
      '--capacity: expected ACTION=NUMBER a day or ACTION=NUMBER/decision, such as call=200 or call=0.02/decision, above 0, got "call=x"',
    ],
    [
      'a channel twice',
      { capacity: ['call=1', 'call=2'] },
      '--capacity: expected "call" once, got it again with "call=2"',
    ],
    [
      'a price beside a budget',
      { price: 1, budget: '5' },
      '--price: expected without --budget, which makes a price of its own',
    ],
  ])('refuses %s', (_, request, message) => {
    expect(() => spendingFlags(request)).toThrow(inputError(message));
  });
});

describe('what a decision may take', () => {
  it('is what a day may, by the decisions of a day', async () => {
    const contacts = await company();
    expect(decisionsPerDay(contacts)).toBeCloseTo(PER_DAY, 12);
    const asked = spendingSettings.parse({
      budget: { amount: 3 },
      capacity: { call: rate(0.1, 'decision') },
    });
    const { costs, price, limits } = limitsOf(asked, contacts);
    expect(contacts.log.actions).toEqual(['No Action', 'call', 'mail']);
    expect([costs, price]).toEqual([[0, 4, 0.5], null]);
    expect(limits).toEqual([
      { channel: null, asked: rate(3), use: [0, 4, 0.5], decisions: PER_DAY, most: 3 / PER_DAY },
      { channel: 'call', asked: rate(0.1, 'decision'), use: [0, 1, 0], decisions: 1, most: 0.1 },
    ]);
  });

  it('knows as many decisions of a thinned log as its rows stand for', async () => {
    const schema = `
customer: id
time: day
action: channel
noAction: none
reward: margin
weight: p
features: { vip: flag }
`;
    // Each weighs .25.
    const contacts = await company(schema);
    expect(decisionsPerDay(contacts)).toBeCloseTo(PER_DAY / 4, 12);
  });

  describe('of which the log does not tell what came', () => {
    /** A hundred customers with a row on one of nine days and another on the next day: ten days, 20 rows a day. */
    const twice = (more: readonly string[] = []) => {
      const rows = Array.from({ length: 200 }, (_, i) => {
        const [customer, later] = [i % 100, Math.floor(i / 100)];
        const day = String(1 + (customer % 9) + later).padStart(2, '0');
        return `c${customer},2026-03-${day},${i % 3 === 0 ? 'mail' : 'none'},1,no,${later === 0 ? 1 : 0.5},${i}`;
      });
      return `id,day,channel,margin,left,p,x\n${[...rows, ...more].join('\n')}\n`;
    };
    const perDay = async (schema: string, more?: readonly string[]) => {
      const folder = freshFolder();
      const [file, path] = [join(folder, 'log.csv'), join(folder, 'schema.yaml')];
      writeFileSync(file, twice(more));
      writeFileSync(
        path,
        `customer: id\ntime: day\naction: channel\nnoAction: none\nreward: margin\n${schema}\nfeatures: { x: number }\n`,
      );
      return decisionsPerDay(await contactsOf(logSource(file, { schema: path })));
    };

    it('counts the last row of each customer, where the next row tells', async () => {
      expect(await perDay('rewardOf: previous row')).toBe(20);
    });

    it('counts rows whose window is still open', async () => {
      expect(await perDay('window: 4d')).toBe(20);
      // The first rows weigh 1, the last ones .5.
      expect(await perDay('window: 4d\nweight: p')).toBe(15);
    });

    it('counts no row of who was gone', async () => {
      // Three days in which a customer is gone after the first, and whose last row only tells what that one brought.
      const rows = ['01,yes', '02,no', '03,no'].map((text) => {
        const [day, left] = text.split(',');
        return `d,2026-03-${day},none,1,${left},1,0`;
      });
      expect(await perDay('rewardOf: previous row\nterminal: left', rows)).toBe(20.1);
      expect(await perDay('rewardOf: previous row\nterminal: left', rows.slice(0, 2))).toBe(20.1);
    });

    it('counts none after the last period of a calendar', async () => {
      // Ripe are the first six days. Who has the first row on day f is decided on each day from f to 6: 12 customers on 6,
      // and 11 each on 5, 4, 3, 2 and 1 days.
      expect(await perDay('window: 4d\ncalendar: 1d')).toBe((12 * 6 + 11 * 15) / 6);
    });
  });

  const WITHOUT_TIME = `
action: channel
noAction: none
reward: margin
cost: { mail: 0.5, call: 4 }
features: { vip: flag }
`;

  it('is said per decision where the log has no times', async () => {
    const contacts = await company(WITHOUT_TIME);
    expect(decisionsPerDay(contacts)).toBeNull();
    const per = (asked: object) => limitsOf(spendingSettings.parse(asked), contacts);
    expect(per({ budget: rate(0.2, 'decision') }).limits[0]!.most).toBe(0.2);
    expect(() => per({ budget: rate(100) })).toThrow(
      inputError(
        '--budget: expected a number per decision, such as --budget 0.05/decision, for this log has no times to tell days by; got 100 a day',
      ),
    );
    expect(() => per({ capacity: { call: rate(200) } })).toThrow(
      inputError(
        '--capacity: expected a number per decision, such as --capacity call=0.05/decision, for this log has no times to tell days by; got 200 a day',
      ),
    );
  });

  it.each([
    [
      'an action that nobody takes',
      { capacity: { fax: rate(1) } },
      '--capacity: expected a contact (one of "call", "mail"), got "fax"',
    ],
    [
      'leaving alone',
      { capacity: { 'No Action': rate(1) } },
      '--capacity: expected a contact (one of "call", "mail"), got "No Action"',
    ],
  ])('refuses %s', async (_, asked, message) => {
    const contacts = await company();
    expect(() => limitsOf(spendingSettings.parse(asked), contacts)).toThrow(inputError(message));
  });

  it('needs costs where money is counted', async () => {
    const contacts = await company(WITHOUT_TIME.replace(/cost: .*\n/, ''));
    for (const [flag, asked] of [
      ['--budget', { budget: rate(1, 'decision') }],
      ['--price', { price: 1 }],
    ] as const)
      expect(() => limitsOf(spendingSettings.parse(asked), contacts)).toThrow(
        inputError(`${flag}: expected a log that says what contacts cost (schema cost), got none that do`),
      );
    // Contacts are counted without.
    expect(
      limitsOf(spendingSettings.parse({ capacity: { call: rate(1, 'decision') } }), contacts).limits,
    ).toHaveLength(1);
  });
});
