/**
 * A company's tables as columns. Customers are numbered by their names, in order of code units, over all tables; rows of
 * one customer stand together and in the order of time, so that what was known at a moment is the beginning of them.
 */
import type { RawColumn } from '../../dataset/contacts/contact-log';

/** Rows of something that happened. */
export interface Events {
  readonly rows: number;
  /** [customers + 1] where the rows of each customer begin, and those of the last one end */
  readonly starts: Int32Array;
  /** [rows] milliseconds since 1970 in UTC; rising within a customer */
  readonly times: Float64Array;
}

export interface Transactions extends Events {
  /** [rows] currency of the company; below 0 where money went back */
  readonly amounts: Float64Array;
  /** [rows]; null where the company names no such column */
  readonly quantities: Float64Array | null;
  /** [rows] index into `products.names`; null where the company names no such column */
  readonly products: Int32Array | null;
}

/** Outcomes of contacts that profiles count. */
export const answers = ['opened', 'clicked', 'answered'] as const;
export type Answer = (typeof answers)[number];

/** Contacts alone: what the log calls No Action is no row here. */
export interface Contacts extends Events {
  /** [rows] index into `actions` */
  readonly actions: Int32Array;
  /** Names as the log has them; index 0 is No Action. */
  readonly actionNames: readonly string[];
  /** [rows] 1 where it came, else 0; each null where the company names no such outcome */
  readonly came: Readonly<Record<Answer, Uint8Array | null>>;
  /** [customers] first decision, contact or not, after which the log calls the customer gone; NaN of all others; null where it says of nobody */
  readonly goneAfter: Float64Array | null;
  /** Milliseconds after a contact until what came of it is known; 0 where no outcome is named. */
  readonly window: number;
}

/** All rows of the contact log, No Action too: the arms of what was tried. */
export interface Decisions extends Events {
  /** [rows] index into `actionNames` */
  readonly actions: Int32Array;
  /** Names as the log has them; index 0 is No Action. */
  readonly actionNames: readonly string[];
  /** [rows] probability of what was done; null where the log does not say it */
  readonly propensities: Float64Array | null;
  /** [rows, actions] 1 where the company allowed it; null where everything always was */
  readonly allowed: Uint8Array | null;
  /** [rows] cost of what was done, NaN where it is missing; null where the log does not say it */
  readonly costs: Float64Array | null;
  /** As of contacts. */
  readonly came: Contacts['came'];
  readonly window: number;
}

export interface Messages extends Events {
  /** [rows] */
  readonly texts: readonly string[];
}

/** What is bought, by names in order of code units. */
export interface Products {
  readonly names: readonly string[];
  /** Whether a table lists them; else they are those that transactions name, whenever. */
  readonly isListed: boolean;
  /** What shares are taken of: categories where the company names them, else the products. */
  readonly groups: readonly string[];
  /** [products] index into `groups` */
  readonly groupOf: Int32Array;
}

/** What the table of customers says. */
export interface Attributes {
  /** [customers] 1 where the table has the customer */
  readonly listed: Uint8Array;
  /** [customers] milliseconds since 1970 in UTC; NaN where nothing is known; null where no such column is named */
  readonly since: Float64Array | null;
  /** [customers] each, lacking everything of whoever is not listed */
  readonly columns: readonly RawColumn[];
}

/** Tables of what happened. */
export const eventTables = ['transactions', 'contacts', 'messages'] as const;
export type EventTable = (typeof eventTables)[number];

/** Tables that company.yaml may state an end of. */
export const endingTables = ['customers', ...eventTables] as const;
/** All but products, of which everything is known always. */
export type EndingTable = (typeof endingTables)[number];

export interface TableEnd {
  /** Milliseconds since 1970 in UTC: what happened at it, or later, is not in the table; -Infinity of an empty one. */
  readonly moment: number;
  /** Whether company.yaml states it. */
  readonly isStated: boolean;
}

/** null of a table that is not there; of customers also where nothing is stated: what is known of them has no date. */
export type TableEnds = Readonly<Record<EndingTable, TableEnd | null>>;

export interface CompanyTables {
  /** company.yaml, for messages. */
  readonly file: string;
  /** [customers] names */
  readonly customers: readonly string[];
  /** Number of the day on which a time lies, by the clocks of the company; days are numbered without gaps. */
  readonly dayOf: (time: number) => number;
  readonly timeZone: string;
  /** Until when each table is known. */
  readonly ends: TableEnds;
  readonly attributes: Attributes | null;
  readonly transactions: Transactions | null;
  readonly contacts: Contacts | null;
  /** There where contacts are. */
  readonly decisions: Decisions | null;
  readonly messages: Messages | null;
  readonly products: Products | null;
}
