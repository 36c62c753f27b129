/**
 * The tables of customers who are being played, as their company would have them at each moment: rows come as
 * `simulate-company` writes them into files, and stand here as `readCompany` would read them.
 */
import type { RawColumn } from '../../src/dataset/contacts/contact-log';
import type {
  Attributes,
  CompanyTables,
  Contacts,
  Events,
  Messages,
  Transactions,
} from '../../src/profiles/tables/company-tables';
import { companyColumns, consentColumns } from '../../src/runs/simulate-company/company-texts';
import {
  weekTime,
  type Chunk,
  type Rows,
  type SimulatedCompany,
} from '../../src/runs/simulate-company/company-rows';
import type { OpenWorld } from '../../src/worlds/world';

/** What tables have whoever the customers are: read from files of the same world. */
export type SharedTables = Pick<CompanyTables, 'file' | 'dayOf' | 'timeZone' | 'products' | 'contacts'>;

interface Row {
  readonly time: number;
}
interface Contact extends Row {
  readonly action: number;
  readonly opened: boolean;
  readonly clicked: boolean;
  readonly answered: boolean;
}
interface Purchase extends Row {
  readonly amount: number;
  readonly quantity: number;
  readonly product: number;
}
interface Message extends Row {
  readonly text: string;
}

/** Rows of each customer, which come in the order of time. */
class RowsByCustomer<Kind extends Row> {
  readonly #rows: readonly Kind[][];

  constructor(customers: number) {
    this.#rows = Array.from({ length: customers }, () => []);
  }

  add(customer: number, row: Kind): void {
    this.#rows[customer]!.push(row);
  }

  all(): { readonly rows: readonly Kind[]; readonly events: Events } {
    const rows = this.#rows.flat();
    const starts = new Int32Array(this.#rows.length + 1);
    this.#rows.forEach((own, customer) => (starts[customer + 1] = starts[customer]! + own.length));
    const times = Float64Array.from(rows, ({ time }) => time);
    return { rows, events: { rows: rows.length, starts, times } };
  }
}

const bytes = <Kind>(rows: readonly Kind[], of: (row: Kind) => boolean) =>
  Uint8Array.from(rows, (row) => (of(row) ? 1 : 0));

/** What the table of customers says of them: segment and consent, and since when. */
function attributesOf({ known, joined }: Chunk, world: OpenWorld): Attributes {
  const segments = known.map(([segment]) => segment!);
  const names = [...new Set(segments)];
  const consent = consentColumns(world).map((name, i): RawColumn => ({
    ...{ name, kind: 'flag' },
    values: Float64Array.from(known, (cells) => Number(cells[i + 1])),
  }));
  return {
    listed: new Uint8Array(known.length).fill(1),
    since: Float64Array.from(joined, (week) => Date.parse(weekTime(week))),
    columns: [
      {
        ...{ name: 'segment', kind: 'category', declared: false, names },
        codes: Int32Array.from(segments, (segment) => names.indexOf(segment)),
      },
      ...consent,
    ],
  };
}

export class Books implements Rows<'contacts' | 'transactions' | 'messages'> {
  readonly #shared: SharedTables;
  readonly #ids: readonly string[];
  readonly #lanes: ReadonlyMap<string, number>;
  readonly #actions: readonly string[];
  readonly #contactColumns: readonly string[];
  readonly #contacts: RowsByCustomer<Contact>;
  readonly #transactions: RowsByCustomer<Purchase>;
  readonly #messages: RowsByCustomer<Message>;
  readonly #goneAfter: Float64Array;
  /** As the table of customers has them. */
  readonly attributes: Attributes;

  /** @param shared of a company of the same world */
  constructor({ world, form }: Pick<SimulatedCompany, 'world' | 'form'>, chunk: Chunk, shared: SharedTables) {
    const count = chunk.ids.length;
    this.#shared = shared;
    this.#ids = chunk.ids;
    this.#lanes = new Map(chunk.ids.map((id, lane) => [id, lane]));
    this.#actions = world.actions;
    this.#contactColumns = companyColumns(world, form).contacts;
    this.#contacts = new RowsByCustomer(count);
    this.#transactions = new RowsByCustomer(count);
    this.#messages = new RowsByCustomer(count);
    this.#goneAfter = new Float64Array(count).fill(NaN);
    this.attributes = attributesOf(chunk, world);
  }

  readonly contacts = {
    write: (cells: readonly string[]) => {
      const cell = (name: string) => cells[this.#contactColumns.indexOf(name)]!;
      const customer = this.#lanes.get(cell('customer_id'))!;
      const time = Date.parse(cell('decided_at'));
      if (cell('gone') === '1') this.#goneAfter[customer] = time;
      const action = this.#actions.indexOf(cell('action'));
      // No Action is no contact.
      if (action === 0) return;
      const came = (name: string) => Number(cell(name)) > 0;
      const outcomes = { opened: came('opened'), clicked: came('clicked'), answered: came('bought') };
      this.#contacts.add(customer, { time, action, ...outcomes });
    },
  };

  readonly transactions = {
    write: ([id, time, product, amount, quantity]: readonly string[]) =>
      this.#transactions.add(this.#lanes.get(id!)!, {
        ...{ time: Date.parse(time!), amount: Number(amount), quantity: Number(quantity) },
        product: this.#shared.products!.names.indexOf(product!),
      }),
  };

  readonly messages = {
    write: ([id, time, text]: readonly string[]) =>
      this.#messages.add(this.#lanes.get(id!)!, { time: Date.parse(time!), text: text! }),
  };

  /** All rows so far; customers are numbered as the lanes are. */
  tables(): CompanyTables {
    const { file, dayOf, timeZone, products } = this.#shared;
    return {
      ...{ file, dayOf, timeZone, products, customers: this.#ids, attributes: this.attributes },
      ...{ transactions: this.#bought(), contacts: this.#contacted(), messages: this.#written() },
      // No profile asks for them.
      decisions: null,
      // They are written as time goes by.
      ends: { customers: null, transactions: null, contacts: null, messages: null },
    };
  }

  #bought(): Transactions {
    const { rows, events } = this.#transactions.all();
    return {
      ...events,
      amounts: Float64Array.from(rows, ({ amount }) => amount),
      quantities: Float64Array.from(rows, ({ quantity }) => quantity),
      products: Int32Array.from(rows, ({ product }) => product),
    };
  }

  #contacted(): Contacts {
    const { rows, events } = this.#contacts.all();
    const { window, actionNames } = this.#shared.contacts!;
    return {
      ...{ ...events, window, actionNames, goneAfter: this.#goneAfter.slice() },
      actions: Int32Array.from(rows, ({ action }) => action),
      came: {
        opened: bytes(rows, ({ opened }) => opened),
        clicked: bytes(rows, ({ clicked }) => clicked),
        answered: bytes(rows, ({ answered }) => answered),
      },
    };
  }

  #written(): Messages {
    const { rows, events } = this.#messages.all();
    return { ...events, texts: rows.map(({ text }) => text) };
  }
}
