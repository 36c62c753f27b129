/** The report's headline: the verdict as one sentence. */
import { formatNumber, formatSeconds } from '../format';
import type { Report, SimulationReport } from '../report';
import { logCaveat, nobodyReasons } from './log-caveats';
import type { KeyNumber } from './log-verdict';
import { keyNumbers, logHeadline, verdictReasons } from './log-verdict';

interface Lead {
  readonly baseline: string;
  /** Model minus baseline, in the units of the objective. */
  readonly difference: number;
  /** The baseline's own value. */
  readonly value: number;
}

/** How far the model is from the baseline that decides; null where that is not known. */
function lead(report: SimulationReport): Lead | null {
  const baseline = report.policies.find(({ name }) => name === report.verdict.baseline);
  const difference = baseline?.modelMinusPolicy?.[report.objective]?.value ?? null;
  const value = baseline?.metrics[report.objective]?.value ?? null;
  return baseline === undefined || difference === null || value === null
    ? null
    : { baseline: baseline.name, difference, value };
}

/**
 * How far behind the baseline the model may still be: the lower end of the interval, turned round. Only for a verdict of
 * "as good as": reports from before there was one have no comparisons.
 */
function shortfall({ verdict }: Report, baseline: string): number {
  return Math.max(0, -(verdict.comparisons.find(({ against }) => against === baseline)?.low ?? 0));
}

/** The verdict as one sentence, with the size of the difference: a small one can be certain and still not matter. */
export function headline(report: Report): string {
  if (report.kind === 'logged') return logHeadline(report);
  const against = lead(report);
  const { decision } = report.verdict;
  if (against === null || decision === 'cannot tell') return 'It cannot be told whether the model is better.';
  const { baseline, difference, value } = against;
  const size = `${formatNumber(Math.abs(difference))}${value === 0 ? '' : ` (${percentOf(difference, value)})`}`;
  if (decision === 'better') return `The model earns ${size} more than the best baseline, ${baseline}.`;
  if (decision === 'worse') return `The model earns ${size} less than the best baseline, ${baseline}.`;
  if (decision === 'as good as') {
    const { margin } = report.verdict;
    const behind = `at most ${formatNumber(shortfall(report, baseline))} behind`;
    const counts = margin === undefined ? '' : `, and up to ${formatNumber(margin)} is too little to matter`;
    return `The model is as good as the best baseline, ${baseline}: ${behind}${counts}.`;
  }
  return `The model is not shown to be better than ${baseline}.`;
}

/** Right below the headline: what weakens it; empty where nothing does. */
export function caveatOf(report: Report): string {
  return report.kind === 'logged' ? logCaveat(report) : '';
}

/** Below the headline: none of a simulation, whose chart says it all. */
export function numbersOf(report: Report): KeyNumber[] {
  return report.kind === 'logged' ? keyNumbers(report) : [];
}

/** Why the verdict is what it is. */
export function reasonsOf(report: Report): readonly string[] {
  return report.kind === 'logged'
    ? [...verdictReasons(report), ...nobodyReasons(report)]
    : report.verdict.reasons;
}

/** A difference in percent of a value, to two significant digits. */
function percentOf(difference: number, value: number): string {
  return `${Number(Math.abs((100 * difference) / value).toPrecision(2))} %`;
}

/** What was judged: a world or a file, in one word each. */
export function subject(report: Report): string {
  return report.kind === 'simulation' ? `environment ${report.environment}` : `data ${report.data}`;
}

/** Where the numbers come from: enough to make them again. */
export function provenance(report: Report): string[] {
  const { backend, training } = report;
  const tensorflow = backend.tensorflow === null ? '' : ` ${backend.tensorflow}`;
  return [
    `contact-dqn ${report.version}`,
    subject(report),
    `seed ${report.seed}`,
    `backend ${backend.name}${tensorflow} on ${backend.device}${backend.gpu ? ' (GPU)' : ''}, ${backend.program} program${backend.xla ? ' compiled by XLA' : ''}`,
    `${formatNumber(training.environmentSteps)} environment steps`,
    `${formatNumber(training.gradientUpdates)} updates`,
    formatSeconds(training.wallSeconds),
    `config ${report.configHash.slice(0, 12)}`,
    ...(report.kind === 'logged' ? [`data ${report.dataHash.slice(0, 12)}`] : []),
  ];
}
