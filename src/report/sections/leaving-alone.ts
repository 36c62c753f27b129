/** Leaving customers alone: what it would earn, whether that can be known at all, and whether the model knows whom. */
import type { Block } from '../blocks';
import { heading, numberTable, paragraph } from '../blocks';
import { assumptionBlocks } from '../content/assumptions';
import type { LogValues, NamedResult } from '../content/log-values';
import { knownDifference, logValuesOf, namedInText, sentence } from '../content/log-values';
import { matchedOf, policiesOn } from '../content/matched';
import { shortList } from '../content/short-list';
import { formatEnds, formatEstimate, formatFixed, formatNumber, formatShare } from '../format';
import type { ChannelSkips, ReportData } from '../report';
import { busiest, foldedChannels } from './chance';
import type { Section } from './section';

interface LeavingAlone {
  readonly values: LogValues;
  readonly nobody: NamedResult;
  /** As the log calls leaving alone. */
  readonly noAction: string;
  /** Names of the policies that the page shows. */
  readonly shown: ReadonlySet<string>;
  /** By logged channel, of what is judged on the decisions judged; empty where nobody is left alone. */
  readonly channels: readonly ChannelSkips[];
}

function channelsOf(report: ReportData, subject: NamedResult): readonly ChannelSkips[] {
  const matched = matchedOf(report);
  if (matched === undefined) return [];
  const own = policiesOn(matched, matched.splits?.test ?? matched.matchedActions).find(
    ({ name }) => name === subject.name,
  );
  return own?.lines.channels.filter(({ skips }) => skips > 0) ?? [];
}

function leavingAloneOf(report: ReportData): LeavingAlone | undefined {
  const values = logValuesOf(report);
  const nobody = values?.policies.find(({ name }) => name === 'no-action');
  if (values === undefined || nobody === undefined) return undefined;
  return {
    values,
    nobody,
    noAction: report.actions[0] ?? 'No Action',
    channels: channelsOf(report, values.subject),
    shown: shortList(report).names,
  };
}

function opening({ values, nobody, noAction }: LeavingAlone): string {
  const { per, subject } = values;
  const who = namedInText(subject.name);
  if (nobody.standing === 'not identified') {
    return `Nobody was left alone at the decisions that are judged (${noAction} was never logged there), so what that would bring is not identified: it is an assumption, never counted as 0 unasked.`;
  }
  const value = nobody.value?.interval;
  if (nobody.standing === 'cannot tell' || value === undefined) {
    return 'What contacting nobody would earn cannot be told from this log.';
  }
  const difference = nobody === subject ? undefined : knownDifference(values, nobody);
  const ends = difference && formatEnds(difference);
  const lead =
    !difference || !ends
      ? ''
      : ` ${sentence(who)} minus that is ${ends.value} (${formatShare(difference.level)} interval ${ends.low} to ${ends.high}).`;
  return `Contacting nobody would earn ${formatEstimate(value)} ${per}.${lead}`;
}

function chanceBlocks({ channels, values }: LeavingAlone): Block[] {
  if (channels.length === 0) return [];
  const total = (of: (channel: ChannelSkips) => number) => channels.reduce((sum, one) => sum + of(one), 0);
  const [skips, wins, losses] = [
    total((one) => one.skips),
    total((one) => one.wins),
    total((one) => one.losses),
  ];
  const chance = total((one) => one.expectedChanceWins);
  const who = namedInText(values.subject.name);
  return [
    paragraph(
      `Of the decisions judged, ${who} leaves ${formatNumber(skips)} alone at which somebody was contacted: ${formatNumber(wins)} of these contacts had earned less than 0 (wins), ` +
        `where as many left alone at random would give ${formatFixed(chance, 1)}; ${formatNumber(losses)} had earned more (losses).`,
    ),
    numberTable(
      `Contacts, among the decisions judged, that ${who} leaves alone`,
      ['Channel', 'Left alone', 'Wins', 'By chance', 'Losses'],
      busiest(channels).map((one) => [
        ...[one.channel, formatNumber(one.skips), formatNumber(one.wins)],
        ...[formatFixed(one.expectedChanceWins, 1), formatNumber(one.losses)],
      ]),
    ),
    ...foldedChannels(channels.length),
  ];
}

export const leavingAlone: Section<LeavingAlone> = {
  key: 'leaving-alone',
  data: leavingAloneOf,
  blocks: (data) => [
    heading('Leaving customers alone'),
    paragraph(opening(data)),
    ...assumptionBlocks(data),
    ...chanceBlocks(data),
  ],
};
