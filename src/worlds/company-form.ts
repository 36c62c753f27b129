/** What a company that is played as a world would book, and the truth of it that no company knows. */
import type { VectorEnvironment } from '../env/environment';

/** What is to be expected of a customer. */
export interface Outlook {
  /** Chance of being lost in the next period. */
  readonly leaves: number;
  /** Chance of buying nothing within the periods asked for, for whatever reason. */
  readonly buysNothing: number;
  /** Expected sum of what is bought within them, account currency. */
  readonly value: number;
}

export interface CompanyForm {
  /**
   * What a lane bought in the last step, asked for or not; 0 where it bought nothing; account currency.
   *
   * @param environment the world's own, after a step
   */
  bought(environment: VectorEnvironment, lane: number): number;
  /** Hidden features of a lane, before its next step: names, and the cells of a file. */
  readonly hidden: readonly {
    readonly name: string;
    readonly of: (environment: VectorEnvironment, lane: number) => string;
  }[];
  /**
   * Of a lane before its next step, while in every period each action is done with the same chance.
   *
   * @param chances [actions] sum to 1
   * @param periods from the next one on
   */
  outlook(environment: VectorEnvironment, lane: number, chances: ArrayLike<number>, periods: number): Outlook;
}
