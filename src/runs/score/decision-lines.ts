/** Decisions as lines of CSV, put together as bytes. */
import { ByteWriter } from '../../core/byte-writer';
import { csvCell } from '../../core/csv-text';
import type { RawBatch } from '../../dataset/features/raw-batches';
import { NO_ACTION } from '../../dataset/logged-rows';
import { nameAt, needsQuotes } from '../../dataset/read/text-column';
import { propensityOf, valueOverNoAction, type Decided } from '../../decide/decide';

const NO_BYTES = Buffer.alloc(0);
const NO_BOUNDS = new Int32Array(0);
const COMMA = 0x2c;
/** Different reasons that are kept as bytes. */
const MOST_REASONS = 10_000;

/** What a file of decisions is of. */
export interface DecisionsForm {
  /** Column of the customers; null where there is none. */
  readonly customer: string | null;
  /** Names, as the log trained on has them. */
  readonly actions: readonly string[];
  /** Of actions whose value is assumed: their columns say so. */
  readonly assumed: readonly string[];
  readonly isExploring: boolean;
  readonly modelHash: string;
}

/** A column of the file, and its type as DuckDB names it. */
export interface DecisionsColumn {
  readonly name: string;
  readonly type: 'VARCHAR' | 'BIGINT' | 'DOUBLE';
}

export function decisionsColumns(form: DecisionsForm): readonly DecisionsColumn[] {
  const { customer, actions, assumed, isExploring } = form;
  const text = (name: string) => ({ name, type: 'VARCHAR' }) as const;
  const number = (name: string) => ({ name, type: 'DOUBLE' }) as const;
  return [
    ...(customer === null ? [] : [text(customer)]),
    ...[{ name: 'row', type: 'BIGINT' } as const, text('action'), number(`value over ${NO_ACTION}`)],
    ...actions.map((name) => number(`value ${name}${assumed.includes(name) ? ' (assumed)' : ''}`)),
    ...(isExploring ? [number('propensity')] : []),
    ...[text('reason'), text('model')],
  ];
}

/** Text as it stands in a file. */
const cellBytes = (text: string) => Buffer.from(csvCell(text));

export class DecisionLines {
  readonly #out = new ByteWriter(2 ** 20);
  readonly #form: DecisionsForm;
  readonly #actions: readonly Buffer[];
  /** By reason. */
  readonly #ends = new Map<string, Buffer>();

  constructor(form: DecisionsForm) {
    this.#form = form;
    this.#actions = form.actions.map(cellBytes);
  }

  header(): Buffer {
    const names = decisionsColumns(this.#form).map(({ name }) => csvCell(name));
    return Buffer.from(`${names.join(',')}\n`);
  }

  /**
   * @param reasonOf a row of the batch
   * @returns the batch's lines, in memory that the next call writes over
   */
  lines(batch: RawBatch, decided: Decided, reasonOf: (row: number) => string): Buffer {
    const out = this.#out;
    const { actions, probabilities } = decided;
    const { customers } = batch;
    const bytes = customers?.bytes ?? NO_BYTES;
    const bounds = customers?.bounds ?? NO_BOUNDS;
    out.clear();
    for (let row = 0; row < batch.rows; row += 1) {
      if (customers !== null) {
        const [from, to] = [bounds[row]!, bounds[row + 1]!];
        if (needsQuotes(bytes, from, to)) out.bytes(cellBytes(nameAt(customers, row)));
        else out.bytes(bytes, from, to);
        out.byte(COMMA);
      }
      out.whole(batch.first + row + 1);
      out.byte(COMMA);
      out.bytes(this.#actions[actions[row]!]!);
      out.byte(COMMA);
      out.number(valueOverNoAction(decided, row));
      out.byte(COMMA);
      this.#values(decided, row);
      if (probabilities !== null) {
        out.number(propensityOf(decided, row));
        out.byte(COMMA);
      }
      out.bytes(this.#end(reasonOf(row)));
    }
    return out.written();
  }

  /** Empty where an action may not be taken. */
  #values({ qValues, bars }: Decided, row: number): void {
    const count = this.#actions.length;
    for (let at = row * count; at < (row + 1) * count; at += 1) {
      if (bars === null || bars.codes[at] === 0) this.#out.number(qValues[at]!);
      this.#out.byte(COMMA);
    }
  }

  /** The reason, the model, and the line's end. */
  #end(reason: string): Buffer {
    const known = this.#ends.get(reason);
    if (known !== undefined) return known;
    const bytes = Buffer.from(`${csvCell(reason)},${csvCell(this.#form.modelHash)}\n`);
    if (this.#ends.size < MOST_REASONS) this.#ends.set(reason, bytes);
    return bytes;
  }
}
