/**
 * The truth of the world in closed form. Purchases do not change what follows, and offers are made at time steps that
 * nobody chooses, so every value is a sum over the spans between offers: their mean length times the rate of purchases.
 * Time steps cannot change what is best either: to boost as early as offers allow, or, where that harms, never.
 */
import { behaviourOf, isBoosted } from './behaviour';
import { expectedOfferTimes } from './offer-times';
import { OFFERS, offers, type NextBestActionConfig } from './settings';

export interface Outlook {
  /** Discount per decision, in [0, 1]. */
  readonly gamma: number;
  /** Offers made so far, in their order: indices of actions. @default none */
  readonly made?: readonly number[];
  /** [offers] time steps of the offers, also of those made. @default their means */
  readonly times?: readonly number[];
}

/** What values follow from: the numbers of the settings, worked out once. */
interface Prospect {
  readonly gamma: number;
  /** [offers + 1] mean time steps that the reward of each decision counts; 0 for one that there is not */
  readonly spans: readonly number[];
  /** Purchases per time step after these offers. */
  readonly rateAfter: (made: readonly number[]) => number;
  /** Whether a decision's own offer works within its span. */
  readonly offerCounts: boolean;
}

/** How actions are chosen from now on: a value of those of a state. */
type Choice = (values: readonly number[]) => number;

const best: Choice = (values) => Math.max(...values);
const mean: Choice = (values) => values.reduce((a, b) => a + b, 0) / values.length;

/** In frames the time steps of the offers themselves fall out; unframed, the first decision counts all before it too. */
function spansOf({ framing, horizon }: NextBestActionConfig, times: readonly number[]): number[] {
  const [first, second, third] = times as [number, number, number];
  return framing === 'framed'
    ? [first, second - first - 1, third - second - 1, horizon - third - 1]
    : [second, third - second, horizon - third, 0];
}

function prospectOf(
  config: NextBestActionConfig,
  { gamma, times = expectedOfferTimes(config) }: Outlook,
): Prospect {
  const { plain, boosted } = behaviourOf(config);
  return {
    gamma,
    spans: spansOf(config, times),
    rateAfter: (made) => (isBoosted(made) ? boosted : plain).purchase,
    offerCounts: config.framing === 'unframed',
  };
}

function valuesOf(prospect: Prospect, made: readonly number[], choice: Choice): number[] {
  const { gamma, spans, rateAfter, offerCounts } = prospect;
  return offers.map((offer) => {
    const then = [...made, offer];
    return (
      spans[made.length]! * rateAfter(offerCounts ? then : made) + gamma * valueOf(prospect, then, choice)
    );
  });
}

function valueOf(prospect: Prospect, made: readonly number[], choice: Choice): number {
  if (made.length < OFFERS) return choice(valuesOf(prospect, made, choice));
  return prospect.spans[OFFERS]! * prospect.rateAfter(made);
}

/**
 * What each offer is worth where one is due and the best is chosen after it: Q* of the action.
 *
 * @returns [3] expected purchases of advertisement, small discount, large discount
 */
export function exactQValues(config: NextBestActionConfig, outlook: Outlook): readonly number[] {
  return valuesOf(prospectOf(config, outlook), outlook.made ?? [], best);
}

/** Expected purchases per customer, discounted per decision, of the best policy. */
export function optimalValue(config: NextBestActionConfig, gamma: number): number {
  return valueOf(prospectOf(config, { gamma }), [], best);
}

/** The same of the policy that makes every offer with the same probability. */
export function uniformValue(config: NextBestActionConfig, gamma: number): number {
  return valueOf(prospectOf(config, { gamma }), [], mean);
}
