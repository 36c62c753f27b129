/**
 * Contact rules as masks: what a customer's own past allows now. Training, judging and predicting ask these, so that
 * they cannot differ; single rows, which know no past, are asked for opt-outs alone, and `predict` says so.
 */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { FLAG_NAMES } from '../read/contact-columns';
import { milliseconds } from '../schema/lengths-of-time';
import type { Rule } from '../schema/rule-schema';

/** The cell of a column that an opt-out asks for, now; null where missing. */
export type CellNow = (column: string) => string | null;

/** One rule, which follows a customer from the first decision to the last. */
export interface CompiledRule {
  /** The rule in words. */
  readonly text: string;
  /** Another customer begins. */
  readonly reset: () => void;
  /** @param time milliseconds, never less than before */
  readonly add: (time: number, action: number) => void;
  /** @param bar called for each action that may not be taken now */
  readonly apply: (now: number, cell: CellNow, bar: (action: number) => void) => void;
}

type Follow = Omit<CompiledRule, 'text'>;

function actionIndices(
  place: string,
  names: readonly string[],
  actions: readonly string[],
  noAction: string,
): number[] {
  return names.map((name) => {
    const index = actions.indexOf(name, 1);
    if (index >= 0) return index;
    if (name === noAction || name === actions[0]) {
      throw new InputError(
        `${place}: expected contacts, got ${show(name)}: a customer may always be left alone`,
      );
    }
    const known = actions.slice(1).map(show).join(', ');
    const hint = didYouMean(name, actions.slice(1));
    throw new InputError(`${place}: expected actions (${known}), got ${show(name)}${hint}`);
  });
}

/** At most so many contacts within a window that ends with this decision, this one included. */
function cap(atMost: number, of: readonly number[], within: number): Follow {
  let times: number[] = [];
  // Of the contacts so far, the first that is still inside the window.
  let first = 0;
  return {
    reset: () => {
      times = [];
      first = 0;
    },
    add: (time, action) => {
      if (of.includes(action)) times.push(time);
    },
    apply: (now, _cell, bar) => {
      while (first < times.length && times[first]! <= now - within) first += 1;
      if (times.length - first >= atMost) of.forEach(bar);
    },
  };
}

function coolDown(after: number, barred: readonly number[], within: number): Follow {
  let last = -Infinity;
  return {
    reset: () => {
      last = -Infinity;
    },
    add: (time, action) => {
      if (action === after) last = time;
    },
    apply: (now, _cell, bar) => {
      // Without `within` the window has no end: a contact long ago still bars.
      if (last > now - within || (within === Infinity && last > -Infinity)) barred.forEach(bar);
    },
  };
}

const [, YES] = FLAG_NAMES;

function matches(cell: string | null, value: boolean | number | string): boolean {
  // Whether a customer opted out is not known: nobody is contacted on a guess.
  if (typeof value === 'boolean') return cell === null || (cell === YES) === value;
  if (cell === null) return false;
  return typeof value === 'number' ? Number(cell) === value : cell === value;
}

function optOut(
  barred: readonly number[],
  where: Readonly<Record<string, boolean | number | string>>,
): Follow {
  const conditions = Object.entries(where);
  return {
    reset: () => undefined,
    add: () => undefined,
    apply: (_now, cell, bar) => {
      if (conditions.every(([column, value]) => matches(cell(column), value))) barred.forEach(bar);
    },
  };
}

/**
 * @param actions names by index; index 0 is No Action
 * @param noAction how the log calls it
 * @throws InputError for a name that is no contact
 */
export function compiledRules(
  rules: readonly Rule[],
  actions: readonly string[],
  noAction: string,
): CompiledRule[] {
  return rules.map((rule, i): CompiledRule => {
    const indices = (names: readonly string[]) =>
      actionIndices(`schema rules.${i}`, names, actions, noAction);
    if ('atMost' in rule) {
      const text = `at most ${rule.atMost} of ${rule.of.join(', ')} within ${rule.within}`;
      return { text, ...cap(rule.atMost, indices(rule.of), milliseconds(rule.within)) };
    }
    if ('notAfter' in rule) {
      const { notAfter, action, within } = rule;
      const text = `no ${action.join(', ')} after ${notAfter}${within === undefined ? '' : ` within ${within}`}`;
      const span = within === undefined ? Infinity : milliseconds(within);
      return { text, ...coolDown(indices([notAfter])[0]!, indices(action), span) };
    }
    const text = `never ${rule.never.join(', ')} where ${Object.entries(rule.where)
      .map(([key, value]) => `${key} is ${String(value)}`)
      .join(' and ')}`;
    return { text, ...optOut(indices(rule.never), rule.where) };
  });
}
