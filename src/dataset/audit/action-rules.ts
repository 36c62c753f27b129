/** Rules on one feature that hold exactly where one action was logged. */
import type { RawColumn } from '../contacts/contact-log';
import type { LoggedDecisions } from '../decisions/decisions';
import { decimals, named } from './words';
import type { AuditSettings } from './settings';

export interface ActionRule {
  /** Such as `= 0`, `>= 60`, `is missing`, `is "A" or "B"`. */
  readonly rule: string;
  readonly action: number;
}

interface Counted {
  readonly decisions: LoggedDecisions;
  /** [actions] decisions by logged action */
  readonly counts: readonly number[];
  readonly settings: AuditSettings;
}

interface Range {
  low: number;
  high: number;
  missing: number;
}

type NumberColumn = Extract<RawColumn, { values: Float64Array }>;
type NameColumn = Extract<RawColumn, { kind: 'category' }>;

/** Range of a feature over the rows logged with each action: [actions] */
function featureRanges({ values }: NumberColumn, { decisions, counts }: Counted): Range[] {
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
  { decisions, counts, settings }: Counted,
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
export function actionRule(column: RawColumn, input: Counted): ActionRule | null {
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
