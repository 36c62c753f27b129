/** What the policies beside a judged one do, in half a sentence each: for reports, and for `evaluate --help`. */

/** The name and description of what was done itself. */
export const LOGGED = { name: 'logged', description: 'what was done' };

const AS_MANY = 'contacts as many as the policy that is judged';

/** Those that need no learning; those of single actions are called `always-<action>`. */
export const plainDescriptions = {
  'no-action': 'contacts nobody',
  uniform: 'every action that was logged among the decisions that are judged, equally likely',
} as const;

/** Of the policy that takes one action always. */
export const constantDescription = (action: string) => `${action} for everybody`;

/** Those that a log has to teach, in the order of tables. */
export const targetingDescriptions = {
  'best-constant':
    'the same action for everybody, the one that seemed best on rows that are not judged (by a regression there), whatever turned out best on these; where all are judged, each half of the customers gets that of the other half',
  'greedy-one-step': 'the action with the highest reward now, by a regression on rows that are not judged',
  'look-alike': `picks who resembles those that answered; ${AS_MANY}`,
  'expected-value': `picks the highest chance of an answer times what the customer is worth; ${AS_MANY}`,
  uplift: `picks the highest gain in the chance of an answer over leaving alone, times what the customer is worth; ${AS_MANY}`,
  'random-targeting':
    'each action as often as the policy that is judged takes it, at random among those to whom it is allowed',
  'random-skip':
    'what was done as far as a model can foretell it, with contacts left out at random until as few are made as by the policy that is judged',
  'behaviour-clone': 'what was done as far as a model can foretell it',
} as const;

const AS_MANY_AS_DONE =
  'as large a share as was contacted on rows that are not judged, by the contact that was used most there';

/** Those that customer models make, where `enrich` added their columns to the log. */
export const customerModelDescriptions = {
  'uplift-score':
    'contacts by what leaves most after its cost, by the columns of the uplift model, and leaves alone where nothing is left; what an outcome is worth and a contact costs is read off rows that are not judged',
  'value-score': `contacts those from whom customer models (value, else spend) expect most; ${AS_MANY_AS_DONE}`,
  'look-alike-score': `contacts those whose added columns resemble those of customers who answered, by a logistic regression; ${AS_MANY_AS_DONE}`,
} as const;

export type CustomerModelName = keyof typeof customerModelDescriptions;

export type TargetingName = keyof typeof targetingDescriptions;

export const targetingNames = Object.keys(targetingDescriptions) as readonly TargetingName[];
