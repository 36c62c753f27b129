import type { LoggedRows } from '../../../src/dataset/logged-rows';
import { loggedBaselines } from '../../../src/evaluate/logged/baselines';
import type { MatchedActionLines } from '../../../src/evaluate/logged/line-sums';
import { matchedActions } from '../../../src/evaluate/logged/matched-actions';
import { certainPolicy } from '../../../src/policies/certain';
import { publishedRows } from '../../support/logged-rows';

describe('the published 296 rows', () => {
  let rows: LoggedRows;
  let policies: Readonly<Record<string, MatchedActionLines>>;
  beforeAll(async () => {
    rows = await publishedRows();
    ({ policies } = await matchedActions(rows, loggedBaselines(rows)));
  });

  it.each([
    // name, reward, contacts, cost, negatives, wins, losses
    ['logged', 129.88, 296, 148, 213, 0, 0],
    ['always-EMsent', 111.34, 296, 0, 67, 0, 0],
    ['always-DM_sent', 18.54, 296, 296, 146, 0, 0],
    ['no-action', 0, 0, 0, 0, 213, 83],
    ['oracle', 134, 83, 2, 0, 213, 0],
  ])('give %s the published lines', (name, reward, contacts, cost, negatives, wins, losses) => {
    expect(policies[name]).toMatchObject({
      reward: expect.closeTo(reward, 10) as number,
      contacts,
      cost,
      negativeRewards: negatives,
      noActionWins: wins,
      noActionLosses: losses,
    });
  });

  it('give uniform a third of the logged reward and two thirds of contacts for everybody', () => {
    expect(policies.uniform).toMatchObject({
      reward: expect.closeTo(129.88 / 3, 10) as number,
      contacts: expect.closeTo((296 * 2) / 3, 9) as number,
      cost: expect.closeTo(296 / 3, 9) as number,
      noActionWins: expect.closeTo(213 / 3, 9) as number,
      expectedChanceWins: expect.closeTo(213 / 3, 9) as number,
    });
  });

  it('expect 30.6 chance wins of 31 skipped mails and 19.9 of 44 skipped e-mails', async () => {
    const chosen = rows.loggedActions.slice();
    chosen.fill(0, 0, 31).fill(0, 148, 148 + 44); // the rows are sorted: mails first
    const model = certainPolicy('model', '', 3, (_decisions, out) => out.set(chosen.subarray(0, out.length)));
    const lines = (await matchedActions(rows, [model])).policies.model!;
    expect(lines.channels.map(({ expectedChanceWins }) => Number(expectedChanceWins.toFixed(1)))).toEqual([
      30.6, 19.9,
    ]);
  });

  it('count 213 of 296 rewards as negative, whatever the policies', async () => {
    expect(await matchedActions(rows, [])).toEqual({ rows: 296, negativeRows: 213, policies: {} });
  });

  it('have their names and meanings', () => {
    expect(loggedBaselines(rows).map(({ name, description }) => [name, description])).toEqual([
      ['logged', 'what was done'],
      ['no-action', 'contacts nobody'],
      ['always-DM_sent', 'DM_sent for everybody'],
      ['always-EMsent', 'EMsent for everybody'],
      ['oracle', 'contacts as logged where that earned more than 0, else No Action; knows the outcome'],
      ['uniform', 'every action equally likely, in expectation'],
    ]);
  });

  it('leave only uniform to chance', () => {
    const undecided = loggedBaselines(rows).filter((policy) => !('chosenActions' in policy));
    expect(undecided.map(({ name }) => name)).toEqual(['uniform']);
  });
});
