/** Slips in the names of actions, by numbers to be counted by hand. */
import { auditor, historySchema } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());

/** 40 e-mails and 40 times nothing, then one row of each of these. */
async function slips(...names: string[]) {
  return slipsUnder(historySchema, ...names);
}

async function slipsUnder(schema: typeof historySchema, ...names: string[]) {
  const channels = [...Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 'email' : 'none')), ...names];
  const rows = channels.map((channel, i) => ({
    ...{ id: `c${i}`, day: i, channel, p: 0.5, age: 20 + (i % 10), plan: 'A', margin: i % 7 },
  }));
  const findings = await audited(rows, schema);
  return findings.filter(({ code }) => code === 'misspelt-action');
}

it('names the frequent action that a rare one is much like', async () => {
  const [finding, ...others] = await slips('e-mial');
  expect(others).toEqual([]);
  // Below the header and 80 rows.
  expect(finding).toMatchObject({ severity: 'note', lines: [82], values: { rows: 1 } });
  expect(finding!.message).toMatch(
    /^1 row of "e-mial", much like "email" with 40: if it is a slip, correct it/,
  );
  expect((await slips('nonne', 'nonne'))[0]!.message).toMatch(/^2 rows of "nonne", much like "none" with 40/);
});

it('says nothing of other words, of another case, of numbers in a series and of what is not rare', async () => {
  expect(await slips('call')).toEqual([]);
  // Too short to tell a slip from a word.
  expect(await slips('nine')).toEqual([]);
  expect(await slips('E mail')).toEqual([]);
  expect(await slips('email2')).toEqual([]);
  // Five rows are more than one in ten.
  expect(await slips(...Array.from({ length: 5 }, () => 'e-mial'))).toEqual([]);
});

it('takes what the schema lists for true names', async () => {
  const listed = { ...historySchema, actions: ['none', 'email', 'emails'] };
  expect(await slipsUnder(listed, 'emails')).toEqual([]);
  expect(await slips('emails')).toHaveLength(1);
});
