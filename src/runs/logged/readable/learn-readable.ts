/** Beside a learned model: the best small decision tree, by doubly robust scores, of what the test side never sees. */
import type { SupportFilter } from '../../../agents/support-filter';
import { isNoActionAssumed, type UnloggedValues } from '../../../agents/unlogged-values';
import { pause } from '../../../core/pause';
import type { Random } from '../../../core/random';
import { reordered } from '../../../dataset/contacts/row-order';
import { selectRows, type LoggedRows } from '../../../dataset/logged-rows';
import type { Leaf } from '../../../dataset/rules/rules-schema';
import { FEWEST_UNITS } from '../../../evaluate/off-policy/folds';
import { heldBack } from '../../../evaluate/off-policy/held-back';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import { chooseDepth, type DepthRequest } from '../../../evaluate/policy-tree/choose-depth';
import { describeTree, leafIds, leavesInOrder } from '../../../evaluate/policy-tree/describe';
import type { ReadablePolicy } from '../../../evaluate/policy-tree/result';
import type { PolicyTree } from '../../../evaluate/policy-tree/tree';
import type { TreeProblem } from '../../../evaluate/policy-tree/tree-problem';
import type { QFunction } from '../../../policies/policy';
import type { Candidate } from '../learned/candidates';
import type { LearnedSettings } from '../learned/settings';
import type { Contacts, LoggedSplits } from '../loaded-log';
import { treeProblem, type KnownDecisions } from './tree-problem';
import { decisionTargets } from './targets';

/** The part of a model that says what it may do. */
export interface SupportedModel {
  readonly support: SupportFilter;
  readonly unlogged: UnloggedValues | undefined;
}

/** A tree before it is judged. */
export type GrownTree = Omit<ReadablePolicy, 'sameAsModel' | 'modelMinusReadable'>;

export interface LearnedFrom {
  readonly contacts: Contacts;
  readonly splits: LoggedSplits;
  /** Every decision of the log as a row, in order. */
  readonly all: LoggedRows;
}

/** Decisions that are not judged, but for those of whoever was left alone for certain: a rule could not have been followed. */
function openDecisions(
  { log, decisions }: Contacts,
  { train, validation }: LoggedSplits['decisions'],
): Int32Array {
  const some = Int32Array.from([...train, ...validation]).sort();
  const parts = heldBack(log, decisions, some, shapeOfHistories(log, decisions, some), 'decision');
  return parts === null ? some : reordered(some, parts.acting);
}

/** What was trained on and what chose the model, as far as it is known what came of it. */
async function knownDecisions(
  { contacts, splits, all }: LearnedFrom,
  model: QFunction,
  gamma: Candidate['gamma'],
): Promise<KnownDecisions & Required<Pick<ReadablePolicy, 'leftOut'>>> {
  const { train, validation } = splits.decisions;
  const some = openDecisions(contacts, splits.decisions);
  const targets = await decisionTargets(contacts, all, some, model, gamma);
  const places = Int32Array.from(some.keys()).filter((i) => !Number.isNaN(targets[i]!));
  const decisions = reordered(some, places);
  const leftOut = {
    unknown: some.length - decisions.length,
    heldBack: train.length + validation.length - some.length,
  };
  return { decisions, rows: selectRows(all, decisions), targets: reordered(targets, places), leftOut };
}

/** As a rules file has it: the first leaf that matches decides. */
function rulesOf(tree: PolicyTree, { columns }: TreeProblem, { log, schema }: Contacts): Leaf[] {
  const leaves = leavesInOrder(tree, columns);
  const ids = leafIds(leaves);
  return leaves.map(({ leaf, condition }, i) => ({
    id: ids[i]!,
    ...(Object.keys(condition).length > 0 && { condition }),
    weights: { [leaf.action === 0 ? schema.noAction : log.actions[leaf.action]!]: 1 },
  }));
}

const without = (reason: string) => ({ tree: null, rules: null, reason });

/**
 * @param model the policy that was learned, whose values stand for what comes after a decision
 * @param supported which actions the log supports, and what is assumed of those that it does not show, as the model has it
 * @param gamma what the next decision was worth to the model
 * @param random stream of its own
 * @param onProgress told how far the search of the tree is, as `chooseDepth` tells it
 */
export async function learnReadable(
  from: LearnedFrom,
  model: QFunction,
  { support, unlogged }: SupportedModel,
  gamma: Candidate['gamma'],
  settings: LearnedSettings,
  random: Random,
  onProgress: NonNullable<DepthRequest['onProgress']>,
): Promise<GrownTree> {
  const { contacts } = from;
  const known = await knownDecisions(from, model, gamma);
  const { units } = shapeOfHistories(contacts.log, contacts.decisions, known.decisions);
  const size = { decisions: known.decisions.length, leftOut: known.leftOut, customers: units };
  if (isNoActionAssumed(unlogged))
    return {
      ...{ ...size, columns: [], depths: [] },
      ...without('what No Action brings is assumed, and scores of what was logged tell nothing of it'),
    };
  if (units < FEWEST_UNITS)
    return {
      ...{ ...size, columns: [], depths: [] },
      ...without(`expected at least ${FEWEST_UNITS} ${support.unit}s to grow a tree on, got ${units}`),
    };
  await pause();
  const { problem, histories, folds } = treeProblem(
    contacts,
    known,
    support,
    model.charges,
    settings,
    random,
  );
  if (problem.candidates.length === 0)
    return {
      ...{ ...size, columns: [], depths: [] },
      ...without(`no action was taken by ${support.leastCustomers} ${support.unit}s or more`),
    };
  const { level } = settings.offPolicy;
  const { tree, tried } = await chooseDepth({ problem, histories, folds, level, onProgress });
  const grown = { ...size, columns: problem.columns.map(({ name }) => name), depths: tried };
  if (tree === null)
    return {
      ...grown,
      ...without('every tree so small would somewhere do what the log does not show'),
    };
  return {
    ...grown,
    tree: describeTree(tree, problem, histories, contacts.log.actions),
    rules: rulesOf(tree, problem, contacts),
    reason: null,
  };
}
