/** The policy beside the truth: what it chooses after the offers so far, and what each choice is worth. */
import type { Policy } from '../../policies/policy';
import type { ViewTable } from '../views';
import { behaviourOf } from './behaviour';
import { exactQValues } from './exact';
import { actionNames, featureNames, OFFERS, offers, type NextBestActionConfig } from './settings';

/** Offers that may have been made when the first or the second is due: those decide whether a customer is boosted early. */
const histories: readonly (readonly number[])[] = [[], ...offers.map((offer) => [offer])];

const nameOf = (action: number) => actionNames[action]!;

/** [features] of a customer after these offers, who was offered and has visited as often as customers are on average. */
function observationAfter(config: NextBestActionConfig, made: readonly number[]): number[] {
  const { framing, horizon, offerMeans } = config;
  // Framed, a decision is taken where the last offer was made.
  const now = framing === 'framed' ? (offerMeans[made.length - 1] ?? 0) : offerMeans[made.length]!;
  const firstTimes = offers.map((offer) => offerMeans[made.indexOf(offer)] ?? horizon);
  const row = [0, Math.round(now * behaviourOf(config).plain.visit), ...firstTimes, now];
  return row.slice(0, featureNames(config).length);
}

/** [histories, actions] */
async function probabilitiesOf(policy: Policy, config: NextBestActionConfig): Promise<Float32Array> {
  const rows = histories.map((made) => observationAfter(config, made));
  const allowed = histories.flatMap(() => actionNames.map((_, action) => Math.sign(action)));
  const out = new Float32Array(allowed.length);
  await policy.probabilities(
    { observations: Float32Array.from(rows.flat()), allowed: Uint8Array.from(allowed) },
    out,
  );
  return out;
}

/** A row per history: what it is, the exact value of each offer, and the offers that the policy makes. */
export async function choicesTable(
  policy: Policy,
  config: NextBestActionConfig,
  gamma: number,
): Promise<ViewTable> {
  const probabilities = await probabilitiesOf(policy, config);
  const rows = histories.map((made, i) => {
    const taken = offers.filter((offer) => probabilities[i * actionNames.length + offer]! > 0);
    return [
      made.length === 0 ? 'none' : made.map(nameOf).join(', '),
      ...exactQValues(config, { gamma, made }).map((value) => Number(value.toFixed(2))),
      taken.map(nameOf).join(' or '),
    ];
  });
  return {
    caption: `Of ${OFFERS} offers to an average customer: what each is worth if the best follows (exact), and what the policy chooses`,
    columns: ['Offers so far', ...offers.map((offer) => `Value of ${nameOf(offer)}`), 'Choice'],
    rows,
  };
}
