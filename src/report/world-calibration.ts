/** A world that was made of a company's log, as plain data: report.json, and what its pages are drawn from. */
import type { Calibration } from '../worlds/calibration-form';

export interface WorldCalibrationReport extends Calibration {
  readonly schemaVersion: 1;
  readonly kind: 'world calibration';
  /** Such as segment. */
  readonly world: string;
  /** contact-dqn's version. */
  readonly version: string;
  readonly createdAt: string;
  readonly verdict: { readonly decision: 'reproduced' | 'not reproduced'; readonly lines: readonly string[] };
  /** company.yaml */
  readonly data: string;
  /** SHA-256 of the tables' bytes. */
  readonly dataHash: string;
  readonly timeZone: string;
  /** Of all money; null where the contacts' schema does not say it. */
  readonly currency: string | null;
  readonly seed: number;
  /** Beginning of the first period, and end of the last one. */
  readonly from: string;
  readonly until: string;
  /** Lengths of time, such as 7d. */
  readonly period: string;
  readonly activeFor: string;
  readonly lapsedAfter: string;
  readonly periods: number;
  /** Customers at the end of the last period. */
  readonly customers: number;
  /** Whose customers alone were counted; null of all customers. */
  readonly segment: { readonly model: string; readonly name: string } | null;
  /** Customers times periods: all, those without a row of the log, and those with contacts of several kinds. */
  readonly customerPeriods: {
    readonly all: number;
    readonly withoutRow: number;
    readonly severalKinds: number;
  };
}
