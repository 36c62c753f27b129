/** How far two policies do the same. */
import { probabilitiesOn } from '../../../evaluate/logged/chunks';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { Policy } from '../../../policies/policy';
import type { Contacts } from '../loaded-log';
import type { RowsOfLog } from './log-to-judge';

/** Share of the decisions at which two policies do the same, each as often as it stands for. */
export async function shareOfSame(
  { log, decisions }: Contacts,
  { rows, decisions: some }: RowsOfLog,
  one: Policy,
  other: Policy,
): Promise<number> {
  const [first, second] = [await probabilitiesOn(rows, one), await probabilitiesOn(rows, other)];
  const { sampleWeights, actionCount } = shapeOfHistories(log, decisions, some);
  let [same, all] = [0, 0];
  for (let i = 0; i < sampleWeights.length; i += 1) {
    all += sampleWeights[i]!;
    for (let at = i * actionCount; at < (i + 1) * actionCount; at += 1)
      same += sampleWeights[i]! * Math.min(first[at]!, second[at]!);
  }
  return same / all;
}
