/** What was earned. Each finding fires on a log with its fault, by numbers to be counted by hand, and on no clean one. */
import { auditor, changedRows, findingIn, historyRows } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const found = findingIn(auditor(useTestFiles()));
const rows = historyRows();
const changed = changedRows(rows);

it('constant-rewards block', async () => {
  expect(
    await found(
      'constant-rewards',
      changed(() => ({ margin: 3 })),
    ),
  ).toMatchObject({
    ...{ severity: 'block', values: { reward: 3 } },
  });
});

it('rewards-outside-range block, with the line', async () => {
  const one = changed((_, i) => ({ margin: i === 4 ? 99 : 1 + (i % 9) }));
  const finding = await found('rewards-outside-range', one, { rewardRange: [0, 10] });
  expect(finding).toMatchObject({ severity: 'block', lines: [6], values: { rows: 1 } });
  expect(finding!.message).toMatch(
    /^1 of 600 rows \(0.167 %\) earned what rewardRange \(0 to 10\) excludes, such as 99 in line 6/,
  );
});

it('rewards-outside-range: costs that are yet to be taken off are no part of it', async () => {
  const schema = { rewardRange: [0, 10], rewardNetOfCost: false, cost: { email: 5, sms: 5 } };
  expect(await found('rewards-outside-range', rows, schema)).toBeUndefined();
  const high = changed((_, i) => ({ margin: i === 4 ? 12 : 1 + (i % 9) }));
  // Of 12 a mail leaves 7: the column is outside all the same.
  expect(await found('rewards-outside-range', high, schema)).toMatchObject({ values: { rows: 1 } });
});

it('heavy-tails: six rows of 600 hold most of the money', async () => {
  const heavy = changed((_, i) => ({ margin: i % 100 === 0 ? 200 + i / 100 : 1 + (i % 50) / 50 }));
  const finding = await found('heavy-tails', heavy);
  expect(finding!.values!.share).toBeCloseTo(1215 / (1215 + 594 * 1.49), 1);
});

it('negative-rewards: costs in the schema, and nobody says whether they are in the reward', async () => {
  const lossy = changed((_, i) => ({ margin: (i % 10) - 1 }));
  const schema = { cost: { email: 1 } };
  expect(await found('negative-rewards', lossy, schema)).toMatchObject({ values: { rows: 60 } });
  expect(await found('negative-rewards', lossy, { ...schema, rewardNetOfCost: true })).toBeUndefined();
});
