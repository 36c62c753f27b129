/** What of a log is judged, and what may be learned from. */
import type { Scaling } from '../../../agents/model';
import { fitScaling, scaleObservations } from '../../../agents/scaling';
import type { Finding } from '../../../dataset/audit/finding';
import { reordered } from '../../../dataset/contacts/row-order';
import { selectRows, type LoggedRows } from '../../../dataset/logged-rows';
import type { Contacts } from '../loaded-log';

/** Rows that policies are asked about, and which decisions of the log they are. */
export interface RowsOfLog {
  readonly rows: LoggedRows;
  readonly decisions: Int32Array;
}

export interface LogToJudge {
  readonly contacts: Contacts;
  readonly findings: readonly Finding[];
  readonly judged: RowsOfLog;
  /** What baselines learn from; null where all rows are judged, so that each half learns from the other. */
  readonly learnedFrom: RowsOfLog | null;
  /** Whether a policy that comes from outside was fixed before anybody looked at the rows that it is judged on. */
  readonly isFixed: boolean;
  /** Whether nobody can tell if the log holds rows that the policy was learned from. @default false */
  readonly mayOverlap?: boolean;
}

/** What brings features to a comparable scale, fitted on some rows. */
export function featureScaling({ observations, features }: LoggedRows): Scaling {
  return fitScaling(observations, features.length, 0);
}

/** [rows, features] of comparable scale, for the models of the evaluation */
export function scaledFeatures(rows: LoggedRows): Float32Array {
  return scaleObservations(rows.observations, featureScaling(rows));
}

/** Some of the decisions of a side, in their order. @param places indices into them */
export function partOf({ rows, decisions }: RowsOfLog, places: Int32Array): RowsOfLog {
  return { rows: selectRows(rows, places), decisions: reordered(decisions, places) };
}
