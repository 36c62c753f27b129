import { auditRows } from '../../../src/dataset/audit/audit';
import { warningsOf, type DataWarning } from '../../../src/dataset/audit/finding';
import { Random } from '../../../src/core/random';
import type { LoggedRows } from '../../../src/dataset/logged-rows';
import { numpyPermutation } from '../../../src/dataset/numpy-permutation';
import { loggedRows, publishedRows, type TestRow } from '../../support/logged-rows';

const NO_ACTION_REWARD = -0.01;

/** What is more than a note. */
function dataWarnings(rows: LoggedRows, noActionReward: number): DataWarning[] {
  return warningsOf(auditRows(rows, noActionReward));
}

function codes(table: readonly TestRow[], noActionReward = NO_ACTION_REWARD): string[] {
  return dataWarnings(loggedRows(table), noActionReward).map(({ code }) => code);
}

/** A log without fault: few states, each with every action, rewards of all sizes, no order. */
function cleanTable(rows = 200): TestRow[] {
  const random = Random.fromSeed(3);
  return Array.from({ length: rows }, (): TestRow => [
    [random.integer(4), random.integer(3)],
    random.integer(3),
    random.uniform() - 0.5,
  ]);
}

it('says nothing about a clean log', () => {
  expect(codes(cleanTable())).toEqual([]);
});

describe('the published rows', () => {
  let messages: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const warnings = dataWarnings(await publishedRows(), NO_ACTION_REWARD);
    messages = Object.fromEntries(warnings.map(({ code, message }) => [code, message]));
  });

  it.each([
    ['action-in-state', 'TimeSinceLastEmail = 0 exactly where EMsent was logged'],
    ['no-overlap', 'no state occurs with more than one action (0 of 211 different states'],
    ['unlogged-action', 'No Action never occurs in the log: its value is an assumption'],
    ['unlogged-action', 'what was done brought 0.439 per row'],
    ['equal-rewards', '212 of 296 rows (71.6 %) earned -0.01, exactly what No Action is taken to pay'],
    ['equal-rewards', '212 of the 213 rewards below 0); 1 earned less'],
    ['balanced-actions', 'every logged action occurs exactly 148 times (50 % each)'],
    ['sorted-by-action', 'sorted by action ("DM_sent", "EMsent")'],
  ])('are warned about: %s, %s', (code, text) => {
    expect(messages[code]).toContain(text);
  });
});

