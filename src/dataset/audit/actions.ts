/** Which actions were logged, how they are called, how often and in which order they occur. */
import { show } from '../../core/errors';
import type { ContactLog } from '../contacts/contact-log';
import type { LoggedDecisions } from '../decisions/decisions';
import type { Check } from './finding';
import { decimals, named } from './words';

/** No Action that was never logged has a value by assumption; the break-even says how much rests on it. */
export const unloggedActions: Check = ({ log, decisions, counts }) => {
  const perRow = decisions.rewards.reduce((sum, reward) => sum + reward, 0) / decisions.count;
  const contacts = counts.flatMap((count, action) =>
    count === 0 && action > 0 ? [log.actions[action]!] : [],
  );
  const noAction =
    counts[0]! > 0
      ? []
      : [
          `${log.actions[0]!} never occurs in the log: its value is an assumption; what was done brought ` +
            `${decimals(perRow)} per row, and leaving every row alone would have to bring more to be better`,
        ];
  const unlogged =
    contacts.length === 0
      ? []
      : [`${named(contacts)} never ${contacts.length === 1 ? 'occurs' : 'occur'} in the log`];
  return [...noAction, ...unlogged].map((message) => ({
    ...{ code: 'unlogged-action', severity: 'warn' as const, message, lines: [] },
    ...(message === noAction[0] && { values: { breakEven: perRow } }),
  }));
};

/** No Action that the calendar made rests on the assumption that a period without a row was a decision. */
export const madeNoAction: Check = ({ decisions: { made, count }, schema }) => {
  if (made === null) return [];
  const number = made.reduce((sum, one) => sum + one, 0);
  if (number === 0) return [];
  return [
    {
      ...{
        code: 'made-no-action',
        severity: 'note',
        lines: [],
        values: { made: number, share: number / count },
      },
      message:
        `${number} of ${count} decisions (${decimals((100 * number) / count)} %) are No Action that the calendar of ` +
        `${schema.calendar!} made of periods without a row: they are taken to have earned 0`,
    },
  ];
};

/** Equal for names that differ only in case or blanks. */
export function spellingOf(action: string): string {
  return action.toLowerCase().replace(/\s+/g, '');
}

/** Names of one action, as two programs or two people write it. */
export const similarActions: Check = ({ log: { actions } }) => {
  const spellings = new Map<string, string[]>();
  for (const action of actions) {
    const key = spellingOf(action);
    spellings.set(key, [...(spellings.get(key) ?? []), action]);
  }
  return [...spellings.values()]
    .filter((names) => names.length > 1)
    .map((names) => ({
      ...{ code: 'similar-actions', severity: 'warn' as const, lines: [], values: { names: names.length } },
      message: `${names.map(show).join(' and ')} differ only in case or blanks, and count as ${names.length} actions`,
    }));
};

/** Actions in equal numbers are made, not met: counts of contacts and cost are not the company's. */
export const balancedActions: Check = ({ counts, settings }) => {
  const logged = counts.filter((count) => count > 0);
  const [first = 0] = logged;
  if (logged.length < 2 || first < settings.fewestRows || logged.some((count) => count !== first)) return [];
  return [
    {
      ...{
        code: 'balanced-actions',
        severity: 'warn',
        lines: [],
        values: { rows: first, actions: logged.length },
      },
      message:
        `every logged action occurs exactly ${first} times (${decimals(100 / logged.length)} % each): the rows ` +
        'were chosen that way, so counts of contacts and cost are not those of the company',
    },
  ];
};

/** [m] logged actions in the order of the files, of rows alone */
function actionsInFileOrder(
  { fileOf, lines, files }: ContactLog,
  { rows, actions }: LoggedDecisions,
): number[] {
  const lengths = files.map(() => 0);
  lines.forEach((line, row) => {
    const file = fileOf?.[row] ?? 0;
    lengths[file] = Math.max(lengths[file]!, line + 1);
  });
  const starts = lengths.map((_, file) => lengths.slice(0, file).reduce((sum, length) => sum + length, 0));
  const placed = new Int32Array(lengths.reduce((sum, length) => sum + length, 0)).fill(-1);
  rows.forEach((row, i) => (placed[starts[fileOf?.[row] ?? 0]! + lines[row]!] = actions[i]!));
  return [...placed.filter((action) => action >= 0)];
}

/** Of a log without time, whose file may have any order: an order by action is made. */
export const sortedByAction: Check = ({ log, decisions, counts, settings }) => {
  const logged = counts.filter((count) => count > 0);
  if (log.times !== null || logged.length < 2 || Math.min(...logged) < settings.fewestRows) return [];
  const actions = actionsInFileOrder(log, decisions);
  const changes = actions.reduce((sum, action, i) => sum + (i > 0 && action !== actions[i - 1] ? 1 : 0), 0);
  if (changes !== logged.length - 1) return [];
  const order = [...new Set(actions)].map((action) => show(log.actions[action]));
  return [
    {
      ...{ code: 'sorted-by-action', severity: 'warn', lines: [] },
      message: `the rows are sorted by action (${order.join(', ')}): their order is not that of time, so shuffle them`,
    },
  ];
};
