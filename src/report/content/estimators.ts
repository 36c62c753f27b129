/** What estimators are called, and what is to be known of each, in the order of tables. */

interface EstimatorWords {
  /** In charts. */
  readonly short: string;
  readonly label: string;
  /** Why it is not to be read like the others; empty where nothing is. */
  readonly remark: string;
}

const MODEL_ALONE = 'model alone: interval leaves out what the model gets wrong';

const words: Readonly<Record<string, EstimatorWords>> = {
  loggedMean: { short: 'mean', label: 'What was done', remark: '' },
  replay: {
    short: 'Replay',
    label: 'Matching decisions only',
    remark: 'of the decisions alone at which the policy would have done the same',
  },
  ips: { short: 'IPS', label: 'Inverse propensity scoring', remark: '' },
  snips: { short: 'SNIPS', label: 'Self-normalised inverse propensity scoring', remark: '' },
  clippedIps: {
    short: 'Clipped IPS',
    label: 'Clipped inverse propensity scoring',
    remark: 'large weights cut: interval leaves out what that takes off',
  },
  dm: { short: 'DM', label: 'Direct method', remark: MODEL_ALONE },
  dr: { short: 'DR', label: 'Doubly robust', remark: '' },
  selfNormalisedDr: { short: 'Self-normal. DR', label: 'Doubly robust, self-normalised', remark: '' },
  drShrinkage: { short: 'Shrunk DR', label: 'Doubly robust with shrinkage', remark: '' },
  switch: { short: 'SWITCH', label: 'Weights where small, else the model', remark: '' },
  switchDr: { short: 'SWITCH-DR', label: 'Doubly robust, switched off for large weights', remark: '' },
  is: { short: 'IS', label: 'Importance sampling of histories', remark: '' },
  wis: { short: 'WIS', label: 'Weighted importance sampling', remark: '' },
  pdis: { short: 'PDIS', label: 'Per-decision importance sampling', remark: '' },
  perDecisionWis: { short: 'Per-dec. WIS', label: 'Per-decision weighted importance sampling', remark: '' },
  marginalisedIs: {
    short: 'Marginalised IS',
    label: 'State-marginalised importance sampling',
    remark: 'stays off the value however large the log: never to be read alone',
  },
  sequentialDr: { short: 'Sequential DR', label: 'Sequential doubly robust', remark: '' },
  wdr: { short: 'WDR', label: 'Weighted doubly robust', remark: '' },
  fqe: { short: 'FQE', label: 'Fitted Q evaluation', remark: MODEL_ALONE },
};

/** Names of all that have words. */
export const estimatorNames: readonly string[] = Object.keys(words);

export function estimatorShort(name: string): string {
  return words[name]?.short ?? name;
}

/** `Weighted doubly robust (WDR)` */
export function estimatorLabel(name: string): string {
  const known = words[name];
  return known === undefined ? name : `${known.label} (${known.short})`;
}

export function estimatorRemark(name: string): string {
  return words[name]?.remark ?? '';
}

/** Names in the order of tables, unknown ones last. */
export function inTableOrder(names: readonly string[]): string[] {
  const place = (name: string) => {
    const known = estimatorNames.indexOf(name);
    return known < 0 ? estimatorNames.length : known;
  };
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
