/** Policies that a person wrote down, to be judged on a log or to judge others by. */
import { basename } from 'node:path';
import { InputError, show } from '../../core/errors';
import { leafRows, matchRules, unknownNames, type LeafRows } from '../../dataset/rules/match-rules';
import { readRules, weightedLeaves, type Rules } from '../../dataset/rules/read-rules';
import { zoneOffset } from '../../core/zone-offset';
import type { Policy } from '../../policies/policy';
import { rulesPolicy } from '../../policies/rules-file';
import type { Contacts } from './loaded-log';

export { ruleOperators } from '../../dataset/rules/rules-schema';

/** What a flag names a file by: baselines have no ending. */
export function isRulesFile(name: string): boolean {
  return /\.(json|ya?ml)$/i.test(name);
}

export interface WrittenRules {
  readonly policy: Policy;
  /** How many of the decisions judged each leaf makes. */
  readonly leaves: readonly LeafRows[];
  /** What is probably a slip, in sentences. */
  readonly remarks: readonly string[];
}

/** Before a log is read for minutes. @throws InputError for rules that cannot be read, or are none */
export function expectRules(names: readonly (string | undefined)[]): void {
  for (const name of names) if (name !== undefined && isRulesFile(name)) readRules(name);
}

/**
 * @param name in tables
 * @param some indices of the decisions that are judged
 * @throws InputError naming file, leaf and what was expected
 */
export function writtenRules(
  rules: Rules,
  name: string,
  { log, decisions, schema }: Contacts,
  some: Int32Array,
): WrittenRules {
  const columns = new Map(decisions.features.map((column) => [column.name, column]));
  const leafOf = matchRules(rules, columns, decisions.count, zoneOffset(schema.timeZone)!);
  const own = Int32Array.from(some, (decision) => leafOf[decision]!);
  const leaves = weightedLeaves(rules, log.actions, schema.noAction);
  const unknown = unknownNames(rules, columns);
  return {
    policy: rulesPolicy(name, log.actions, leaves, own),
    leaves: leafRows(leaves, own, unknown),
    remarks: unknown.map(({ leaf, text }) => `${rules.file} leaf ${show(leaf)} ${text}`),
  };
}

/** Names of rules files in tables: the file's own, or its path where two files would have one name. */
function namesOf(files: readonly string[]): string[] {
  const short = files.map((file) => basename(file));
  return new Set(short).size === files.length ? short : [...files];
}

export interface Sides<Side> {
  readonly subject: Side;
  /** @default what was done, or leaving everybody alone where that is judged */
  readonly against: Side | undefined;
}

/** What is judged and what decides, as policies or as names, and how often each leaf of their files decides. */
export interface ReadSides extends Sides<Policy | string> {
  /** By the policy's name. */
  readonly rules: Readonly<Record<string, readonly LeafRows[]>>;
  readonly remarks: readonly string[];
}

/** @throws InputError for a rules file that is wrong, or one that is held against itself */
export function readSides(
  { subject, against }: Sides<Policy | string>,
  contacts: Contacts,
  some: Int32Array,
): ReadSides {
  const isFile = (side: Policy | string | undefined) => typeof side === 'string' && isRulesFile(side);
  if (isFile(subject) && subject === against)
    throw new InputError(`--against: expected another policy than --policy, got ${show(against)} for both`);
  const files = [subject, against].filter(isFile) as string[];
  const names = namesOf(files);
  const read = new Map(
    files.map((file, i) => [file, writtenRules(readRules(file), names[i]!, contacts, some)] as const),
  );
  const sideOf = (side: Policy | string) =>
    (typeof side === 'string' ? read.get(side)?.policy : null) ?? side;
  return {
    subject: sideOf(subject),
    against: against === undefined ? undefined : sideOf(against),
    rules: Object.fromEntries([...read.values()].map(({ policy, leaves }) => [policy.name, leaves])),
    remarks: [...read.values()].flatMap(({ remarks }) => remarks),
  };
}
