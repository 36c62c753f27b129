/** Who is contacted by which channel, what that costs and what comes of it: the model, the log and a few baselines. */
import { timesEstimate, type Estimate } from '../../core/estimate';
import type { Block } from '../blocks';
import { figures, heading, note, numberTable, paragraph } from '../blocks';
import { drawBarPanels } from '../charts/bars';
import type { Figure } from '../charts/figure';
import type { LogValues, NamedResult } from '../content/log-values';
import { knownMetric, LATER_COUNT_LESS, logValuesOf, namedInText, sentence } from '../content/log-values';
import { measureLabel, measureOrder } from '../content/measures';
import { ABSENT, formatEstimate, formatNumber, formatRounded } from '../format';
import type { Section } from './section';

/** Columns beside the model and the log: a table of all baselines is in report.json. */
const MOST_BASELINES = 2;
/** Channels with a row and a bar. */
const MOST_CHANNELS = 12;
const THOUSAND = 1000;

interface Contacted {
  readonly values: LogValues;
  /** Those with numbers. */
  readonly policies: readonly NamedResult[];
  /** Those that are shown. */
  readonly measures: readonly string[];
  /** Channels left out. */
  readonly folded: number;
}

const isChannel = (name: string) => name.startsWith('contacts: ');

/** Without the channels that neither of the policies uses much, where there are many. */
function busyMeasures(measures: readonly string[], policies: readonly NamedResult[]): readonly string[] {
  const most = (name: string) => Math.max(...policies.map(({ metrics }) => metrics[name]?.value ?? 0));
  const channels = measures.filter(isChannel).sort((a, b) => most(b) - most(a));
  const left = new Set(channels.slice(MOST_CHANNELS));
  return measures.filter((name) => !left.has(name));
}

/** The model, the log, leaving everybody alone, and the best of the others. */
function shownPolicies({ subject, logged, policies }: LogValues): NamedResult[] {
  const baselines = policies.filter(
    (one) => one.standing === 'known' && one !== subject && one !== logged && one.name !== 'no-action',
  );
  const nobody = policies.filter(({ name, standing }) => name === 'no-action' && standing === 'known');
  const first = [subject, ...(logged === undefined || logged === subject ? [] : [logged])];
  const others = [...nobody, ...baselines].filter((one) => !first.includes(one));
  return [...first, ...others.slice(0, MOST_BASELINES)].filter(
    ({ standing, metrics }) => standing === 'known' && Object.keys(metrics).length > 0,
  );
}

const perThousand = (estimate: Estimate): Estimate => timesEstimate(estimate, THOUSAND);

/** `1,000 decisions`, `1,000 customers` */
const thousands = ({ offPolicy: { estimand, unit } }: LogValues) =>
  `1,000 ${estimand === 'history' ? `${unit}s` : 'decisions'}`;

/** Where it holds, for who counts what is in the log counts more. */
const discountText = ({ isDiscounted }: LogValues) => (isDiscounted ? ` (${LATER_COUNT_LESS})` : '');

function contactsOf(policy: NamedResult | undefined, metric: string): number | null {
  const value = policy && knownMetric(policy, metric)?.value;
  return value === undefined || value === null ? null : THOUSAND * value;
}

function opening({ values }: Contacted): string {
  const { subject, logged } = values;
  const [own, done] = [contactsOf(subject, 'contacts'), contactsOf(logged, 'contacts')];
  const who = namedInText(subject.name);
  const log =
    done === null || logged === subject ? '' : `what was done made ${formatRounded(Math.round(done))}`;
  if (own === null) {
    const unknown = `how often ${who} would contact, and what would come of it, ${subject.standing === 'cannot tell' ? 'cannot be told' : 'is not determined by this log'}`;
    return sentence(
      `${unknown}${log === '' ? '' : `; ${log} contacts per ${thousands(values)}${discountText(values)}`}`,
    );
  }
  return sentence(
    `per ${thousands(values)} ${who} would make ${formatRounded(Math.round(own))} contacts${discountText(values)}${log === '' ? '' : `; ${log}`}`,
  );
}

type Counts = readonly (number | null)[];

/** The channel that what is judged uses most, beside the log. */
function titleOf(own: Counts, done: Counts, channels: readonly string[]): string {
  const most = own.reduce<number>((best, count, i) => ((count ?? 0) > (own[best] ?? 0) ? i : best), 0);
  const name = channels[most]!.replace(/^contacts: /, '');
  return `Most contacts by ${name}: ${formatNumber(own[most] ?? null)}, where what was done made ${formatNumber(done[most] ?? null)}`;
}

function figureOf(contacted: Contacted): Figure[] {
  const { values, measures } = contacted;
  const { subject, logged } = values;
  const channels = measures.filter(isChannel);
  if (subject.standing !== 'known' || logged === undefined || logged === subject || channels.length === 0)
    return [];
  const group = (policy: NamedResult, colour: 'model' | 'baseline') => ({
    name: policy.name,
    values: channels.map((channel) => {
      const count = contactsOf(policy, channel);
      return count === null ? null : Math.round(count);
    }),
    colours: channels.map(() => colour),
  });
  return [
    {
      id: 'contacted',
      title: titleOf(group(subject, 'model').values, group(logged, 'baseline').values, channels),
      caption: `Contacts by channel per ${thousands(values)}${discountText(values)}, rounded; the table has the intervals.`,
      legend: [
        { label: namedInText(subject.name).replace(/^the /, ''), colour: 'model', mark: 'square' },
        { label: 'what was done', colour: 'baseline', mark: 'square' },
      ],
      draw: (width) =>
        drawBarPanels(
          channels.map((name) => ({ name: name.replace(/^contacts: /, ''), highlighted: false })),
          [
            {
              title: `Contacts per ${thousands(values)}`,
              groups: [group(subject, 'model'), group(logged, 'baseline')],
            },
          ],
          width,
        ),
    },
  ];
}

function table({ values, policies, measures }: Contacted): Block {
  const cell = (policy: NamedResult, name: string) => {
    const estimate = knownMetric(policy, name);
    return estimate === undefined ? ABSENT : formatEstimate(perThousand(estimate));
  };
  return numberTable(
    `Contacts, cost and what comes of them per ${thousands(values)}${discountText(values)}`,
    [`Per ${thousands(values)}`, ...policies.map(({ name }) => name)],
    measures.map((name) => [measureLabel(name), ...policies.map((policy) => cell(policy, name))]),
    values.subject.name,
  );
}

export const contacted: Section<Contacted> = {
  key: 'contacted',
  data: (report) => {
    const values = logValuesOf(report);
    if (values === undefined) return undefined;
    const policies = shownPolicies(values);
    const measures = measureOrder([...new Set(policies.flatMap(({ metrics }) => Object.keys(metrics)))]);
    const busy = busyMeasures(measures, policies.slice(0, 2));
    const folded = measures.length - busy.length;
    return measures.length === 0 ? undefined : { values, policies, measures: busy, folded };
  },
  blocks: (contacted) => [
    heading('Who is contacted, and what comes of it'),
    paragraph(`${opening(contacted)}.`),
    ...figures(figureOf(contacted)),
    table(contacted),
    ...(contacted.folded === 0
      ? []
      : [
          paragraph(
            `${formatNumber(contacted.folded)} channels that are used less are in the JSON file beside this report.`,
          ),
        ]),
    note(
      'Intervals',
      'by the same estimator as the values. What hardly ever happens may get an interval that reaches below 0: read it as "few".',
    ),
  ],
};
