/** The audit of a log of either form, with an overview of what it holds. */
import { overviewOf } from '../dataset/audit/overview';
import { auditThresholds } from '../dataset/audit/settings';
import type { CheckedLog } from '../report/checked-log';
import type { Host } from './host';
import { resolveSettings } from './settings';
import { loadLog, logSource, shapingOf, type PresetName } from './logged/log-source';

export interface CheckRequest {
  /** CSV of logged contacts. */
  readonly data: string;
  /** A schema file, of a contact log or with the key `state`. */
  readonly schema?: string | undefined;
  readonly preset?: PresetName | undefined;
  /** `key=value` of a threshold each. */
  readonly set?: readonly string[] | undefined;
}

/** @throws InputError with file, line, column, expectation and value */
export async function checkData({ data, set = [], ...flags }: CheckRequest, host: Host): Promise<CheckedLog> {
  const sources = { preset: {}, file: undefined, assignments: set, flags: {} };
  const thresholds = resolveSettings(auditThresholds, sources);
  const source = logSource(data, flags);
  const loaded = await loadLog(source, host);
  const { log, decisions, schema } = loaded.contacts;
  return {
    ...{ data, dataHash: loaded.dataHash },
    overview: overviewOf(log, decisions, schema),
    findings: loaded.audit({ audit: thresholds, shaping: shapingOf(source) }),
  };
}
