/** What a policy may spend, what it does spend, and what more would earn, as report.json has it. */
import type { Estimate } from '../../core/estimate';
import type { FrontierPoint } from './frontier';

/** So much of something per day, or per decision. */
export interface Rate {
  readonly amount: number;
  readonly per: 'day' | 'decision';
}

/** A limit that was asked for, and what became of it. Amounts are per day or per decision as it was asked. */
export interface SpendingLimit {
  /** Whose contacts are limited; null: what is spent. */
  readonly channel: string | null;
  readonly asked: Rate;
  /**
   * About what one more unit would earn, in the units of the reward; 0 where the limit does not bind. What was charged, and
   * nothing more, of a limit that is not kept.
   */
  readonly price: number;
  /** Whether it is kept where the price was found; false where something has to be done that takes more. */
  readonly isMet: boolean;
  /** What is taken on the decisions that the price was found on. */
  readonly found: number;
  /** The same with its uncertainty; reports of earlier versions do not have it. */
  readonly foundInterval?: Estimate;
  /** The same on those held out. */
  readonly heldOut: Estimate;
}

/** What decisions take. */
interface Taken {
  readonly cost: Estimate;
  readonly contacts: Estimate;
}

export interface SpendingPoint extends FrontierPoint {
  /** null of a log without times */
  readonly spentPerDay: Estimate | null;
}

export interface Spending {
  /** Of the whole log, also where it does not tell what came of them, by the days that it spans; null without times. */
  readonly decisionsPerDay: number | null;
  /** Decisions that prices were found on: none of those held out. */
  readonly foundOn: number;
  /** What a unit of cost is charged beside what rewards hold; 0 where nothing is. */
  readonly price: number;
  /** Whether somebody said that price, and no budget made it. */
  readonly isPriceGiven: boolean;
  readonly limits: readonly SpendingLimit[];
  /** On the held-out decisions, each as the log has it. */
  readonly perDecision: Taken;
  /** null of a log without times */
  readonly perDay: Taken | null;
  /** The same values at other prices of cost, from 0 to where no more can be saved; of a log without costs the policy alone. */
  readonly frontier: readonly SpendingPoint[];
  /**
   * The same values at the prices that keep the limits on the held-out decisions themselves, as nobody knows them beforehand;
   * null without limits, and where too little is judged. No ratio to it: one changes with whatever is added to all rewards.
   */
  readonly hindsight: SpendingPoint | null;
}
