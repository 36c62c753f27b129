import fc from 'fast-check';
import { selectRows, type LoggedRows } from '../../../src/dataset/logged-rows';
import { LineSums, type MatchedActionLines } from '../../../src/evaluate/logged/line-sums';
import { negativeRowCount } from '../../../src/evaluate/logged/matched-actions';
import { loggedRows, type TestRow } from '../../support/logged-rows';

/** The lines of who chose one action per row. */
function chosenLines(log: LoggedRows, chosen: ArrayLike<number>): MatchedActionLines {
  const sums = new LineSums(log);
  sums.addChosen(0, chosen);
  return sums.lines();
}

/** The lines to expect of who chooses with these probabilities: [rows, actions] */
function expectedLines(log: LoggedRows, probabilities: ArrayLike<number>): MatchedActionLines {
  const sums = new LineSums(log);
  sums.addProbabilities(0, probabilities);
  return sums.lines();
}

// Logged: mail -1, mail 4, mail -1, phone 2, phone -3, No Action 5
const rows = loggedRows([
  [[0], 1, -1],
  [[1], 1, 4],
  [[2], 1, -1],
  [[3], 2, 2],
  [[4], 2, -3],
  [[5], 0, 5],
]);

it('counts matches, contacts, cost, wins and losses as the study does', () => {
  // match -1; skips a 4 (loss) and a -1 (win); phone where phone 2; mail where phone -3; matches No Action 5
  const lines = chosenLines(rows, Int32Array.from([1, 0, 0, 2, 1, 0]));
  expect(lines).toEqual({
    reward: -1 + 2 + 5,
    contacts: 3,
    cost: 2 + 3 + 2,
    rewardPerContact: 6 / 3,
    costPerRewardPoint: 7 / 6,
    negativeRewards: 1, // the -3 was answered by another contact, and so does not count
    noActions: 3,
    noActionWins: 1,
    noActionLosses: 1,
    expectedChanceWins: (2 * 2) / 3, // two skips among three mail rows, two of them negative
    channels: [
      { channel: 'mail', rows: 3, skips: 2, wins: 1, losses: 1, expectedChanceWins: 4 / 3 },
      { channel: 'phone', rows: 2, skips: 0, wins: 0, losses: 0, expectedChanceWins: 0 },
    ],
  });
});

it('leaves ratios without denominator undefined', () => {
  const skipAll = chosenLines(selectRows(rows, [0, 1, 2]), new Int32Array(3));
  expect(skipAll).toMatchObject({ reward: 0, rewardPerContact: null, costPerRewardPoint: null });
});

it('is all zeros on no rows', () => {
  const none = chosenLines(selectRows(rows, []), new Int32Array(0));
  expect(none).toMatchObject({ reward: 0, contacts: 0, noActionWins: 0, expectedChanceWins: 0 });
  expect(none.channels.map(({ expectedChanceWins }) => expectedChanceWins)).toEqual([0, 0]);
});

it('refuses an action outside the list, naming the row', () => {
  const sums = new LineSums(rows);
  expect(() => sums.addChosen(2, [1, 3])).toThrow(new RangeError('row 3: expected an action in 0..2, got 3'));
});

it('expects of uniform choices the mean over all ways to choose', () => {
  const two = selectRows(rows, [0, 3]); // mail -1, phone 2
  const all = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => chosenLines(two, Int32Array.from([a, b]))));
  const uniform = expectedLines(two, new Array(6).fill(1 / 3));
  const numbers = ['reward', 'contacts', 'cost', 'negativeRewards', 'noActions'] as const;
  const skips = ['noActionWins', 'noActionLosses', 'expectedChanceWins'] as const;
  for (const key of [...numbers, ...skips]) {
    const mean = all.reduce((sum, lines) => sum + lines[key], 0) / 9;
    expect([key, uniform[key]]).toEqual([key, expect.closeTo(mean, 12)]);
  }
  expect(uniform.rewardPerContact).toBeCloseTo(1 / 3 / (4 / 3), 12); // reward 1/3, 2 * 2/3 contacts
});

