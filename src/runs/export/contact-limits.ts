/** What must be checked before anybody is contacted and stands in no leaf of the readable policy: consent and contact rules. */
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { Rule } from '../../dataset/schema/rule-schema';

type Schema = RawInputs['schema'];

export const NOTICE =
  'The leaves do not know who may be contacted: eligibility, opt-outs and contact rules must be checked before a variation is taken. ' +
  'The value of this policy holds with what is forbidden taken out: the weights of what is left are divided by their sum, and where none is left the first variation that is allowed is taken.';

function ruleText(rule: Rule): string {
  if ('never' in rule) {
    const where = Object.entries(rule.where).map(([column, value]) => `${column} is ${String(value)}`);
    return `opt-out: not where ${where.join(' and ')}`;
  }
  if ('atMost' in rule)
    return `contact rule: at most ${rule.atMost} of ${rule.of.join(', ')} within ${rule.within}`;
  return `contact rule: not after ${rule.notAfter}${rule.within === undefined ? '' : ` within ${rule.within}`}`;
}

function actionsOf(rule: Rule): readonly string[] {
  if ('never' in rule) return rule.never;
  return 'atMost' in rule ? rule.of : rule.action;
}

function eligibleText(eligible: Schema['eligible'], action: string): string[] {
  if (eligible === undefined) return [];
  if (typeof eligible === 'string') return [`eligible: only where the list in ${eligible} has it`];
  return Object.hasOwn(eligible, action) ? [`eligible: only where ${eligible[action]!} says yes`] : [];
}

/** By contact, what the schema declares; an empty list where it declares nothing. */
export function contactLimits(
  actions: readonly string[],
  schema: Schema | undefined,
): Readonly<Record<string, readonly string[]>> {
  const limits = (action: string) => [
    ...eligibleText(schema?.eligible, action),
    ...(schema?.rules ?? []).filter((rule) => actionsOf(rule).includes(action)).map(ruleText),
  ];
  return Object.fromEntries(actions.slice(1).map((action) => [action, limits(action)]));
}

/** The same as a sentence each. */
export function contactLimitLines(actions: readonly string[], schema: Schema | undefined): string[] {
  return Object.entries(contactLimits(actions, schema)).map(
    ([action, limits]) =>
      `${action}: ${limits.join('; ') || 'the schema declares nothing, so whoever serves it has to know who may get it'}.`,
  );
}
