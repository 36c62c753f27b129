/** What was allowed at each decision, and what was done although it was not. */
import type { ContactLog } from '../contacts/contact-log';
import type { LogSchema } from '../schema/log-schema';
import { eligibleReasons, type BarWriter } from './bars';
import { compiledRules, type CompiledRule } from './rules';

/** Logged actions that a rule, or the company's own list of what is allowed, bars. */
export interface Barred {
  /** The rule in words, or `eligible`. */
  readonly by: string;
  /** Index of the decision, in order. */
  readonly decisions: Int32Array;
}

interface DecisionsInOrder {
  readonly count: number;
  readonly rows: Int32Array;
  readonly firsts: Int32Array;
  readonly times: Float64Array;
  readonly actions: Int32Array;
}

/**
 * [n, actions], or null if every action always was allowed, and who broke it.
 *
 * @param bar told what is barred and why, where somebody asks
 */
export function masksOf(
  log: ContactLog,
  schema: LogSchema,
  decisions: DecisionsInOrder,
  bar?: BarWriter,
): { readonly allowed: Uint8Array | null; readonly barred: readonly Barred[] } {
  const { rules = [], noAction } = schema;
  if (log.eligible === null && rules.length === 0) return { allowed: null, barred: [] };
  const compiled = compiledRules(rules, log.actions, noAction);
  const width = log.actions.length;
  const allowed = new Uint8Array(decisions.count * width).fill(1);
  const broken = new Map<string, number[]>();
  const note = (by: string, decision: number) => {
    const decisions = broken.get(by) ?? [];
    decisions.push(decision);
    broken.set(by, decisions);
  };
  const apply = maskWriter(log, decisions, compiled, bar);
  const eligible = eligibleReasons(schema, log.actions);
  for (let i = 0; i < decisions.count; i += 1) {
    const mask = allowed.subarray(i * width, (i + 1) * width);
    const row = decisions.rows[i]!;
    if (log.eligible !== null) mask.set(log.eligible.subarray(row * width, (row + 1) * width));
    if (bar !== undefined)
      mask.forEach((may, action) => {
        if (may === 0) bar(i, action, eligible[action]!);
      });
    const logged = decisions.actions[i]!;
    if (mask[logged] === 0) note('eligible', i);
    apply(i, mask, (rule) => note(rule.text, i));
    mask[0] = 1;
  }
  return {
    allowed,
    barred: [...broken].map(([by, list]) => ({ by, decisions: Int32Array.from(list) })),
  };
}

/** Writes what the rules bar into the mask of one decision after the other, and tells which bar what was logged. */
function maskWriter(
  { ruleColumns }: ContactLog,
  { rows, firsts, times, actions }: DecisionsInOrder,
  rules: readonly CompiledRule[],
  bar: BarWriter | undefined,
): (decision: number, mask: Uint8Array, onBroken: (rule: CompiledRule) => void) => void {
  return (i, mask, onBroken) => {
    const cell = (name: string) => {
      const column = ruleColumns.get(name)!;
      return column.names[column.codes[rows[i]!]!] ?? null;
    };
    for (const rule of rules) {
      if (firsts[i] === i) rule.reset();
      else rule.add(times[i - 1]!, actions[i - 1]!);
      let bars = false;
      rule.apply(times[i]!, cell, (action) => {
        mask[action] = 0;
        bar?.(i, action, rule.text);
        if (action === actions[i]) bars = true;
      });
      if (bars) onBroken(rule);
    }
  };
}
