/** A policy that a person wrote down, to be judged on a log. */
import { matchRules } from '../../dataset/rules/match-rules';
import { readRules, weightedLeaves } from '../../dataset/rules/read-rules';
import { zoneOffset } from '../../dataset/read/times';
import type { Policy } from '../../policies/policy';
import { rulesPolicy } from '../../policies/rules-file';
import type { Contacts } from './loaded-log';

/** What `--policy` names a file by: baselines have no ending. */
export function isRulesFile(name: string): boolean {
  return /\.(json|ya?ml)$/i.test(name);
}

/**
 * @param some indices of the decisions that are judged
 * @throws InputError naming file, leaf and what was expected
 */
export function rulesSubject(file: string, { log, decisions, schema }: Contacts, some: Int32Array): Policy {
  const rules = readRules(file);
  const columns = new Map(decisions.features.map((column) => [column.name, column]));
  const leafOf = matchRules(rules, columns, decisions.count, zoneOffset(schema.timeZone)!);
  return rulesPolicy(
    'rules',
    log.actions,
    weightedLeaves(rules, log.actions, schema.noAction),
    Int32Array.from(some, (decision) => leafOf[decision]!),
  );
}
