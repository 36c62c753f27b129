/** The audit of a log of either form, with an overview of what it holds. */
import { parse } from 'yaml';
import { readInputFile } from '../core/files';
import { audit } from '../dataset/audit/audit';
import { contactLogOf } from '../dataset/audit/logged-rows-log';
import { overviewOf } from '../dataset/audit/overview';
import { auditSettings, type AuditSettings } from '../dataset/audit/settings';
import type { ContactLog } from '../dataset/contacts/contact-log';
import { readContactLog } from '../dataset/contacts/read-contact-log';
import { decisionsOf, type LoggedDecisions } from '../dataset/decisions/decisions';
import type { LogSchema } from '../dataset/schema/log-schema';
import { readLogSchema } from '../dataset/schema/read-schema';
import type { CheckedLog } from '../report/checked-log';
import type { Host } from './host';
import { loadLog, logSource, shapingOf, type PresetName } from './logged/log-source';

export interface CheckRequest {
  /** CSV of logged contacts. */
  readonly data: string;
  /** A schema file, of a contact log or with the key `state`. */
  readonly schema?: string | undefined;
  readonly preset?: PresetName | undefined;
}

interface LoadedLog {
  readonly dataHash: string;
  readonly log: ContactLog;
  readonly decisions: LoggedDecisions;
  readonly schema: LogSchema;
  readonly settings: AuditSettings;
}

/** Whether a schema file is of the published form: its state is one column, or a list of them. */
function hasState(file: string): boolean {
  const text = readInputFile(file)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  try {
    // What is JSON is YAML too.
    return Object.hasOwn(Object(parse(text)) as object, 'state');
  } catch {
    // Whoever reads the schema says what is wrong with it.
    return false;
  }
}

async function loadContacts(data: string, schemaFile: string, { logger }: Host): Promise<LoadedLog> {
  const schema = readLogSchema(schemaFile);
  if (schema.features === undefined)
    logger.info(`${schemaFile}: names no features, so the audit looks at actions and rewards alone`);
  const log = await readContactLog([data], schema, schema.features ?? {}, {
    onProgress: (rows) => {
      if (rows % 100_000 === 0) logger.info(`${data}: ${rows} rows read`);
    },
  });
  const settings = auditSettings.parse({});
  return { dataHash: log.dataHash, log, decisions: decisionsOf(log, schema), schema, settings };
}

async function loadStates({ data, ...flags }: CheckRequest, host: Host): Promise<LoadedLog> {
  const source = logSource(data, flags);
  const { rows, dataHash } = await loadLog(source, host);
  const settings = auditSettings.parse({ noActionReward: shapingOf(source).noActionReward });
  return { ...contactLogOf(rows), settings, dataHash };
}

/** @throws InputError with file, line, column, expectation and value */
export async function checkData(request: CheckRequest, host: Host): Promise<CheckedLog> {
  const { data, schema: file, preset } = request;
  const isContactLog = file !== undefined && preset === undefined && !hasState(file);
  const loaded = isContactLog ? await loadContacts(data, file, host) : await loadStates(request, host);
  const { dataHash, log, decisions, schema, settings } = loaded;
  return {
    ...{ data, dataHash },
    overview: overviewOf(log, decisions, schema),
    findings: audit(log, decisions, schema, settings),
  };
}
