/**
 * Looks at decisions of a log. Who judges many policies on the same decisions finds one that is better by chance, and finds
 * it sooner by changing a policy after seeing how it did (Dwork et al. 2017, Guilt-Free Data Reuse,
 * https://cacm.acm.org/magazines/2017/4/215040-guilt-free-data-reuse/fulltext). No interval knows of that, so looks are
 * counted across runs.
 */
import type { Decision } from './verdict';

/** A policy's value was read on decisions of a log. */
export interface Look {
  /** When, ISO 8601. */
  readonly at: string;
  /** Where the policy lies: a run's folder or a rules file; null of a baseline. */
  readonly run: string | null;
  /** Its name in reports. */
  readonly policy: string;
  /** Equal where policies do the same: a hash of all that decides what it does, or the name of a baseline. */
  readonly identity: string;
  /** SHA-256 of which decisions. */
  readonly decisions: string;
  readonly split: 'all' | 'test';
  /** null of a policy that was read beside the one that the verdict was on */
  readonly verdict: Decision | null;
  /** What the verdict was against. */
  readonly against: string | null;
}

/** All that is known of a log. */
export interface LooksAtLog {
  /** In the order in which they were taken. */
  readonly looks: readonly Look[];
  /** Lines that cannot be read, so that there may be more. */
  readonly unreadable: number;
}

/** Another policy's look at the same decisions. */
export type OtherLook = Pick<Look, 'at' | 'run' | 'policy' | 'verdict' | 'against'> & {
  readonly number: number;
};

export interface CountedLooks extends Pick<LooksAtLog, 'unreadable'> {
  readonly counted: true;
  readonly split: 'all' | 'test';
  /** Which look at these decisions this one is, from 1. */
  readonly number: number;
  /** Looks at these decisions, this one and later ones included. */
  readonly total: number;
  /**
   * At most how often one or more of so many policies come out better, none of which is: a share of cases. For policies that
   * were fixed before the first look (Bonferroni's inequality).
   */
  readonly falseBetter: number;
  readonly others: readonly OtherLook[];
  /** Looks at other decisions of the same log. */
  readonly elsewhere: number;
}

export type Looks = CountedLooks | { readonly counted: false; readonly reason: string };

/** The first look of each policy at each choice of decisions: what is read again tells nothing new. */
function withoutRepeats(looks: readonly Look[]): readonly Look[] {
  const known = new Set<string>();
  return looks.filter(({ decisions, identity }) => {
    const key = `${decisions} ${identity}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/**
 * @param own a look that is among all
 * @param level of the two-sided interval that decides a verdict
 * @throws RangeError if it is not
 */
export function countLooks(
  { looks, unreadable }: LooksAtLog,
  own: Pick<Look, 'decisions' | 'identity' | 'split'>,
  level: number,
): CountedLooks {
  const distinct = withoutRepeats(looks);
  const here = distinct.filter(({ decisions }) => decisions === own.decisions);
  const number = here.findIndex(({ identity }) => identity === own.identity) + 1;
  if (number === 0) throw new RangeError('countLooks: expected the own look among those there are');
  const others = here.map(({ at, run, policy, verdict, against }, i) => {
    return { number: i + 1, at, run, policy, verdict, against };
  });
  return {
    ...{ counted: true, split: own.split, number, total: here.length },
    falseBetter: Math.min(1, (here.length * (1 - level)) / 2),
    others: others.filter((other) => other.number !== number),
    ...{ elsewhere: distinct.length - here.length, unreadable },
  };
}
