/** Counts that hold this contact already: what was counted after the decision is no state of before it. */
import type { RawColumn } from '../contacts/contact-log';
import type { AuditInput } from './audit-input';
import type { Check } from './finding';
import { percent } from './words';

type NumberColumn = Extract<RawColumn, { values: Float64Array }>;

/** Share of a customer's steps that a count must follow to be one of this contact. */
const FOLLOWED = 0.99;
/** The same of the earlier contact, which a proper count follows. */
const PROPER = 0.95;

interface Steps {
  readonly steps: number;
  /** Steps where the count rises by one exactly where this row was the contact. */
  readonly own: number;
  /** Steps where it rises by one exactly where the row before was the contact. */
  readonly earlier: number;
}

function stepsOf(
  { values }: NumberColumn,
  { decisions }: AuditInput,
  isContact: (action: number) => boolean,
): Steps {
  const { next, actions } = decisions;
  let [steps, own, earlier] = [0, 0, 0];
  for (let i = 0; i < next.length; i += 1) {
    const after = next[i]!;
    if (after < 0) continue;
    const rise = values[after]! - values[i]!;
    steps += 1;
    if (rise === (isContact(actions[after]!) ? 1 : 0)) own += 1;
    if (rise === (isContact(actions[i]!) ? 1 : 0)) earlier += 1;
  }
  return { steps, own, earlier };
}

/** Of a log without histories: 0 among other actions, and never 0 where one action was logged. */
function isNeverZero({ values }: NumberColumn, { decisions, counts }: AuditInput, action: number): boolean {
  let zerosElsewhere = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] !== 0) continue;
    if (decisions.actions[i] === action) return false;
    zerosElsewhere += 1;
  }
  const others = decisions.count - counts[action]!;
  // As often as chance would have it, this action would have met dozens of zeros.
  return others > 0 && (zerosElsewhere / others) * counts[action]! >= 30;
}

/** Words of the names of columns that count contacts, whichever they are. */
const CONTACTS = /^(contact|message|mailing|touch|offer|send|sent)(s|es)?$/;

/** Whether a column is a count, or called like one of the action. */
function isCountOf({ name, kind }: NumberColumn, action: string): boolean {
  const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const own = wordsOf(action).flatMap((word) => [word, `${word}s`]);
  return kind === 'count' || wordsOf(name).some((word) => CONTACTS.test(word) || own.includes(word));
}

/**
 * Never 0 where one action was logged is also what choosing by earlier orders looks like. So it is a question, of columns
 * that are counts, and of logs alone whose rows do not follow each other: histories answer it.
 */
function mayCountThis(column: NumberColumn, index: number, input: AuditInput): string | null {
  const { log, actionRules, decisions } = input;
  // What tells actions apart without exception is no count, and a finding already.
  if (actionRules[index] !== null || decisions.next.some((after) => after >= 0)) return null;
  const action = log.actions.findIndex(
    (name, one) => one > 0 && isCountOf(column, name) && isNeverZero(column, input, one),
  );
  return action < 0 ? null : log.actions[action]!;
}

/**
 * A count of contacts that counts the one being decided gives the action away, and is not there yet when a policy has
 * to choose.
 */
export const countersOfThis: Check = (input) =>
  input.decisions.features.flatMap((column, index) => {
    if (column.kind !== 'count' && column.kind !== 'number') return [];
    const finding = { code: 'counts-this-contact', severity: 'warn' as const, lines: [] };
    const choices = [
      ...input.log.actions.map((name, action) => ({ name, is: (one: number) => one === action })).slice(1),
      { name: 'a contact', is: (one: number) => one !== 0 },
    ];
    for (const { name, is } of choices) {
      const { steps, own, earlier } = stepsOf(column, input, is);
      if (steps < input.settings.fewestUnits || own < FOLLOWED * steps || earlier >= PROPER * steps) continue;
      const message =
        `${column.name} rises by one exactly where the row itself is ${name} (${percent(own / steps)} of ${steps} steps): it ` +
        'counts this contact, which no policy knows beforehand; count the earlier ones alone';
      return [{ ...finding, values: { steps, own, earlier }, message }];
    }
    const asked = mayCountThis(column, index, input);
    if (asked === null) return [];
    const message =
      `${column.name} is never 0 where ${asked} was logged, and is elsewhere: does it count this contact, which no policy ` +
      'knows beforehand, or was the contact only for those who had one before? If it counts it, count the earlier ones alone';
    return [{ ...finding, message }];
  });
