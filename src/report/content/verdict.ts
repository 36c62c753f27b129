/** The report's headline: the verdict as one sentence. */
import { formatNumber, formatSeconds } from '../format';
import type { Report, Verdict } from '../report';

const sentences: Readonly<Record<Verdict['decision'], string>> = {
  better: 'The model is better than the best baseline.',
  'not shown better': 'The model is not shown to be better than the best baseline.',
  worse: 'The model is worse than the best baseline.',
  'cannot tell': 'It cannot be told whether the model is better.',
};

export function headline(report: Report): string {
  return sentences[report.verdict.decision];
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
