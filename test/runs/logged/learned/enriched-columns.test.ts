/** A log without the columns that were added to it is the log that never had them. */
import { selectFeatures } from '../../../../src/dataset/logged-rows';
import {
  enrichedColumns,
  otherPlaces,
  splitsWithout,
} from '../../../../src/runs/logged/learned/enriched-columns';
import type { LoggedSplits } from '../../../../src/runs/logged/loaded-log';
import { loadLog } from '../../../../src/runs/logged/log-source';
import { companyLog } from '../../../support/company-log';
import { useFreshFolders } from '../../../support/fresh-folders';
import { hearingHost } from '../../../support/hosts';

const freshFolder = useFreshFolders();

const schemaOf = (features: string, more = '') => `
customer: id
time: day
action: channel
noAction: none
reward: margin
propensity: p
cost: { mail: 0.5, call: 4 }
features: { ${features} }
split: { by: customer, test: 0.25, validation: 0.25, seed: 3 }
${more}`;

async function splitsOf(schema: string): Promise<LoggedSplits> {
  const log = await loadLog(companyLog(freshFolder(), schema), hearingHost());
  return log.split({ testShare: 0.25, validationShare: 0.25, seed: 3 });
}

// Every fourth customer has no age; a column named as enriched that is no feature says nothing.
const enriched = () =>
  splitsOf(schemaOf('plan: category, age: number, vip: flag', 'enriched: { columns: [vip, plan, p_churn] }'));

it('names what a policy sees of them, in the order of the features', async () => {
  const { raw } = await enriched();
  expect(enrichedColumns(raw)).toEqual(['plan', 'vip']);
  expect(enrichedColumns(null)).toEqual([]);
  expect(raw!.features.map(({ column }) => column)).toEqual(['plan', 'age', 'vip']);
  // plan: A, B, C stand first, then age and whether it is missing, then vip.
  expect([...otherPlaces(raw!, ['plan', 'vip'])]).toEqual([3, 4]);
});

it('is the log that never had them, on every side', async () => {
  const { raw, ...splits } = await enriched();
  const without = splitsWithout({ ...splits, raw }, raw!, enrichedColumns(raw));
  const never = await splitsOf(schemaOf('age: number'));
  for (const side of ['train', 'test'] as const) expect(without[side]).toEqual(never[side]);
  expect(without.validation()).toEqual(never.validation());
  expect(without.all()).toEqual(never.all());
  expect(without.decisions).toEqual(never.decisions);
  // Also what the saved model says of its log.
  expect(without.raw).toEqual(never.raw);
});

it('leaves nothing where there is nothing else', async () => {
  const { raw, test } = await enriched();
  expect([...otherPlaces(raw!, ['plan', 'age', 'vip'])]).toEqual([]);
  const { features, observations, rewards } = selectFeatures(test, []);
  expect([features, observations.length, rewards]).toEqual([[], 0, test.rewards]);
});
