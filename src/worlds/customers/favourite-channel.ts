/** The rule of a marketer who keeps count of each customer: by the channel that this customer notices most. */
import { certainPolicy } from '../../policies/certain';
import type { Policy } from '../../policies/policy';
import { historyColumns } from './history-observer';
import type { CustomersConfig } from './settings';

/** What a channel earns in a segment, over leaving its customers alone; account currency. */
export interface ChannelGain {
  /** Index of the action. */
  readonly action: number;
  readonly gain: number;
}

export interface FavouriteChannel {
  /** Periods that the last contact, by any channel, must be ago. */
  readonly pause: number;
  /** Contacts that the segment's experience counts for, beside the customer's own. */
  readonly prior: number;
}

/** Share of contacts that are noticed, before anything is known of a customer. */
const USUAL = 0.3;

/**
 * @param gains one list per segment of the config; a channel's gain there, times how much more often than usual the
 *   customer notices it, is its score: the channel with the highest one that may be used is taken
 */
export function favouriteChannelRule(
  config: CustomersConfig,
  gains: readonly (readonly ChannelGain[])[],
  { pause, prior }: FavouriteChannel,
): Policy {
  const { since, contacts, opens, segments, optIns } = historyColumns(config);
  const channels = config.channels.length;
  const width = optIns + channels;
  return certainPolicy(
    'favourite-channel',
    `every ${pause} periods by the channel that the customer has noticed most, ${prior} contacts of the segment's experience counted in`,
    channels + 1,
    ({ observations }, out) => {
      for (let lane = 0, at = 0; lane < out.length; lane += 1, at += width) {
        let segment = 0;
        while (observations[at + segments + segment] === 0) segment += 1;
        let best = 0;
        let highest = 0;
        for (const { action, gain } of gains[segment]!) {
          const channel = at + action - 1;
          if (observations[channel + optIns] === 0) continue;
          const noticed = observations[channel + opens]! + prior * USUAL;
          const score = (gain * noticed) / (observations[channel + contacts]! + prior);
          if (score <= highest) continue;
          best = action;
          highest = score;
        }
        let last = Infinity;
        for (let c = 0; c < channels; c += 1) last = Math.min(last, observations[at + since + c]!);
        out[lane] = last >= pause ? best : 0;
      }
    },
  );
}
