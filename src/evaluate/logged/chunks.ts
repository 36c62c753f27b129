/** Policies asked about the rows of a log, a bounded number of rows at a time. */
import { rowCount, type LoggedRows } from '../../dataset/logged-rows';
import type { Decisions } from '../../env/environment';
import type { Policy, QFunction } from '../../policies/policy';

/** Rows decided on at once: bounds the memory for probabilities and for a network's values. */
const CHUNK_ROWS = 4096;

/** The decisions of a log, in chunks of rows. What was done was done, also where a rule bars it. */
export function* decisionChunks(
  log: LoggedRows,
  { isRecord = false }: Pick<Policy, 'isRecord'>,
): Generator<Decisions & { readonly rows: Int32Array }> {
  const allowed = isRecord ? null : (log.allowed ?? null);
  const width = log.features.length;
  const actions = log.actions.length;
  for (let first = 0; first < rowCount(log); first += CHUNK_ROWS) {
    const end = Math.min(first + CHUNK_ROWS, rowCount(log));
    yield {
      observations: log.observations.subarray(first * width, end * width),
      allowed: allowed?.subarray(first * actions, end * actions) ?? null,
      rows: Int32Array.from({ length: end - first }, (_, i) => first + i),
    };
  }
}

/** @returns [rows, actions] what a policy would do on every row */
export async function probabilitiesOn(log: LoggedRows, policy: Policy): Promise<Float64Array> {
  const actions = log.actions.length;
  const result = new Float64Array(rowCount(log) * actions);
  let first = 0;
  for (const decisions of decisionChunks(log, policy)) {
    const end = first + decisions.rows.length;
    await policy.probabilities(decisions, result.subarray(first * actions, end * actions));
    first = end;
  }
  return result;
}

/** @returns [rows, actions] values of every row, as the function has them */
export async function valuesOn(log: LoggedRows, q: QFunction): Promise<Float32Array> {
  const actions = log.actions.length;
  const result = new Float32Array(rowCount(log) * actions);
  for (const { observations, rows } of decisionChunks(log, {}))
    result.set(await q.qValues(observations), rows[0]! * actions);
  return result;
}
