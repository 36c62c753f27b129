/** The ways of learning that a run tries, of which validation keeps one. */
import type { Contacts } from '../loaded-log';
import { methods, type LearnedSettings, type Method } from './settings';

/** One way of learning, with all that is chosen beside the network. */
export interface Candidate {
  readonly method: Method;
  /** What the next decision is worth; `declared` as the schema says. */
  readonly gamma: number | 'declared';
  /** Of dqn: alpha of CQL(H); null elsewhere. */
  readonly conservativeWeight: number | null;
  /** Actions at least so likely in the log as this share of the likeliest; 0: all that it supports. */
  readonly relativeThreshold: number;
}

/** Tried one after the other; among equal values the first is kept. */
const GAMMAS = ['declared', 0.9, 0.5, 0] as const;
const WEIGHTS = [0.1, 1];
const THRESHOLD = 0.3;

/** What `auto` stands for is tried alone, the others as they are: a grid of all would be ten times as long. */
function dqnCandidates(
  gammas: readonly Candidate['gamma'][],
  { conservativeWeight, relativeThreshold }: LearnedSettings,
): Candidate[] {
  const weight = conservativeWeight === 'auto' ? 0 : conservativeWeight;
  const threshold = relativeThreshold === 'auto' ? 0 : relativeThreshold;
  const of = (gamma: Candidate['gamma'], more: Partial<Candidate> = {}): Candidate => ({
    ...{ method: 'dqn', gamma, conservativeWeight: weight, relativeThreshold: threshold },
    ...more,
  });
  const [furthest] = gammas;
  return [
    ...gammas.map((gamma) => of(gamma)),
    ...(conservativeWeight === 'auto' ? WEIGHTS : []).map((more) =>
      of(furthest!, { conservativeWeight: more }),
    ),
    ...(relativeThreshold === 'auto' ? [of(furthest!, { relativeThreshold: THRESHOLD })] : []),
  ];
}

const plain = (method: Method, gamma: Candidate['gamma']): Candidate => ({
  ...{ method, gamma, conservativeWeight: null, relativeThreshold: 0 },
});

/** Of gamma 0 every method is the same regression on rewards, but for what holds dqn back. */
function meaningOf(
  { method, gamma: given, conservativeWeight, relativeThreshold }: Candidate,
  declared: number | null,
): string {
  const gamma = given === 'declared' ? (declared ?? given) : given;
  const isRegression = gamma === 0 && !(conservativeWeight! > 0);
  return JSON.stringify([
    isRegression ? 'regression' : method,
    gamma,
    conservativeWeight ?? 0,
    relativeThreshold,
  ]);
}

/** How far a log lets anybody look. */
export interface Horizon {
  /** Whether the schema says what a later decision is worth, and some decision has one; otherwise later ones count nothing. */
  readonly ahead: boolean;
  /** What it says, where that is one number; null by the time between decisions, and undeclared. */
  readonly declared: number | null;
}

export function horizonOf({
  decisions,
  schema: { discount },
}: Pick<Contacts, 'decisions' | 'schema'>): Horizon {
  return {
    ahead: discount !== undefined && decisions.next.some((next) => next !== -1),
    declared: discount?.per === 'decision' ? discount.gamma : null,
  };
}

/** What a run tries on its log, in order. */
export function waysOn(
  contacts: Pick<Contacts, 'decisions' | 'schema'>,
  settings: LearnedSettings,
): Candidate[] {
  return waysOfLearning(settings, horizonOf(contacts));
}

/**
 * What a run's settings ask to be tried: methods, and what the next decision is worth, as named, or every one of them; what
 * holds dqn back with the furthest gamma alone; implicit Q-learning with that alone too.
 */
export function waysOfLearning(settings: LearnedSettings, { ahead, declared }: Horizon): Candidate[] {
  const { method, gamma } = settings;
  const gammas = gamma === 'auto' ? GAMMAS : [gamma];
  const heeded = ahead || (gamma !== 'auto' && gamma !== 'declared') ? gammas : [0];
  const tried = (method === 'auto' ? methods : [method]).flatMap((one) => {
    if (one === 'dqn') return dqnCandidates(heeded, settings);
    return (one === 'iql' ? heeded.slice(0, 1) : heeded).map((worth) => plain(one, worth));
  });
  const meanings = tried.map((one) => meaningOf(one, declared));
  return tried.filter((_, i) => meanings.indexOf(meanings[i]!) === i);
}
