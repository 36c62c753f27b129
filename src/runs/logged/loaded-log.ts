/** A log once it is read, as rows to train on and to judge on: published rows as they are, a company's encoded. */
import { audit } from '../../dataset/audit/audit';
import type { Finding } from '../../dataset/audit/finding';
import { contactLogOf } from '../../dataset/audit/logged-rows-log';
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { logHashOf } from '../../dataset/contacts/log-hash';
import { reordered } from '../../dataset/contacts/row-order';
import { tablePlace } from '../../dataset/read/read-table';
import type { LoggedDecisions } from '../../dataset/decisions/decisions';
import { splitDecisions, type SplitRequest } from '../../dataset/decisions/split-decisions';
import { encodeFeatures } from '../../dataset/features/encode-features';
import { featureNames } from '../../dataset/features/feature-names';
import type { FittedFeatures } from '../../dataset/features/fitted-features';
import { fitFeatures } from '../../dataset/features/fit-features';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { LoadedRows } from '../../dataset/load-logged-rows';
import { rowCount, selectRows, type LoggedRows } from '../../dataset/logged-rows';
import type { LogSchema } from '../../dataset/schema/log-schema';
import { splitRows } from '../../dataset/split';
import type { LoggedSettings } from './settings';

export interface SplitSettings {
  readonly testShare: number;
  /** Share that chooses among models. @default 0 */
  readonly validationShare?: number;
  readonly seed: number;
}

export interface LoggedSplits {
  /** Made at every call: beside those trained on it would take the memory twice while training lasts. */
  readonly all: () => LoggedRows;
  readonly train: LoggedRows;
  readonly test: LoggedRows;
  /** Made when they are asked for: a training that chooses by its own rows needs none. */
  readonly validation: () => LoggedRows;
  /** Which decisions the rows of each side are, in their order. */
  readonly decisions: {
    readonly train: Int32Array;
    readonly validation: Int32Array;
    readonly test: Int32Array;
  };
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
  /** The same of the log as it was before `enrich` added columns to it. */
  readonly logHash: string;
  /** What the audit looks at. */
  readonly contacts: Contacts;
  /** Decisions, before they are split. */
  readonly count: number;
  /**
   * @param raw an earlier fit to encode by. @default a fit on the rows trained on
   * @throws InputError if there are too few rows for either side to have one
   */
  split(settings: SplitSettings, raw?: RawInputs | null): LoggedSplits;
  /** Which decisions `split` trains and judges on, without encoding any. @throws as `split` does */
  sides(settings: SplitSettings): Omit<LoggedSplits['decisions'], 'validation'>;
  /** What limits what can be concluded. */
  audit(settings: Pick<LoggedSettings, 'audit' | 'shaping'>): Finding[];
  /** All decisions. @param raw an earlier fit; null for a fit on all of them, where no model asks for another */
  rows(raw: RawInputs | null): LoggedRows;
}

function auditOf(
  { log, decisions, schema }: Contacts,
  { audit: thresholds, shaping: { noActionReward } }: Pick<LoggedSettings, 'audit' | 'shaping'>,
): Finding[] {
  return audit(log, decisions, schema, { ...thresholds, noActionReward });
}

/** In the order of the file, as the published study does. */
function studySides(
  count: number,
  { testShare, validationShare = 0, seed }: SplitSettings,
): LoggedSplits['decisions'] {
  const { train: others, test } = splitRows(count, testShare, seed);
  // In random order already.
  const held = Math.min(others.length - 1, Math.ceil(validationShare * count));
  return { train: others.subarray(held), validation: others.subarray(0, held), test };
}

/** Rows of the published form. */
export function studyLog({ rows, dataHash }: LoadedRows): LoadedLog {
  const contacts = contactLogOf(rows);
  return {
    ...{ dataHash, logHash: dataHash, contacts, count: rowCount(rows), rows: () => rows },
    audit: (settings) => auditOf(contacts, settings),
    sides: (settings) => studySides(rowCount(rows), settings),
    split: (settings) => {
      const { train, validation, test } = studySides(rowCount(rows), settings);
      return {
        all: () => rows,
        train: selectRows(rows, train),
        test: selectRows(rows, test),
        validation: () => selectRows(rows, validation),
        decisions: { train, validation, test },
        raw: null,
        unused: 0,
      };
    },
  };
}

/** What the schema says of the split counts, but that a validation is needed where models are chosen. */
function splitRequest(
  { split, customer }: LogSchema,
  { testShare, validationShare = 0, seed }: SplitSettings,
): SplitRequest {
  const by = customer === undefined ? 'row' : 'customer';
  if (split === undefined) return { by, test: testShare, validation: validationShare, seed };
  return split.validation > 0 ? split : { ...split, validation: validationShare };
}

/** Some decisions as rows whose state is encoded. @param some indices of decisions, in their order */
function encodedRows({ log, decisions }: Contacts, features: FittedFeatures, some: Int32Array): LoggedRows {
  const table = new Map(decisions.features.map((column) => [column.name, column]));
  const place = (decision: number) => tablePlace(log, decisions.rows[decision]!);
  const loggedActions = reordered(decisions.actions, some);
  const width = log.actions.length;
  return {
    features: featureNames(features),
    actions: log.actions,
    actionCosts: log.actionCosts,
    observations: encodeFeatures(features, table, some, decisions.times, place),
    loggedActions,
    rewards: reordered(decisions.rewards, some),
    lines: reordered(log.lines, reordered(decisions.rows, some)),
    ...(decisions.allowed !== null && { allowed: reordered(decisions.allowed, some, width) }),
  };
}

/** [n] 0, 1, 2, ... */
export function everyDecision({ decisions }: Pick<Contacts, 'decisions'>): Int32Array {
  const all = new Int32Array(decisions.count);
  for (let i = 0; i < all.length; i += 1) all[i] = i;
  return all;
}

/** A company's log: decisions split by what its schema says, features fitted on those trained on. */
export function companyLog(contacts: Contacts): LoadedLog {
  const { log, decisions, schema } = contacts;
  const sidesOf = (settings: SplitSettings) =>
    splitDecisions(decisions, splitRequest(schema, settings), schema);
  return {
    ...{ dataHash: log.dataHash, logHash: logHashOf(schema, log), contacts, count: decisions.count },
    audit: (settings) => auditOf(contacts, settings),
    rows: (raw) => {
      const all = everyDecision(contacts);
      return encodedRows(
        contacts,
        raw?.features ?? fitFeatures(decisions.features, all, decisions.times),
        all,
      );
    },
    sides: sidesOf,
    split: (settings, raw) => {
      const { train, validation, test } = sidesOf(settings);
      const fitted = raw ?? { schema, features: fitFeatures(decisions.features, train, decisions.times) };
      const rowsOf = (some: Int32Array) => encodedRows(contacts, fitted.features, some);
      return {
        ...{
          all: () => rowsOf(everyDecision(contacts)),
          train: rowsOf(train),
          test: rowsOf(test),
          raw: fitted,
        },
        validation: () => rowsOf(validation),
        decisions: { train, validation, test },
        unused: decisions.count - train.length - test.length,
      };
    },
  };
}
