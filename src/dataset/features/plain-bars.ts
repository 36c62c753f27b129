/** What eligibility, opt-outs and contact rules bar in a single row whose cells are plain. */
import { listedActions } from '../contacts/action-columns';
import { eligibleReasons, type BarWriter } from '../decisions/bars';
import { pastReader, type Past } from '../decisions/past';
import { compiledRules, type CellNow } from '../decisions/rules';
import { FLAG_NAMES } from '../read/contact-columns';
import { plainFlag, plainName, type CellForm } from './plain-cells';
import type { RawInputs } from './raw-inputs';
import { unansweredBars } from './row-bars';

type Row = Readonly<Record<string, unknown>>;

/** @returns whether every cell that it asks for was plain; what was barred then stands */
export type RowBarrer = (row: Row, at: number, bar: BarWriter) => boolean;

function actionIndex({ schema }: RawInputs, actions: readonly string[], name: string): number {
  return name === schema.noAction ? 0 : actions.indexOf(name, 1);
}

/** By the flag columns, or the list, that say who may be contacted how. */
export function eligibleBarrer(raw: RawInputs, actions: readonly string[], form: CellForm): RowBarrer {
  const { eligible } = raw.schema;
  const reasons = eligibleReasons(raw.schema, actions);
  if (eligible === undefined) return () => true;
  if (typeof eligible === 'string') {
    const plain = plainName(form);
    return (row, at, bar) => {
      const cell = plain(row[eligible]);
      if (cell === null) return false;
      const listed = cell === '' ? [] : listedActions(cell).map((name) => actionIndex(raw, actions, name));
      if (listed.includes(-1)) return false;
      for (let action = 1; action < actions.length; action += 1)
        if (!listed.includes(action)) bar(at, action, reasons[action]!);
      return true;
    };
  }
  const plain = plainFlag(form);
  const flags = Object.entries(eligible).map(([name, column]) => ({
    ...{ action: actionIndex(raw, actions, name), column },
  }));
  return (row, at, bar) => {
    for (const { action, column } of flags) {
      const may = plain(row[column]);
      if (may === null || action < 0) return false;
      if (may !== 1) bar(at, action, reasons[action]!);
    }
    return true;
  };
}

/** What columns of a row say to opt-outs; null where a cell is not plain. */
export function plainRuleCells({ schema }: RawInputs, form: CellForm): (row: Row) => CellNow | null {
  const asked = (schema.rules ?? []).flatMap((rule) => ('never' in rule ? Object.entries(rule.where) : []));
  const [flag, name] = [plainFlag(form), plainName(form)];
  // Of two rules that ask the same column, the last says how it is read, as of readers.
  const columns = new Map(asked.map(([column, value]) => [column, typeof value === 'boolean']));
  return (row) => {
    const cells = new Map<string, string | null>();
    for (const [column, isFlag] of columns) {
      const cell = isFlag ? flag(row[column]) : name(row[column]);
      if (cell === null) return null;
      if (typeof cell === 'string') cells.set(column, cell === '' ? null : cell);
      else cells.set(column, Number.isNaN(cell) ? null : FLAG_NAMES[cell]!);
    }
    return (column) => cells.get(column) ?? null;
  };
}

/** What is done with what is known, or not, of earlier contacts. */
export interface PastBarrer {
  /** Names of the columns made of the past, in the order of `values`. */
  readonly names: readonly string[];
  /** What `read` made of the last row's past. */
  readonly value: (column: number) => number;
  /** @param past null where nobody knows it */
  readonly read: (past: Past | null, now: number, cells: CellNow, at: number, bar: BarWriter) => void;
}

export function pastBarrer({ schema }: RawInputs, actions: readonly string[]): PastBarrer {
  const { columns, read } = pastReader(1, schema, actions);
  const values = columns.map((column) => ('values' in column ? column.values : new Float64Array(1)));
  const optOuts = compiledRules(
    (schema.rules ?? []).filter((rule) => 'never' in rule),
    actions,
    schema.noAction,
  );
  const unanswered = unansweredBars(schema, actions);
  return {
    names: columns.map(({ name }) => name),
    value: (column) => values[column]![0]!,
    read: (past, now, cells, at, bar) => {
      if (past !== null) return read(0, past, now, cells, (_row, action, reason) => bar(at, action, reason));
      for (const rule of optOuts) rule.apply(now, cells, (action) => bar(at, action, rule.text));
      for (const { action, reason } of unanswered) bar(at, action, reason);
    },
  };
}
