/** Features that give the logged action away: made after it, or what the rule that chose it looked at. */
import type { AuditInput } from './audit-input';
import { lookedAt } from './audit-input';
import type { BinnedFeature } from './bins';
import type { Check, Finding } from './finding';
import { percent } from './words';

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
    const best = input.actionRules[index]!;
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
