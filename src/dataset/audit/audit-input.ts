/** What every check of the audit reads: the log, its decisions, and what several checks would count again. */
import { Random } from '../../core/random';
import type { ContactLog, RawColumn } from '../contacts/contact-log';
import { RowHashes } from '../contacts/row-hashes';
import { reordered } from '../contacts/row-order';
import type { LoggedDecisions } from '../decisions/decisions';
import type { LogSchema } from '../schema/log-schema';
import { actionRule, type ActionRule } from './action-rules';
import { binned, binsOfEach, type BinnedFeature } from './bins';
import type { AuditSettings } from './settings';

export interface AuditInput {
  readonly log: ContactLog;
  readonly decisions: LoggedDecisions;
  readonly schema: LogSchema;
  readonly settings: AuditSettings;
  /** `rows`, or `decisions` where the calendar made some. */
  readonly what: 'rows' | 'decisions';
  /** [actions] decisions by logged action */
  readonly counts: readonly number[];
  /** [n] state of each decision, equal where every feature is, 0, 1, ... in order of appearance */
  readonly stateOf: Int32Array;
  readonly stateCount: number;
  /** [features] the rule by which each gives an action away; null where there is none */
  readonly actionRules: readonly (ActionRule | null)[];
  /**
   * [n] what is independent of each other: customers, whose decisions follow each other, or single rows where no column
   * says who
   */
  readonly independent: Int32Array;
  /** [n] decisions of the company's own that each stands for, where the log kept a part of its rows */
  readonly weights: Float64Array;
  /** [m] decisions that models look at, ascending */
  readonly sample: Int32Array;
  /** Features in bins, [m] each. */
  readonly bins: readonly BinnedFeature[];
  /** [m] 0 or 1: the half that a decision of the sample is judged in; a customer's are in one */
  readonly folds: Uint8Array;
}

/** [n] numbers in order of first appearance */
export function numbered(keys: Float64Array): { readonly of: Int32Array; readonly count: number } {
  const known = new Map<number, number>();
  const of = Int32Array.from(keys, (key) => {
    const number = known.get(key) ?? known.size;
    if (number === known.size) known.set(key, number);
    return number;
  });
  return { of, count: known.size };
}

/** [n] equal where all features are */
function stateKeys(features: readonly RawColumn[], count: number): Float64Array {
  const hashes = new RowHashes(count);
  for (const column of features) {
    if (column.kind === 'category') hashes.addNames(column);
    // Adding 0 makes -0 a 0.
    else hashes.addNumbers(column.values.map((value) => value + 0));
  }
  return hashes.hashes();
}

/** Draws `size` of `count` numbers, ascending (Knuth, The Art of Computer Programming 2, Algorithm S). */
function drawn(count: number, size: number, seed: number): Int32Array {
  if (count <= size) return Int32Array.from({ length: count }, (_, i) => i);
  const random = Random.fromSeed(seed).fork('audit');
  const result = new Int32Array(size);
  let chosen = 0;
  for (let i = 0; chosen < size; i += 1) {
    if ((count - i) * random.uniform() >= size - chosen) continue;
    result[chosen] = i;
    chosen += 1;
  }
  return result;
}

/** Rows without a customer may be of different ones even where they are equal. */
function independentOf({ customers }: ContactLog, { rows }: LoggedDecisions): Int32Array {
  return rows.map((row, i) => (customers === null ? i : customers.codes[row]!));
}

/** [n] decisions that each stands for; one that the calendar made was not drawn with the rows */
export function weightsOf({ weights }: ContactLog, { rows, made }: LoggedDecisions): Float64Array {
  return Float64Array.from(rows, (row, i) => (weights === null || made?.[i] === 1 ? 1 : weights[row]!));
}

export function auditInput(
  log: ContactLog,
  decisions: LoggedDecisions,
  schema: LogSchema,
  settings: AuditSettings,
): AuditInput {
  const { count, actions, features, units } = decisions;
  const counts = log.actions.map(() => 0);
  for (const action of actions) counts[action]! += 1;
  const { of: stateOf, count: stateCount } = numbered(stateKeys(features, count));
  const sample = drawn(count, settings.modelRows, settings.seed);
  return {
    ...{ log, decisions, schema, settings, counts, stateOf, stateCount, sample },
    ...{ independent: independentOf(log, decisions), weights: weightsOf(log, decisions) },
    actionRules: features.map((column) => actionRule(column, { decisions, counts, settings })),
    what: decisions.made === null ? 'rows' : 'decisions',
    bins: features.map((column) => binned(column, sample, decisions.times, binsOfEach(features.length))),
    folds: Uint8Array.from(reordered(units, sample), (unit) => unit % 2),
  };
}

/** The row of the log that a decision is shown by. */
export function rowsOf({ decisions }: AuditInput, indices: Iterable<number>): number[] {
  return Array.from(indices, (i) => decisions.rows[i]!);
}

/** How many of the decisions models looked at, for their messages; nothing where they saw all. */
export function lookedAt({ sample, decisions }: AuditInput): string {
  return sample.length < decisions.count ? ` (seen in a sample of ${sample.length})` : '';
}
