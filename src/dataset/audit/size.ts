/** How much there is: rows, and customers of each action. */
import type { LoggedDecisions } from '../decisions/decisions';
import type { Check } from './finding';
import { named } from './words';

/** Most of the audit counts rows of a kind, and would be silent about a log of a few. */
export const fewRows: Check = ({ decisions: { count }, settings: { fewestRows } }) => {
  if (count >= 2 * fewestRows) return [];
  return [
    {
      ...{ code: 'few-rows', severity: 'warn', lines: [], values: { rows: count } },
      message:
        `${count} rows are too few to look for actions in the state, states without a second action, ` +
        `and actions in equal numbers or in order: ${fewestRows} rows of each of two kinds are the fewest`,
    },
  ];
};

/** [actions] different customers who met each action */
export function customersPerAction({ units, actions, actionNames }: LoggedDecisions): number[] {
  const seen = actionNames.map(() => new Set<number>());
  actions.forEach((action, i) => seen[action]!.add(units[i]!));
  return seen.map(({ size }) => size);
}

/** An interval of a mean is trustworthy from some fifty independent units on, whatever their share of the log. */
export const rareActions: Check = ({ log, decisions, counts, settings }) => {
  if (decisions.count < 2 * settings.fewestRows) return [];
  // Without customers equal rows are kept together in a split, but may be different ones.
  const units = log.customers === null ? counts : customersPerAction(decisions);
  const rare = counts.flatMap((count, action) =>
    count > 0 && units[action]! < settings.fewestUnits ? [action] : [],
  );
  if (rare.length === 0) return [];
  rare.sort((a, b) => units[a]! - units[b]!);
  const unit = log.customers === null ? 'rows' : 'customers';
  const listed = named(rare.map((action) => `${log.actions[action]!} (${units[action]!})`));
  return [
    {
      ...{ code: 'rare-actions', severity: 'warn', lines: [] },
      message:
        `fewer than ${settings.fewestUnits} ${unit} met ${rare.length === 1 ? 'the action' : 'the actions'} ${listed}: what such an action earns is known too poorly to ` +
        'choose it; join it with another, or log more of it',
      values: { actions: rare.length, fewestUnits: units[rare[0]!]! },
    },
  ];
};

/** Without customer and time a row is a decision by itself, and nothing is said of what it leads to. */
export const unitRow: Check = ({ log }) => {
  if (log.customers !== null && log.times !== null) return [];
  const lacking = [
    ...(log.customers === null ? ['customer'] : []),
    ...(log.times === null ? ['time'] : []),
  ].join(' and ');
  const unit = log.customers === null ? '; rows count as independent of each other' : '';
  return [
    {
      ...{ code: 'one-decision', severity: 'note', lines: [] },
      message:
        `no ${lacking} column: each row is a decision by itself, so nothing can be learned of what a contact does to ` +
        `later ones${unit}; name the column in the schema if the log has it`,
    },
  ];
};
