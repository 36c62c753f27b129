/** The report's headline: the verdict as one sentence. */
import { formatNumber, formatSeconds } from '../format';
import type { Report, SimulationReport } from '../report';
import { bestBaseline, modelOf } from './ranking';

/** What the verdict is against: the baseline with the best objective, and how far the model is from it. */
function lead(
  report: SimulationReport,
): { readonly baseline: string; readonly difference: number | null } | null {
  const baseline = bestBaseline(report);
  if (baseline === undefined) return null;
  return {
    baseline: baseline.name,
    difference: baseline.modelMinusPolicy?.[report.objective]?.value ?? null,
  };
}

/** The verdict as one sentence, with the size of the difference: a small one can be certain and still not matter. */
export function headline(report: Report): string {
  const { decision } = report.verdict;
  if (report.kind === 'logged') return 'It cannot be told from this log whether the model is better.';
  const against = lead(report);
  if (decision === 'cannot tell' || against?.difference == null)
    return 'It cannot be told whether the model is better.';
  const value = modelOf(report)?.metrics[report.objective]?.value;
  const size = formatNumber(Math.abs(against.difference));
  const share = value == null || value === 0 ? '' : ` (${formatShareOf(against.difference, value)})`;
  const { baseline } = against;
  if (decision === 'better')
    return `The model earns ${size}${share} more than the best baseline, ${baseline}.`;
  if (decision === 'worse')
    return `The model earns ${size}${share} less than the best baseline, ${baseline}.`;
  return `The model is not shown to be better than the best baseline, ${baseline}.`;
}

/** A difference in percent of a value, to two significant digits. */
function formatShareOf(difference: number, value: number): string {
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
    `backend ${backend.name}${tensorflow} on ${backend.device}${backend.gpu ? ' (GPU)' : ''}, ${backend.program} program`,
    `${formatNumber(training.environmentSteps)} environment steps`,
    `${formatNumber(training.gradientUpdates)} updates`,
    formatSeconds(training.wallSeconds),
    `config ${report.configHash.slice(0, 12)}`,
    ...(report.kind === 'logged' ? [`data ${report.dataHash.slice(0, 12)}`] : []),
  ];
}
