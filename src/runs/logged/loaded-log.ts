/** A log once it is read, as rows to train on and to judge on: published rows as they are, a company's encoded. */
import { audit } from '../../dataset/audit/audit';
import type { Finding } from '../../dataset/audit/finding';
import { contactLogOf } from '../../dataset/audit/logged-rows-log';
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { tablePlace } from '../../dataset/read/read-table';
import type { LoggedDecisions } from '../../dataset/decisions/decisions';
import { splitDecisions, type SplitRequest } from '../../dataset/decisions/split-decisions';
import { encodeFeatures } from '../../dataset/features/encode-features';
import { featureNames, type FittedFeatures } from '../../dataset/features/fitted-features';
import { fitFeatures } from '../../dataset/features/fit-features';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { LoadedRows } from '../../dataset/load-logged-rows';
import { rowCount, selectRows, type LoggedRows } from '../../dataset/logged-rows';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { splitRows } from '../../dataset/split';
import type { LoggedSettings } from './settings';

type SplitSettings = LoggedSettings['split'];

export interface LoggedSplits {
  readonly all: LoggedRows;
  readonly train: LoggedRows;
  readonly test: LoggedRows;
  /** How raw columns became what the network sees; null for rows that hold their state ready made. */
  readonly raw: RawInputs | null;
  /** Decisions on neither side: those to choose among models by, and those between two sides. */
  readonly unused: number;
}

/** A company's log and what was made of it. */
export interface Contacts {
  readonly log: ContactLog;
  readonly decisions: LoggedDecisions;
  readonly schema: LogSchema;
}

export interface LoadedLog {
  /** SHA-256 of the bytes read, hexadecimal. */
  readonly dataHash: string;
  /** What the audit looks at. */
  readonly contacts: Contacts;
  /** Decisions, before they are split. */
  readonly count: number;
  /**
   * @param raw an earlier fit to encode by. @default a fit on the rows trained on
   * @throws InputError if there are too few rows for either side to have one
   */
  split(settings: SplitSettings, raw?: RawInputs | null): LoggedSplits;
  /** What limits what can be concluded. */
  audit(settings: Pick<LoggedSettings, 'audit' | 'shaping'>): Finding[];
  /** All decisions. @param raw an earlier fit; null where the rows hold their state ready made, or nobody looks at it */
  rows(raw: RawInputs | null): LoggedRows;
}

function auditOf(
  { log, decisions, schema }: Contacts,
  { audit: thresholds, shaping: { noActionReward } }: Pick<LoggedSettings, 'audit' | 'shaping'>,
): Finding[] {
  return audit(log, decisions, schema, { ...thresholds, noActionReward });
}

/** Rows of the published form: split in the order of the file, as the published study does. */
export function studyLog({ rows, dataHash }: LoadedRows): LoadedLog {
  const contacts = contactLogOf(rows);
  return {
    ...{ dataHash, contacts, count: rowCount(rows), rows: () => rows },
    audit: (settings) => auditOf(contacts, settings),
    split: ({ testShare, seed }) => {
      const { train, test } = splitRows(rowCount(rows), testShare, seed);
      return {
        all: rows,
        train: selectRows(rows, train),
        test: selectRows(rows, test),
        raw: null,
        unused: 0,
      };
    },
  };
}

function splitRequest({ split, customer }: LogSchema, { testShare, seed }: SplitSettings): SplitRequest {
  return split ?? { by: customer === undefined ? 'row' : 'customer', test: testShare, validation: 0, seed };
}

/** What was done could be done, also where a rule bars it: the audit names such rows. */
function withLogged(allowed: Uint8Array, actions: Int32Array, width: number): Uint8Array {
  const opened = allowed.slice();
  actions.forEach((action, i) => (opened[i * width + action] = 1));
  return opened;
}

/** Decisions as rows whose state is encoded. */
function encodedRows({ log, decisions }: Contacts, features: FittedFeatures): LoggedRows {
  const table = new Map(decisions.features.map((column) => [column.name, column]));
  const all = Int32Array.from(decisions.rows.keys());
  const place = (decision: number) => tablePlace(log, decisions.rows[decision]!);
  return {
    features: featureNames(features),
    actions: log.actions,
    actionCosts: log.actionCosts,
    observations: encodeFeatures(features, table, all, decisions.times, place),
    loggedActions: decisions.actions,
    rewards: decisions.rewards,
    lines: Int32Array.from(decisions.rows, (row) => log.lines[row]!),
    ...(decisions.allowed !== null && {
      allowed: withLogged(decisions.allowed, decisions.actions, log.actions.length),
    }),
  };
}

/** A company's log: decisions split by what its schema says, features fitted on those trained on. */
export function companyLog(contacts: Contacts): LoadedLog {
  const { log, decisions, schema } = contacts;
  return {
    ...{ dataHash: log.dataHash, contacts, count: decisions.count },
    audit: (settings) => auditOf(contacts, settings),
    rows: (raw) => encodedRows(contacts, raw?.features ?? []),
    split: (settings, raw) => {
      const { train, test } = splitDecisions(decisions, splitRequest(schema, settings), schema);
      const fitted = raw ?? { schema, features: fitFeatures(decisions.features, train, decisions.times) };
      const all = encodedRows(contacts, fitted.features);
      return {
        ...{ all, train: selectRows(all, train), test: selectRows(all, test), raw: fitted },
        unused: decisions.count - train.length - test.length,
      };
    },
  };
}
