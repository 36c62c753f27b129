/** The policies of an evaluation on a log: the one that is judged, and what it is compared with. */
import type { LoggedRows } from '../../../dataset/logged-rows';
import { probabilitiesOn } from '../../../evaluate/logged/chunks';
import { chanceTargeting } from '../../../evaluate/logged/targeting/baselines';
import { customerModelNames } from '../../../evaluate/logged/targeting/customer-models';
import {
  constantDescription,
  customerModelDescriptions,
  LOGGED,
  plainDescriptions,
  targetingDescriptions,
  targetingNames,
} from '../../../evaluate/logged/targeting/descriptions';
import { meanShares } from '../../../evaluate/logged/targeting/scores';
import type { Folds } from '../../../evaluate/off-policy/folds';
import type { ShapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { JudgedCandidate } from '../../../evaluate/off-policy/request';
import { constantPolicy } from '../../../policies/constant';
import type { Policy } from '../../../policies/policy';
import { keepAllowed } from '../../../rl/action-probabilities';
import { OR_RULES, policyNamed } from '../../policy-named';
import { customerScoresOn } from './customer-scores';
import type { LogToJudge } from './log-to-judge';
import { rowsToTarget } from './targeting';

/** Policies that need no learning. */
function plainPolicies({ actions }: LoggedRows, isLogged: readonly boolean[]): Policy[] {
  const logged = isLogged.filter((is) => is).length;
  return [
    { ...constantPolicy(actions, 0), description: plainDescriptions['no-action'] },
    ...actions
      .slice(1)
      .map((action, i) => ({ ...constantPolicy(actions, i + 1), description: constantDescription(action) })),
    {
      name: 'uniform',
      description: plainDescriptions.uniform,
      probabilities: ({ allowed }, out) => {
        for (let at = 0; at < out.length; at += 1) out[at] = isLogged[at % actions.length]! ? 1 / logged : 0;
        keepAllowed(actions.length, allowed, out);
      },
    },
  ];
}

const descriptions = { ...targetingDescriptions, ...customerModelDescriptions };

const DONE: JudgedCandidate = { ...LOGGED, role: 'logged', probabilities: null, isFixed: true };

/** What is judged, and what decides the verdict: a policy of its own, or a baseline by its name. */
export interface Sides {
  readonly subject: Policy | string;
  readonly against: Policy | string;
  /** Further policies of one's own, fixed on other decisions than those that are judged. @default none */
  readonly beside?: readonly Policy[];
}

export const nameOf = (side: Policy | string): string => (typeof side === 'string' ? side : side.name);

type Described = Pick<Policy, 'name' | 'description'>;

/** @param probabilities [n, actions] */
const baseline = ({ name, description }: Described, probabilities: Float64Array, isFixed = true) =>
  ({ name, description, role: 'baseline', probabilities, isFixed }) as const;

/**
 * The subject first, then what decides, where either is no baseline, then all others.
 *
 * @param asked what a policy of its own would do at every decision: [n, actions]
 * @throws InputError for a name that is no baseline's
 */
async function withSides(
  { subject, against, beside = [] }: Sides,
  asked: (policy: Policy) => Promise<Float64Array>,
  isFixed: boolean,
  policies: readonly JudgedCandidate[],
): Promise<JudgedCandidate[]> {
  const own: JudgedCandidate[] = [];
  for (const policy of beside) own.push(baseline(policy, await asked(policy)));
  const baselines = [
    // What a person wrote was fixed before anybody looked at this log.
    ...(typeof against === 'string' ? [] : [baseline(against, await asked(against))]),
    ...[DONE, ...own, ...policies],
  ];
  const judged =
    typeof subject === 'string'
      ? policyNamed(subject, baselines, '--policy', OR_RULES)
      : {
          ...baseline(subject, await asked(subject), isFixed),
          role: subject.name === 'model' ? ('model' as const) : ('baseline' as const),
        };
  const others = baselines.filter((one) => one !== judged);
  policyNamed(nameOf(against), others, '--against', OR_RULES);
  return [judged, ...others];
}

/** All there are, unasked: where too few are judged for anything to be estimated. */
export function unaskedCandidates(
  { judged: { rows, decisions }, isFixed, contacts }: LogToJudge,
  sides: Sides,
  isLogged: readonly boolean[],
): Promise<JudgedCandidate[]> {
  const nothing = new Float64Array(0);
  const scores = customerScoresOn(contacts, decisions)?.(decisions);
  return withSides(sides, () => Promise.resolve(nothing), isFixed, [
    ...plainPolicies(rows, isLogged).map((policy) => baseline(policy, nothing)),
    ...[...targetingNames, ...customerModelNames(scores)].map((name) =>
      baseline({ name, description: descriptions[name] }, nothing, false),
    ),
  ]);
}

/** What is learned from rows that are not judged, and hangs on nothing of those that are. */
const OF_OTHER_ROWS: readonly string[] = [
  'best-constant',
  'greedy-one-step',
  ...Object.keys(customerModelDescriptions),
];

/**
 * What is compared. Policies of chance and of scores contact as many as the one that is judged; where that is one of
 * them, or learned, as many as the log did.
 */
export async function candidatesOf(
  log: LogToJudge,
  sides: Sides,
  shape: ShapeOfHistories,
  clone: Float64Array,
  folds: Folds,
  isLogged: readonly boolean[],
): Promise<JudgedCandidate[]> {
  const { rows } = log.judged;
  const { subject } = sides;
  const plain: JudgedCandidate[] = [];
  // What may be done equally likely is read off the judged rows, unless all may.
  for (const policy of plainPolicies(rows, isLogged))
    plain.push(
      baseline(
        policy,
        await probabilitiesOn(rows, policy),
        policy.name !== 'uniform' || isLogged.every((is) => is),
      ),
    );
  const reference =
    typeof subject === 'string'
      ? (plain.find(({ name }) => name === subject)?.probabilities ?? clone)
      : await probabilitiesOn(rows, subject);
  const { judged, learned } = rowsToTarget(log, shape, folds);
  const contactShare = 1 - meanShares(reference, rows.actions.length, shape.sampleWeights)[0]!;
  const made = [...learned(contactShare), ...chanceTargeting(judged, reference, clone)];
  const asked = async (policy: Policy) => (policy === subject ? reference : probabilitiesOn(rows, policy));
  return withSides(sides, asked, log.isFixed, [
    ...plain,
    ...made.map(({ name, probabilities }) =>
      baseline(
        { name, description: descriptions[name] },
        probabilities,
        log.learnedFrom !== null && OF_OTHER_ROWS.includes(name),
      ),
    ),
  ]);
}
