/** Actions of a few rows that are probably slips of a frequent one. */
import { show } from '../../core/errors';
import { nearest } from '../../core/nearest';
import { spellingOf } from './actions';
import { rowsOf } from './audit-input';
import { linesOf, type Check } from './finding';

/** An action at least as many times as frequent as a slip of its name. */
const MORE = 10;

/** `mail 1` and `mail 2` are two of a series. */
const withoutDigits = (name: string) => name.replace(/\d+/g, '');

/** Shorter names are near each other by chance: call and mail, push and post. */
const FEWEST_LETTERS = 5;

/** A slip makes an action of its own, which the rows of the true one lack; what a schema lists is no slip. */
export const misspeltActions: Check = (input) => {
  const { decisions, counts, schema, settings, log } = input;
  if (schema.actions !== undefined) return [];
  const names = log.actions.map((name, action) => (action === 0 ? schema.noAction : name));
  return names.flatMap((name, action) => {
    const count = counts[action]!;
    if (count === 0 || count >= settings.fewestRows || name.length < FEWEST_LETTERS) return [];
    const frequent = names.filter((other, one) => {
      const isOther = spellingOf(other) !== spellingOf(name) && withoutDigits(other) !== withoutDigits(name);
      return isOther && counts[one]! >= MORE * count;
    });
    const meant = nearest(name, frequent);
    if (meant === null) return [];
    const found = [...decisions.actions.keys()].filter((i) => decisions.actions[i] === action);
    const rows = count === 1 ? '1 row' : `${count} rows`;
    return [
      {
        ...{
          code: 'misspelt-action',
          severity: 'note' as const,
          lines: linesOf(input, rowsOf(input, found)),
        },
        message:
          `${rows} of ${show(name)}, much like ${show(meant)} with ${counts[names.indexOf(meant)]!}: if it is a slip, ` +
          'correct it; listed in the schema as actions, the true names are the only ones',
        values: { rows: count },
      },
    ];
  });
};