it('reads two numbers more than one per action of a row that may go either way, and one where it is certain', () => {
  let reads = 0;
  const counted = (values: number[]) =>
    new Proxy(values, {
      get: (target, key) => {
        if (key !== 'length') reads += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  expectedLines(rows, counted(new Array<number>(6 * 3).fill(1 / 3)));
  expect(reads).toBe(6 * (3 + 2));
  reads = 0;
  chosenLines(rows, counted([1, 0, 0, 2, 1, 0]));
  expect(reads).toBe(6);
});

describe('on any log', () => {
  const row = fc.tuple(
    fc.constant([0]),
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: -3, max: 3 }),
  ) as fc.Arbitrary<TestRow>;
  const table = fc.array(fc.tuple(row, fc.integer({ min: 0, max: 2 })), { minLength: 2, maxLength: 30 });

  it('adds up over disjoint sets of rows', () => {
    fc.assert(
      fc.property(table, fc.nat(), (pairs, at) => {
        const cut = at % pairs.length;
        const linesOf = (part: typeof pairs) =>
          chosenLines(
            loggedRows(part.map(([one]) => one)),
            Int32Array.from(part, ([, chosen]) => chosen),
          );
        const [whole, left, right] = [
          linesOf(pairs),
          linesOf(pairs.slice(0, cut)),
          linesOf(pairs.slice(cut)),
        ];
        for (const key of [
          'reward',
          'contacts',
          'cost',
          'negativeRewards',
          'noActionWins',
          'noActionLosses',
        ] as const)
          expect(whole[key]).toBe(left[key] + right[key]);
      }),
    );
  });

  it('expects of certain probabilities what it counts of the same choices, to the last bit', () => {
    fc.assert(
      fc.property(table, (pairs) => {
        const log = loggedRows(pairs.map(([one]) => one));
        const oneHot = pairs.flatMap(([, chosen]) => [0, 1, 2].map((action) => (action === chosen ? 1 : 0)));
        const counted = chosenLines(
          log,
          pairs.map(([, chosen]) => chosen),
        );
        expect(expectedLines(log, oneHot)).toEqual(counted);
      }),
    );
  });

  it('adds up the same when the rows come in pieces', () => {
    fc.assert(
      fc.property(table, fc.nat(), (pairs, at) => {
        const cut = at % pairs.length;
        const log = loggedRows(pairs.map(([one]) => one));
        const chosen = pairs.map(([, action]) => action);
        const sums = new LineSums(log);
        sums.addChosen(0, chosen.slice(0, cut));
        sums.addChosen(cut, chosen.slice(cut));
        expect(sums.lines()).toEqual(chosenLines(log, chosen));
      }),
    );
  });

  it('gives the line of the data to who chooses what was logged', () => {
    fc.assert(
      fc.property(table, (pairs) => {
        const log = loggedRows(pairs.map(([one]) => one));
        const lines = chosenLines(log, log.loggedActions);
        expect(lines.reward).toBe(log.rewards.reduce((sum, reward) => sum + reward, 0));
        expect(lines.contacts).toBe(log.loggedActions.filter((action) => action > 0).length);
        expect(lines.negativeRewards).toBe(negativeRowCount(log));
        expect([lines.noActionWins, lines.noActionLosses, lines.expectedChanceWins]).toEqual([0, 0, 0]);
      }),
    );
  });

  it('expects as many chance wins as there are negatives from who skips everything', () => {
    fc.assert(
      fc.property(table, (pairs) => {
        const log = loggedRows(pairs.map(([one]) => one));
        const lines = chosenLines(log, new Int32Array(pairs.length));
        expect(lines.expectedChanceWins).toBe(lines.noActionWins);
      }),
    );
  });
});
