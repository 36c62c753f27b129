/** What the metrics of a simulation are called, and in what unit they are. */
import type { Estimate } from '../../core/estimate';
import { formatEstimate, formatShare } from '../format';

interface MetricWords {
  readonly label: string;
  /** What the policy does with it, as in "earns 476,310 discounted reward per episode". */
  readonly phrase: string;
}

const words: Readonly<Record<string, MetricWords>> = {
  discountedReward: {
    label: 'Discounted reward per episode',
    phrase: 'discounted reward per episode',
  },
  totalReward: { label: 'Total reward per episode', phrase: 'reward per episode' },
  rewardPerDecision: { label: 'Reward per decision', phrase: 'reward per decision' },
  rewardPerCustomer: { label: 'Reward per customer', phrase: 'reward per customer' },
  rewardPerRow: { label: 'Reward per row', phrase: 'reward per row' },
  rewardPerPeriod: { label: 'Reward per period', phrase: 'reward per period' },
  costPerPeriod: { label: 'Cost per period', phrase: 'cost per period' },
  contactsPerPeriod: { label: 'Contacts per period', phrase: 'contacts per period' },
  // Of the seeds of a log: what policies agree on with it, no value.
  'held-out reward': { label: 'Matched reward, held out', phrase: 'matched reward, held out' },
  noActionShare: { label: 'Share of No Action', phrase: 'of the decisions are No Action' },
};

/** `someMetricName` as "some metric name", for metrics that have no entry above. */
function spaced(name: string): string {
  return name.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

export function metricLabel(name: string): string {
  return words[name]?.label ?? spaced(name);
}

export function metricPhrase(name: string): string {
  return words[name]?.phrase ?? spaced(name);
}

/** An estimate in the unit of its metric: shares as percentages, all else as numbers. */
export function formatMetric(name: string, estimate: Estimate | undefined): string {
  const known = estimate !== undefined && estimate.value !== null;
  return known && name.endsWith('Share') ? formatShare(estimate.value) : formatEstimate(estimate);
}
