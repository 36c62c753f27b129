/** What may be chosen at the decisions of a side of the split, and what each choice is worth. */
import { decisionChunks } from '../../../evaluate/logged/chunks';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { QFunction } from '../../../policies/policy';
import type { Choices } from '../../../rl/choices';
import type { Contacts } from '../loaded-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';

/** By the values alone: of what they are charged nothing is taken off. */
export async function choicesOn(
  q: QFunction,
  { log, decisions }: Pick<Contacts, 'log' | 'decisions'>,
  { rows, decisions: some }: RowsOfLog,
): Promise<Choices> {
  const qValues = new Float32Array(some.length * rows.actions.length);
  const allowed = new Uint8Array(qValues.length).fill(1);
  let at = 0;
  for (const { observations, allowed: mask } of decisionChunks(rows, {})) {
    const values = await q.qValues(observations);
    qValues.set(values, at);
    const supported = q.supportedActions?.(observations, mask) ?? mask;
    if (supported !== null) allowed.set(supported, at);
    at += values.length;
  }
  const { sampleWeights: weights } = shapeOfHistories(log, decisions, some);
  return { qValues, allowed, weights };
}
