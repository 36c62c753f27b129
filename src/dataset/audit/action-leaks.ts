/** Features that give the logged action away: made after it, or what the rule that chose it looked at. */
import type { RawColumn } from '../contacts/contact-log';
import type { AuditInput } from './audit-input';
import { lookedAt } from './audit-input';
import type { BinnedFeature } from './bins';
import { decimals, named, percent, type Check, type Finding } from './finding';

interface Range {
  low: number;
  high: number;
  missing: number;
}

type NumberColumn = Extract<RawColumn, { values: Float64Array }>;
type NameColumn = Extract<RawColumn, { kind: 'category' }>;

/** Range of a feature over the rows logged with each action: [actions] */
function featureRanges({ values }: NumberColumn, { decisions, counts }: AuditInput): Range[] {
  const ranges = counts.map(() => ({ low: Infinity, high: -Infinity, missing: 0 }));
  decisions.actions.forEach((action, i) => {
    const value = values[i]!;
    const range = ranges[action]!;
    if (Number.isNaN(value)) range.missing += 1;
    else {
      range.low = Math.min(range.low, value);
      range.high = Math.max(range.high, value);
    }
  });
  return ranges;
}

/** A rule on one feature that holds on all rows of one action and on no other row; null if there is none. */
function separatingRule(ranges: readonly Range[], action: number, counts: readonly number[]): string | null {
  const own = ranges[action]!;
  const others = ranges.filter((_, other) => other !== action);
  const missingElsewhere = others.reduce((sum, { missing }) => sum + missing, 0);
  if (own.missing === counts[action] && missingElsewhere === 0) return 'is missing';
  if (own.missing > 0) return null;
  const below = Math.max(...others.map(({ high }) => high));
  const above = Math.min(...others.map(({ low }) => low));
  if (!(own.low > below || own.high < above)) return null;
  if (below === -Infinity) return 'is there';
  if (own.low === own.high) return `= ${decimals(own.low)}`;
  return own.low > below ? `>= ${decimals(own.low)}` : `<= ${decimals(own.high)}`;
}

/** The levels that all rows of one action have and no other row; null if there are none, or as many as rows. */
function separatingLevels(
  { codes, names }: NameColumn,
  { decisions, counts, settings }: AuditInput,
  action: number,
): string | null {
  const own = new Set<number>();
  decisions.actions.forEach((one, i) => one === action && own.add(codes[i]!));
  if (counts[action]! < settings.fewestRows * own.size) return null;
  const isElsewhere = decisions.actions.some((one, i) => one !== action && own.has(codes[i]!));
  if (isElsewhere) return null;
  const levels = [...own].map((code) => (code < 0 ? 'missing' : JSON.stringify(names[code]))).sort();
  return `is ${named(levels, 3).replace(/, /g, ' or ')}`;
}

/** Prefers a rule of one value: `= 0` says more than `>= 0.2`. */
function ruleOf(column: RawColumn, input: AuditInput): { rule: string; action: number } | null {
  const { counts, decisions, settings } = input;
  const enough = (count: number) =>
    count >= settings.fewestRows && decisions.count - count >= settings.fewestRows;
  const candidates = counts.flatMap((count, action) => (enough(count) ? [action] : []));
  const ranges = column.kind === 'category' ? null : featureRanges(column, input);
  const rules = candidates.flatMap((action) => {
    const rule =
      column.kind === 'category'
        ? separatingLevels(column, input, action)
        : separatingRule(ranges!, action, counts);
    return rule === null ? [] : [{ rule, action }];
  });
  return rules.find(({ rule }) => rule.startsWith('= ')) ?? rules[0] ?? null;
}

/** Share of the errors of guessing the most frequent action that a feature removes, on the other half's counts. */
export function errorsRemoved({ codes, count: bins }: BinnedFeature, input: AuditInput): number {
  const { sample, decisions, folds, counts: all } = input;
  const actions = all.length;
  const counts = [0, 1].map(() => new Int32Array((bins + 1) * actions));
  sample.forEach((decision, i) => {
    const action = decisions.actions[decision]!;
    counts[folds[i]!]![codes[i]! * actions + action]! += 1;
    counts[folds[i]!]![bins * actions + action]! += 1;
  });
  const guesses = counts.map((one) =>
    Int32Array.from({ length: bins + 1 }, (_, bin) => {
      const row = one.subarray(bin * actions, (bin + 1) * actions);
      return row.indexOf(row.reduce((a, b) => Math.max(a, b), 0));
    }),
  );
  let missed = 0;
  let missedWithout = 0;
  sample.forEach((decision, i) => {
    const action = decisions.actions[decision]!;
    const others = guesses[1 - folds[i]!]!;
    if (others[codes[i]!] !== action) missed += 1;
    if (others[bins] !== action) missedWithout += 1;
  });
  return missedWithout < input.settings.fewestRows ? 0 : 1 - missed / missedWithout;
}

/**
 * A feature from which the action can be read: by a rule without exception, or by nearly every row's bin. It was made
 * after the contact, or the company chose by it alone; either way no second action was ever tried beside it.
 */
export const actionInState: Check = (input): Finding[] =>
  input.decisions.features.flatMap((column, index): Finding[] => {
    const best = ruleOf(column, input);
    if (best !== null) {
      return [
        {
          ...{ code: 'action-in-state', severity: 'block', lines: [] },
          message:
            `${column.name} ${best.rule} exactly where ${input.log.actions[best.action]!} was logged: the state contains the ` +
            'logged action, so a model can repeat the log without learning what pays',
        },
      ];
    }
    const share = errorsRemoved(input.bins[index]!, input);
    if (share < input.settings.actionLeakShare) return [];
    return [
      {
        ...{ code: 'action-in-state', severity: 'block', lines: [], values: { errorsRemoved: share } },
        message:
          `${column.name} alone tells the logged action, but for ${percent(1 - share)} of the errors of a blind guess` +
          `${lookedAt(input)}: it was made after the contact, or decided it; leave it out, or compare no other action`,
      },
    ];
  });
