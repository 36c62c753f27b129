/**
 * The companies of the study: thirty, drawn by one seed from these ranges around the defaults, and how to train in them.
 * Written down, and committed, before the first of them was trained in.
 */
import type { z } from 'zod';
import { Random } from '../../src/core/random';
import { defaultCustomersConfig, type customersConfigSchema } from '../../src/worlds/customers/settings';

export const STUDY_SEED = 20_260;

/** Each number is the default times a factor from this range, all on their own, equally likely on the log scale. */
export const factors = {
  /** organic, response, down and sated */
  interest: [0.75, 4 / 3],
  /** recovery, damping, churn and annoyance */
  fatigue: [0.75, 4 / 3],
  margin: [0.75, 4 / 3],
  churn: [0.5, 2],
  offPreference: [0.5, 2],
  /** open, click, sale, lift, fatigue, unsubscribe, complaint, cost and opt-in of each channel */
  channel: [0.8, 1.25],
  /** how many customers a segment has */
  segment: [0.5, 2],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** Few levels: dynamic programming in what the policy sees says what is best. */
export const fewStates = { observe: 'latent', interest: { levels: 3 }, fatigue: { levels: 4 } } as const;

export type Variant = 'history' | 'latent';

/** Settings of the trainings over the world's defaults. What is hidden no more is learned in a third of the time. */
export const trainings = {
  history: { report: { episodes: 20_000 } },
  latent: { report: { episodes: 20_000 }, steps: 4_000_000 },
} as const satisfies Readonly<Record<Variant, object>>;

/** Settings of the company of this number, of the numbers alone: whatever others are drawn. */
export function drawnCompany(index: number, variant: Variant): z.input<typeof customersConfigSchema> {
  const random = Random.fromSeed(STUDY_SEED).fork(`company-${index}`);
  const times = (value: number, [low, high]: readonly [number, number]) =>
    value * low * (high / low) ** random.uniform();
  const share = (value: number, range: readonly [number, number]) => Math.min(1, times(value, range));
  const { channels, segments, interest, fatigue, sale, churn, offPreference } = defaultCustomersConfig;
  const few = variant === 'latent' ? fewStates : { interest: {}, fatigue: {} };
  return {
    ...(variant === 'latent' && { observe: fewStates.observe }),
    channels: channels.map((channel) => ({
      name: channel.name,
      cost: times(channel.cost, factors.channel),
      open: share(channel.open, factors.channel),
      click: share(channel.click, factors.channel),
      sale: share(channel.sale, factors.channel),
      lift: share(channel.lift, factors.channel),
      unsubscribe: share(channel.unsubscribe, factors.channel),
      complaint: share(channel.complaint, factors.channel),
      fatigue: times(channel.fatigue, factors.channel),
      optIn: share(channel.optIn, factors.channel),
    })),
    segments: segments.map((segment) => ({ ...segment, weight: times(segment.weight, factors.segment) })),
    interest: {
      ...few.interest,
      organic: share(interest.organic, factors.interest),
      response: share(interest.response, factors.interest),
      down: share(interest.down, factors.interest),
      sated: share(interest.sated, factors.interest),
    },
    fatigue: {
      ...few.fatigue,
      recovery: share(fatigue.recovery, factors.fatigue),
      damping: share(fatigue.damping, factors.fatigue),
      churn: share(fatigue.churn, factors.fatigue),
      annoyance: times(fatigue.annoyance, factors.fatigue),
    },
    sale: { margin: times(sale.margin, factors.margin) },
    churn: share(churn, factors.churn),
    offPreference: share(offPreference, factors.offPreference),
  };
}
