import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { selectRows } from '../../src/dataset/logged-rows';
import { matchedActionLines, negativeRowCount, uniformActionLines } from '../../src/evaluate/matched-actions';
import { loggedRows, type TestRow } from '../support/logged-rows';

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
  const lines = matchedActionLines(rows, Int32Array.from([1, 0, 0, 2, 1, 0]));
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
  const skipAll = matchedActionLines(selectRows(rows, [0, 1, 2]), new Int32Array(3));
  expect(skipAll).toMatchObject({ reward: 0, rewardPerContact: null, costPerRewardPoint: null });
});

it('is all zeros on no rows', () => {
  const none = matchedActionLines(selectRows(rows, []), new Int32Array(0));
  expect(none).toMatchObject({ reward: 0, contacts: 0, noActionWins: 0, expectedChanceWins: 0 });
  expect(none.channels.map(({ expectedChanceWins }) => expectedChanceWins)).toEqual([0, 0]);
});

it('names the argument that has another length than the rows', () => {
  expect(() => matchedActionLines(rows, new Int32Array(5))).toThrow(
    new ShapeError('chosenActions: expected 6 elements, got 5'),
  );
});

it('expects of uniform choices the mean over all ways to choose', () => {
  const two = selectRows(rows, [0, 3]); // mail -1, phone 2
  const all = [0, 1, 2].flatMap((a) =>
    [0, 1, 2].map((b) => matchedActionLines(two, Int32Array.from([a, b]))),
  );
  const uniform = uniformActionLines(two);
  const numbers = ['reward', 'contacts', 'cost', 'negativeRewards', 'noActions'] as const;
  const skips = ['noActionWins', 'noActionLosses', 'expectedChanceWins'] as const;
  for (const key of [...numbers, ...skips]) {
    const mean = all.reduce((sum, lines) => sum + lines[key], 0) / 9;
    expect([key, uniform[key]]).toEqual([key, expect.closeTo(mean, 12)]);
  }
  expect(uniform.rewardPerContact).toBeCloseTo(1 / 3 / (4 / 3), 12); // reward 1/3, 2 * 2/3 contacts
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
          matchedActionLines(
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

  it('gives the line of the data to who chooses what was logged', () => {
    fc.assert(
      fc.property(table, (pairs) => {
        const log = loggedRows(pairs.map(([one]) => one));
        const lines = matchedActionLines(log, log.loggedActions);
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
        const lines = matchedActionLines(log, new Int32Array(pairs.length));
        expect(lines.expectedChanceWins).toBe(lines.noActionWins);
      }),
    );
  });
});
