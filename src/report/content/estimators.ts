/** What estimators are called, and what is to be known of each, in the order of tables. */

interface EstimatorWords {
  readonly label: string;
  /** Why it is not to be read like the others; empty where nothing is. */
  readonly remark: string;
}

const MODEL_ALONE = 'model alone: interval leaves out what the model gets wrong';

const words: Readonly<Record<string, EstimatorWords>> = {
  loggedMean: { label: 'Mean of what was done', remark: '' },
  replay: {
    label: 'Replay (matching decisions only)',
    remark: 'of the decisions alone at which the policy would have done the same',
  },
  ips: { label: 'Inverse propensity scoring', remark: '' },
  snips: { label: 'Self-normalised inverse propensity scoring', remark: '' },
  clippedIps: {
    label: 'Clipped inverse propensity scoring',
    remark: 'large weights cut: interval leaves out what that takes off',
  },
  dm: { label: 'Direct method', remark: MODEL_ALONE },
  dr: { label: 'Doubly robust', remark: '' },
  selfNormalisedDr: { label: 'Doubly robust, self-normalised', remark: '' },
  drShrinkage: { label: 'Doubly robust with shrinkage', remark: '' },
  switch: { label: 'SWITCH (weights where small, else the model)', remark: '' },
  switchDr: { label: 'Doubly robust, switched off for large weights', remark: '' },
  is: { label: 'Importance sampling of histories', remark: '' },
  wis: { label: 'Weighted importance sampling', remark: '' },
  pdis: { label: 'Per-decision importance sampling', remark: '' },
  perDecisionWis: { label: 'Per-decision weighted importance sampling', remark: '' },
  marginalisedIs: {
    label: 'State-marginalised importance sampling',
    remark: 'stays off the value however large the log: never to be read alone',
  },
  sequentialDr: { label: 'Sequential doubly robust', remark: '' },
  wdr: { label: 'Weighted doubly robust', remark: '' },
  fqe: { label: 'Fitted Q evaluation', remark: MODEL_ALONE },
};

/** Names of all that have words. */
export const estimatorNames: readonly string[] = Object.keys(words);

export function estimatorLabel(name: string): string {
  return words[name]?.label ?? name;
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
