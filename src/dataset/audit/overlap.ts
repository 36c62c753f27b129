/** Whether equal states show that other actions were tried there too. */
import type { Check, Finding } from './finding';
import { percent } from './words';
import type { AuditInput } from './audit-input';

interface StateCounts {
  /** Different states. */
  readonly distinct: number;
  /** States that occur more than once. */
  readonly repeated: number;
  /** States that occur with more than one action. */
  readonly shared: number;
  /** Rows in states that occur often. */
  readonly oftenRows: number;
  /** Those of them in states with one action alone. */
  readonly oneActionRows: number;
}

function stateCounts({ stateOf, stateCount, decisions, settings }: AuditInput): StateCounts {
  const actionOf = new Int32Array(stateCount).fill(-1);
  const visits = new Int32Array(stateCount);
  const isShared = new Uint8Array(stateCount);
  stateOf.forEach((state, i) => {
    const action = decisions.actions[i]!;
    if (visits[state]! > 0 && actionOf[state] !== action) isShared[state] = 1;
    actionOf[state] = action;
    visits[state]! += 1;
  });
  const often = Array.from(visits.keys()).filter((state) => visits[state]! >= settings.fewestRows);
  const rowsIn = (states: readonly number[]) => states.reduce((sum, state) => sum + visits[state]!, 0);
  return {
    distinct: stateCount,
    repeated: visits.reduce((states, times) => states + (times > 1 ? 1 : 0), 0),
    shared: isShared.reduce((sum, one) => sum + one, 0),
    oftenRows: rowsIn(often),
    oneActionRows: rowsIn(often.filter((state) => isShared[state] === 0)),
  };
}

/** With continuous features hardly a state comes twice; the few that do say nothing about overlap. */
function noRepeatedStates(
  { log, decisions, what }: AuditInput,
  { distinct, repeated }: StateCounts,
): Finding {
  const total = `${decisions.count} ${what}`;
  const found =
    repeated === 0
      ? `no state occurs twice (${total}, ${distinct} different states)`
      : `hardly a state occurs twice (${total}, ${distinct} different states, ${repeated} of which occur again)`;
  return {
    // Probabilities that the log gives say what equal states cannot.
    ...{ code: 'no-repeated-states', severity: log.propensities === null ? 'warn' : 'note', lines: [] },
    message: `${found}: whether another action was ever tried in the same situation cannot be read from equal states`,
    values: { states: distinct, repeated },
  };
}

/**
 * Only where two actions were tried in one situation does a log show what the other would have earned.
 *
 * @see Rosenbaum & Rubin (1983), The central role of the propensity score, https://doi.org/10.1093/biomet/70.1.41
 */
export const overlap: Check = (input) => {
  const { decisions, counts, settings } = input;
  const total = decisions.count;
  if (counts.filter((count) => count > 0).length < 2 || total < 2 * settings.fewestRows) return [];
  const states = stateCounts(input);
  const { distinct, repeated, shared, oftenRows, oneActionRows } = states;
  if (distinct >= settings.ownStateShare * total) return [noRepeatedStates(input, states)];
  if (shared === 0) {
    return [
      {
        ...{ code: 'no-overlap', severity: 'warn', lines: [], values: { states: distinct, repeated } },
        message:
          `no state occurs with more than one action (0 of ${distinct} different states, ${repeated} of which occur ` +
          'again): the log does not show what another action would have earned',
      },
    ];
  }
  const share = oftenRows === 0 ? 0 : oneActionRows / oftenRows;
  if (share < settings.oneActionShare) return [];
  return [
    {
      ...{ code: 'little-overlap', severity: 'warn', lines: [], values: { oneActionRows, oftenRows } },
      message:
        `of ${oftenRows} ${input.what} in states that occur at least ${settings.fewestRows} times, ${oneActionRows} ` +
        `(${percent(share)}) are in states that saw one action alone: there the log does not show what another would have earned`,
    },
  ];
};
