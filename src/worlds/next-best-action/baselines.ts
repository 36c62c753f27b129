/** What a learned policy is held against in the next-best-action world. */
import { certainPolicy } from '../../policies/certain';
import type { Policy } from '../../policies/policy';
import { actionNames, featureNames, type NextBestActionConfig } from './settings';

/**
 * The rule that boosts everybody at the second offer, which no policy can do earlier: the optimum, if boosted customers
 * buy more. Which offer comes third is without effect.
 */
export function advertiseThenDiscountPolicy(config: NextBestActionConfig): Policy {
  const features = featureNames(config);
  const advertised = features.indexOf('advertisementTime');
  return certainPolicy(
    'advertise-then-discount',
    'makes an advertisement the first offer, and large discounts the others',
    actionNames.length,
    ({ observations }, out) => {
      for (let row = 0; row < out.length; row += 1) {
        const time = observations[row * features.length + advertised]!;
        out[row] = actionNames.indexOf(time < config.horizon ? 'large-discount' : 'advertisement');
      }
    },
  );
}