describe('each fault alone is named', () => {
  const clean = cleanTable();

  it.each<[string, string, TestRow[]]>([
    [
      'action-in-state',
      'a value',
      clean.map(([[a, b], action, r]) => [[a!, action === 1 ? 7 : b!], action, r]),
    ],
    [
      'action-in-state',
      'a lower part',
      clean.map(([[a, b], action, r]) => [[a!, action === 1 ? b! - 9 : b!], action, r]),
    ],
    [
      'action-in-state',
      'an upper part',
      clean.map(([[a, b], action, r]) => [[a!, action === 1 ? b! + 9 : b!], action, r]),
    ],
    ['unlogged-action', 'no phone call', clean.filter(([, action]) => action !== 2)],
    ['sorted-by-action', 'in the order of actions', [...clean].sort(([, a], [, b]) => b - a)],
  ])('%s: %s', (code, _what, table) => {
    expect(codes(table).filter((one) => one !== 'no-overlap')).toEqual([code]);
  });

  it('equal-rewards: no response pays like No Action, which was never logged', () => {
    const table = clean.map(([s, action, r]): TestRow => [s, action, r < 0 ? -0.01 : r]);
    const contactsOnly = table.map(([s, action, r]): TestRow => [s, action === 0 ? 1 : action, r]);
    expect(codes(contactsOnly)).toEqual(['unlogged-action', 'equal-rewards']);
    // Else its value is what was logged.
    expect(codes(table)).toEqual([]);
  });

  it('states the rule with the side on which the action lies', () => {
    const shifted = (by: number): string =>
      dataWarnings(
        loggedRows(clean.map(([[a, b], action, r]) => [[a!, action === 1 ? b! + by : b!], action, r])),
        NO_ACTION_REWARD,
      ).find(({ code }) => code === 'action-in-state')!.message;
    expect(shifted(-9)).toMatch(/^x1 <= -7 exactly where mail/);
    expect(shifted(9)).toMatch(/^x1 >= 9 exactly where mail/);
  });

  it('no-overlap: each state has its action, though no single feature tells it', () => {
    const parity = clean.map(([[a, b], , r]): TestRow => [[a!, b!], 1 + ((a! + b!) % 2), r]);
    expect(
      codes([...parity, ...parity.map(([[a, b], action, r]): TestRow => [[a! + 10, b!], action, r])]),
    ).toEqual(['no-overlap', 'unlogged-action']);
  });

  /** Rows in random order of actions, a state of its own for each. */
  function continuousTable(rows: number): TestRow[] {
    const random = Random.fromSeed(5);
    return Array.from({ length: rows }, (_, row): TestRow => [
      [row + random.uniform() / 2],
      random.integer(3),
      random.uniform() - 0.5,
    ]);
  }

  it('no-repeated-states: every state is new, so overlap cannot be read from equal ones', () => {
    expect(dataWarnings(loggedRows(continuousTable(200)), NO_ACTION_REWARD)).toEqual([
      {
        code: 'no-repeated-states',
        message:
          'no state occurs twice (200 rows, 200 different states): whether another action was ever tried in the same ' +
          'situation cannot be read from equal states',
      },
    ]);
  });

  it('no-repeated-states: a few states that come again, even with another action, show as little', () => {
    const rows = continuousTable(200);
    const again = rows.slice(0, 2).map(([state, action, r]): TestRow => [state, (action + 1) % 3, r]);
    const [warning, ...others] = dataWarnings(loggedRows([...rows, ...again]), NO_ACTION_REWARD);
    expect(others).toEqual([]);
    expect(warning!.message).toMatch(
      /^hardly a state occurs twice \(202 rows, 200 different states, 2 of which occur again\): whether /,
    );
  });

  it.each<[string, TestRow[]]>([
    [
      'one row in fourteen has the state of another',
      [...continuousTable(140), ...continuousTable(10).map(([s], i): TestRow => [s, i % 3, i])],
    ],
    ['there are fewer than ten rows', continuousTable(9)],
    ['one row in ten has the state of another', [...continuousTable(54), ...continuousTable(6)]],
  ])('no-repeated-states is not said where %s', (_what, table) => {
    expect(codes(table)).not.toContain('no-repeated-states');
  });

  it('no-repeated-states is not said of a log of one action, which has nothing to overlap with', () => {
    const table = continuousTable(200).map(([state, , r]): TestRow => [state, 1, r]);
    expect(codes(table)).not.toContain('no-repeated-states');
  });

  it('balanced-actions: every action equally often', () => {
    const equally = [0, 1, 2].flatMap((wanted) =>
      clean.filter(([, action]) => action === wanted).slice(0, 50),
    );
    const order = numpyPermutation(equally.length, 1);
    expect(codes([...order].map((row) => equally[row]!))).toEqual(['balanced-actions']);
  });
});

it('speaks of rewards below 0 only where No Action is one', () => {
  const table = cleanTable().map(([s, action, r]): TestRow => [s, action === 0 ? 1 : action, r < 0 ? 0 : r]);
  const warning = dataWarnings(loggedRows(table), 0).find(({ code }) => code === 'equal-rewards');
  expect(warning!.message).not.toContain('below 0');
});

it('takes no pattern of a handful of rows for a fault', () => {
  const few: TestRow[] = Array.from({ length: 9 }, (_, i) => [[i], i < 4 ? 1 : 2, i]);
  expect(codes([...few, [[3], 0, 1]])).toEqual(['few-rows']);
});

it('says of a log that it is too short for the checks, rather than that they found nothing', () => {
  expect(codes(cleanTable(19))).toEqual(['few-rows']);
  expect(codes(cleanTable(20))).toEqual(['rare-actions']);
});

it('names actions that are told apart only by case or blanks', () => {
  const rows = { ...loggedRows(cleanTable()), actions: ['No Action', 'direct mail', 'DirectMail'] };
  const [warning, ...others] = dataWarnings(rows, NO_ACTION_REWARD);
  expect(others).toEqual([]);
  expect(warning).toEqual({
    code: 'similar-actions',
    message: '"direct mail" and "DirectMail" differ only in case or blanks, and count as 2 actions',
  });
});

it('names a reward far beyond all others with its line', () => {
  const rows = loggedRows(
    cleanTable().map(([s, action, r], row): TestRow => [s, action, row === 40 ? 2e6 : r]),
  );
  const [warning, ...others] = dataWarnings(rows, NO_ACTION_REWARD);
  expect(others).toEqual([]);
  expect(warning).toEqual({
    code: 'reward-outliers',
    message:
      '1 of 200 rows (0.5 %) earned more than 50 times what any other row earned, first line 42 with 2000000: a slip? ' +
      'Rewards are scaled without them, sums have them',
  });
});
