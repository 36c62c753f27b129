/** Files as companies send them that once went wrong in silence: each kind is read as it is meant, or refused. */
import { loggedSettings } from '../../../src/runs/logged/settings';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../src/core/errors';
import { loadLog, logSource } from '../../../src/runs/logged/log-source';
import { quietHost } from '../../../src/runs/quiet-host';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

const STATE = { state: ['age', 'opens'], action: 'channel', reward: 'profit', noAction: 'none' };
const FEATURES = {
  action: 'channel',
  reward: 'profit',
  noAction: 'none',
  features: { age: 'number', opens: 'count' },
};
const LINES = [
  'age,opens,channel,profit',
  '38,2,email,0.5',
  '24,5,none,0',
  '70,8,letter,1.25',
  '55,0,email,2',
];

async function load(log: string | Uint8Array, schema: object | string) {
  const folder = freshFolder();
  writeFileSync(join(folder, 'log.csv'), log);
  writeFileSync(join(folder, 's.json'), typeof schema === 'string' ? schema : JSON.stringify(schema));
  const source = logSource(join(folder, 'log.csv'), { schema: join(folder, 's.json') });
  try {
    return { loaded: await loadLog(source, quietHost()), refusal: '' };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refusal: error.message.replaceAll(`${folder}/`, ''), loaded: null };
  }
}

const joined = (end: string, lines = LINES) => lines.map((line) => line + end).join('');

describe.each([
  ['states ready made', STATE],
  ['raw columns', FEATURES],
])('of %s', (_form, schema) => {
  it.each<[what: string, log: string]>([
    ['semicolons', joined('\n').replaceAll(',', ';')],
    ['a first line that says the separator', `sep=;\n${joined('\n').replaceAll(',', ';')}`],
    ['lines that end in CR alone, with a header that ends in commas', joined(',,,\r')],
    ['two carriage returns before each line feed', joined('\r\r\n')],
    ['blanks behind names', joined('\n').replace('email,2', 'email ,2')],
  ])('reads %s', async (_what, log) => {
    // A byte order mark before the schema file changes nothing.
    const { loaded, refusal } = await load(log, `\ufeff${JSON.stringify(schema)}`);
    expect(refusal).toBe('');
    expect(loaded!.contacts.log.actions).toEqual(['No Action', 'email', 'letter']);
    expect([...loaded!.contacts.log.rewards].sort()).toEqual([0, 0.5, 1.25, 2]);
  });

  it.each<[what: string, log: string | Uint8Array, message: string]>([
    [
      'Windows-1252',
      Buffer.from(joined('\n').replace('letter', 'm\u00e4g'), 'latin1'),
      'log.csv:4: expected UTF-8, got the byte 0xE4, "\u00e4" in Windows-1252; the schema\'s "encoding": "windows-1252" reads it so',
    ],
    [
      'text behind a quote, on its line',
      joined('\n').replace('letter', '"l"etter'),
      'log.csv:4: expected well-formed CSV, got Invalid Closing Quote: got "e" instead of delimiter or line end',
    ],
    [
      'hexadecimal numbers',
      joined('\n').replace('38', '0x1F'),
      'log.csv:2 age: expected a number, got "0x1F"',
    ],
    ['binary numbers', joined('\n').replace('70', '0b11'), 'log.csv:4 age: expected a number, got "0b11"'],
  ])('refuses %s', async (_what, log, message) => {
    expect((await load(log, schema)).refusal).toBe(message);
  });
});

describe('times in milliseconds among what a policy sees', () => {
  const START = 1_767_225_600_000;
  const log = (start: number) =>
    joined('\n', [
      'age,opens,channel,profit',
      ...Array.from(
        { length: 60 },
        (_, i) => `${start + 1000 * i},1,${i % 3 === 0 ? 'none' : 'email'},${i % 5}`,
      ),
    ]);

  it('stay as many as they are, of raw columns', async () => {
    const { loaded } = await load(log(START), FEATURES);
    const all = loaded!.split({ testShare: 0.2, seed: 1 }).all();
    const width = all.features.length;
    const states = Array.from({ length: 60 }, (_, i) =>
      all.observations.subarray(i * width, (i + 1) * width).join(),
    );
    expect(new Set(states).size).toBe(60);
  });

  it('are found the same by the audit, whatever is added to them', async () => {
    const codes = async (start: number) => {
      const { loaded } = await load(log(start), FEATURES);
      return loaded!.audit(loggedSettings.parse({})).map(({ code }) => code);
    };
    expect(await codes(START)).toEqual(await codes(0));
  });

  it('are refused as states ready made, which are seen in single precision', async () => {
    expect((await load(log(START), STATE)).refusal).toMatch(
      /^log\.csv:1 age: expected numbers that differ in single precision, got 60 different ones of which it keeps 2; without the key state /,
    );
    expect((await load(log(0), STATE)).refusal).toBe('');
  });
});

it('takes No Action for what it was logged to earn', async () => {
  const rows = Array.from({ length: 90 }, (_, i) => `${20 + i},${i % 7},${i % 6 < 3 ? 'email,0' : 'none,1'}`);
  const log = joined('\n', [LINES[0]!, ...rows]);
  for (const schema of [STATE, FEATURES]) {
    const { loaded } = await load(log, schema);
    expect(
      loaded!.audit(loggedSettings.parse({ shaping: { noActionReward: 1 } })).map(({ code }) => code),
    ).not.toContain('equal-rewards');
  }
});
