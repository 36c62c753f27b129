/** How to make the numbers of an evaluation on a log again, and by which thresholds they were judged. */
import { heading, facts, numberTable, paragraph } from '../blocks';
import { logValuesOf } from '../content/log-values';
import { thresholdsOf } from '../content/thresholds';
import { formatShort } from '../format';
import type { ReportData } from '../report';
import type { Section } from './section';

interface Reproduction {
  readonly report: ReportData;
  /** What to type. */
  readonly again: string;
  readonly thresholds: readonly (readonly [string, number])[];
}

const words: Readonly<Record<string, string>> = {
  level: 'coverage of intervals',
  resamples: 'resamples of the bootstrap',
  fewestEffective: 'effective sample size below which no verdict is given',
  warnEffective: 'effective sample size below which a verdict comes with a warning',
  largestShare: 'share of the weight on one customer beyond which no verdict is given',
  weightDistance: 'distance of the mean weight from 1 that forbids a verdict, if no chance',
  weightError: 'standard errors from where on that is no chance',
  floor: 'estimated probability below which an action is not to be expected',
  rareShare: 'share of a policy on such actions from where on its value is not identified',
  warnVarianceUnits:
    'customers who move the result most and were treated alike, below which a verdict comes with a warning',
  fewestVarianceUnits:
    'customers who move the result most and were treated alike, below which no verdict is given',
  seed: 'seed of folds, models and resamples',
};

/** In the order of the words; settings that have none last, as they are called. */
function sorted(thresholds: Readonly<Record<string, number>>): [string, number][] {
  const names = [...Object.keys(words), ...Object.keys(thresholds).sort()];
  return [...new Set(names)].flatMap((name): [string, number][] => {
    const value = thresholds[name];
    return value === undefined ? [] : [[words[name] ?? name, value]];
  });
}

/** A path as a shell takes it for one word. */
const quoted = (path: string) =>
  /^[\w./:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

function againText({ command }: ReportData, data: string): string {
  return command === undefined
    ? `To judge the model once more, with FOLDER the one that this report lies in: contact-dqn evaluate --model FOLDER --data ${quoted(data)}`
    : `To judge once more: contact-dqn ${command.map(quoted).join(' ')}`;
}

export const reproduce: Section<Reproduction> = {
  key: 'reproduce',
  data: (report) => {
    const { data, config } = report;
    if (logValuesOf(report) === undefined || data === undefined) return undefined;
    return { report, again: againText(report, data), thresholds: sorted(thresholdsOf(config)) };
  },
  blocks: ({ report, again, thresholds }) => [
    heading('How to get these numbers again'),
    paragraph(`The same version, data and configuration give the same numbers, to the last digit. ${again}`),
    facts([
      `contact-dqn ${report.version}${report.seed === undefined ? '' : `, seed ${report.seed}`}`,
      ...(report.configHash === undefined
        ? []
        : [`configuration ${report.configHash} (config.json beside this report)`]),
      ...(report.dataHash === undefined ? [] : [`data ${report.dataHash} (sha-256)`]),
    ]),
    ...(thresholds.length === 0
      ? []
      : [
          numberTable(
            'Thresholds of this evaluation',
            ['What', 'Value'],
            thresholds.map(([name, value]) => [name, formatShort(value)]),
          ),
        ]),
  ],
};
