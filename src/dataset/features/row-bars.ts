/** What rows by themselves, or rows and the pasts of their customers, may not be done: eligibility, opt-outs, contact rules. */
import { eligibleOf } from '../contacts/action-columns';
import { ruleNames, type ContactReaders } from '../contacts/contact-columns';
import { BarList, eligibleReasons } from '../decisions/bars';
import { compiledRules, type CellNow } from '../decisions/rules';
import type { TableSource } from '../read/table-source';
import type { LogSchema } from '../schema/log-schema';
import type { Rule } from '../schema/rule-schema';

/** Rules that ask for earlier contacts, which no single row can answer. */
export function lookBackRules({ rules = [] }: LogSchema): readonly Rule[] {
  return rules.filter((rule) => !('never' in rule));
}

/** What columns of a row say to opt-outs. */
export function cellsOf({ ruleColumns }: ContactReaders): (row: number) => CellNow {
  const columns = new Map([...ruleColumns].map(([name, reader]) => [name, ruleNames(reader)]));
  return (row) => (name) => {
    const { codes, names } = columns.get(name)!;
    return names[codes[row]!] ?? null;
  };
}

/** Bars what is not eligible. */
export function eligibleBars(
  source: TableSource,
  readers: ContactReaders,
  schema: LogSchema,
  actions: readonly string[],
): BarList {
  const eligible = eligibleOf(source, readers, schema, actions);
  const bars = new BarList(source.rows, actions.length);
  const reasons = eligibleReasons(schema, actions);
  eligible?.forEach((may, at) => {
    const action = at % actions.length;
    if (may === 0) bars.bar((at - action) / actions.length, action, reasons[action]!);
  });
  return bars;
}

/** Bars what opt-outs bar, which need no past. */
export function barOptOuts(
  bars: BarList,
  rows: number,
  readers: ContactReaders,
  schema: LogSchema,
  actions: readonly string[],
): void {
  const rules = (schema.rules ?? []).filter((rule) => 'never' in rule);
  const optOuts = compiledRules(rules, actions, schema.noAction);
  const cells = cellsOf(readers);
  for (let row = 0; optOuts.length > 0 && row < rows; row += 1)
    for (const { apply, text } of optOuts) apply(0, cells(row), (action) => bars.bar(row, action, text));
}

/** What rules that ask for a past bar where nobody knows one. */
export function unansweredBars(
  schema: LogSchema,
  actions: readonly string[],
): { readonly action: number; readonly reason: string }[] {
  return lookBackRules(schema).flatMap((rule) => {
    const names = 'atMost' in rule ? rule.of : 'notAfter' in rule ? rule.action : [];
    return compiledRules([rule], actions, schema.noAction).flatMap(({ text }) =>
      names.map((name) => ({
        action: actions.indexOf(name, 1),
        reason: `earlier contacts are not known: ${text}`,
      })),
    );
  });
}

/** Bars, in every row, the actions of rules that ask for a past that nobody knows. */
export function barUnanswered(
  bars: BarList,
  rows: number,
  schema: LogSchema,
  actions: readonly string[],
): void {
  for (const { action, reason } of unansweredBars(schema, actions))
    for (let row = 0; row < rows; row += 1) bars.bar(row, action, reason);
}
