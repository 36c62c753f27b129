/** The gates of `evaluate`: which of those asked for a verdict does not pass, and by which number. */
import { formatNumber } from '../report/format';
import type { Verdict } from '../report/report';
import type { Evaluation } from '../runs/evaluation';

export interface AskedGates {
  readonly gate: boolean;
  readonly gateNotWorse: boolean;
  readonly requireGuarantee: boolean;
  /** Of `gateNotWorse`, in the reward's unit. */
  readonly margin?: number | undefined;
}

type Judged = Pick<Evaluation, 'verdict' | 'page'>;

/** The interval that the verdict stands on, or why there is none. */
function groundOf({ decision, reasons, baseline, comparisons }: Verdict): string {
  const { low = null, high = null } = comparisons.find(({ against }) => against === baseline) ?? {};
  if (low === null || high === null) return reasons[0] ?? decision;
  return `the interval to ${baseline} goes from ${formatNumber(low)} to ${formatNumber(high)}`;
}

function decisionFault({ verdict }: Judged): string | null {
  if (verdict?.decision === 'better') return null;
  if (verdict === null) return 'there is no verdict';
  return `the verdict is "${verdict.decision}", not "better"; ${groundOf(verdict)}`;
}

function notWorseFault({ verdict }: Judged, margin: number): string | null {
  if (verdict === null) return 'there is no verdict';
  const low = verdict.comparisons.find(({ against }) => against === verdict.baseline)?.low ?? null;
  if (verdict.decision !== 'cannot tell' && low !== null && low > -margin) return null;
  const ground = groundOf(verdict);
  return low === null
    ? `the verdict is "${verdict.decision}"; ${ground}`
    : `${ground}, and should begin above ${formatNumber(margin === 0 ? 0 : -margin)}`;
}

function guaranteeFault({ verdict, page }: Judged): string | null {
  if (verdict?.guaranteed === true) return null;
  const { low = null, reason = null } = page?.offPolicy?.guarantee ?? {};
  if (low === null) return `there is no guaranteed bound: ${reason ?? 'nothing is judged off-policy'}`;
  return low > 0
    ? `the guaranteed bound, ${formatNumber(low)}, is above 0, but the verdict is "${verdict?.decision}"`
    : `the guaranteed bound is ${formatNumber(low)}, not above 0`;
}

/** @returns a sentence for each gate that was asked for and is not passed */
export function closedGates(
  { gate, gateNotWorse, requireGuarantee, margin = 0 }: AskedGates,
  judged: Judged,
) {
  const faults = Object.entries({
    '--gate': gate ? decisionFault(judged) : null,
    '--gate-not-worse': gateNotWorse ? notWorseFault(judged, margin) : null,
    '--require-guarantee': requireGuarantee ? guaranteeFault(judged) : null,
  });
  return faults.flatMap(([flag, fault]) => (fault === null ? [] : [`${flag} is not passed: ${fault}`]));
}
