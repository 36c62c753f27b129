/** What a log with too few whole histories is told, and how rough a number of customers to come is. */
import { offPolicyVerdict } from '../../../src/evaluate/off-policy/verdict';
import { wayOut } from '../../../src/evaluate/off-policy/way-out';
import { roughlyMore } from '../../../src/evaluate/off-policy/words';
import { judge, judgedSettings, type Asked } from '../../support/judge-customers';
import type { HistoryFacts } from '../../support/random-histories';

/** 64 customers of six decisions, mailed by chance: each of the 64 ways is taken once, and mails alone by the last. */
const customers: HistoryFacts[] = Array.from({ length: 64 }, (_, customer) =>
  Array.from({ length: 6 }, (_decision, t) => {
    const action = (customer >> t) % 2;
    return { action, b: [0.5, 0.5], p: [0, 1], reward: action };
  }),
);

async function reasonsOf(asked: Asked) {
  const offPolicy = await judge(customers, asked);
  const request = { against: 'logged', margin: 0, settings: judgedSettings, findings: [] };
  return offPolicyVerdict(offPolicy, request).reasons;
}

const WORDS = 'under most policies too few were treated so to the end of their histories: without discount ';

it('names single decisions where next to nobody was treated so to the end', async () => {
  const reasons = await reasonsOf({ estimand: 'history', others: { 'no-action': [1, 0] } });
  expect(reasons[0]).toMatch(/^too few customers were treated as the model would .* they count for 1 /);
  expect(reasons.filter((reason) => reason.startsWith(WORDS))).toHaveLength(1);
});

it('does not where decisions are judged singly already, or most policies have enough', async () => {
  expect(await reasonsOf({ estimand: 'decision' })).not.toContainEqual(expect.stringContaining(WORDS));
  const even = { coin: [0.5, 0.5], another: [0.5, 0.5] };
  expect(await reasonsOf({ estimand: 'history', others: even })).not.toContainEqual(
    expect.stringContaining(WORDS),
  );
});

it('counts from half of the policies on', async () => {
  const { policies } = await judge(customers, {
    ...{ estimand: 'history', others: { a: [1, 0], coin: [0.5, 0.5], other: [0.5, 0.5] } },
  });
  expect(wayOut({ estimand: 'history', policies }, { fewestEffective: 10 })).toHaveLength(1);
  // The model and a are short of customers, of four; without a it is one of three.
  const { a: _, ...others } = policies;
  expect(wayOut({ estimand: 'history', policies: others }, { fewestEffective: 10 })).toEqual([]);
});

it.each([
  [913, 'about 910 more rows'],
  [7, 'about 7 more rows'],
  [9_960_000, 'about 10,000,000 more rows'],
  [34_696_062, 'more than 10 million more rows'],
])('says of %i that it is roughly known', (further, text) => {
  expect(roughlyMore(further, 'row')).toBe(text);
});
