/** No Action against chance, channel by channel: an easy channel must not lend its wins to a hard one. */
import type { Block } from '../blocks';
import { numberTable, paragraph } from '../blocks';
import { publishedOf, policiesOn, rowSets } from '../content/matched';
import { formatFixed, formatNumber } from '../format';
import type { ChannelSkips } from '../report';
import type { Section } from './section';

/** Channels shown of one policy on one set of rows. */
const MOST_CHANNELS = 12;

/** What one policy left alone on one set of rows, where it left anything alone. */
interface Skips {
  readonly policy: string;
  readonly rowSet: string;
  readonly channels: readonly ChannelSkips[];
}

/** The channels with the most rows left alone, in their own order. */
export function busiest(channels: readonly ChannelSkips[]): readonly ChannelSkips[] {
  if (channels.length <= MOST_CHANNELS) return channels;
  const ranked = [...channels].sort((a, b) => b.skips - a.skips);
  const kept = new Set(ranked.slice(0, MOST_CHANNELS));
  return channels.filter((channel) => kept.has(channel));
}

function channelTable(caption: string, all: readonly Skips[]): Block {
  const rows = all.flatMap(({ policy, rowSet, channels }) =>
    busiest(channels).map((channel) => [
      policy,
      rowSet,
      channel.channel,
      ...[channel.rows, channel.skips, channel.wins].map(formatNumber),
      formatFixed(channel.expectedChanceWins, 1),
      formatNumber(channel.losses),
    ]),
  );
  const labels = ['Policy', 'On', 'Logged channel', 'Rows', 'Left alone', 'Wins', 'By chance', 'Losses'];
  const numbers = numberTable(caption, labels, rows);
  const columns = numbers.columns.map((column, j) =>
    j < 3 ? { ...column, align: 'left' as const } : column,
  );
  return { ...numbers, columns };
}

/** Says that channels are left out, in one line. */
export function foldedChannels(most: number): Block[] {
  if (most <= MOST_CHANNELS) return [];
  return [
    paragraph(
      `Of up to ${formatNumber(most)} channels, the ${MOST_CHANNELS} with the most rows left alone are shown; all are ` +
        'in the JSON file beside this report.',
    ),
  ];
}

export const chance: Section<readonly Skips[]> = {
  key: 'chance',
  data: (report) => {
    const matched = publishedOf(report);
    if (matched === undefined) return undefined;
    const all = rowSets(matched).flatMap((set) =>
      policiesOn(matched, set.rows).map(({ name, lines }) => ({
        policy: name,
        rowSet: set.name,
        channels: lines.channels.filter((channel) => channel.skips > 0),
      })),
    );
    const some = all.filter(({ channels }) => channels.length > 0);
    return some.length === 0 ? undefined : some;
  },
  blocks: (all) => [
    channelTable('No Action against chance, channel by channel', all),
    ...foldedChannels(Math.max(...all.map(({ channels }) => channels.length))),
  ],
};
