/** What a world whose customers move between states needs of a log, so that it becomes that company's. */
import type { Random } from '../core/random';
import type { FlowLog } from '../stats/flow-log';
import type { VaryingShare } from '../stats/varying-share';

/** Share of the customers of a state who move to another one in a period with an action. */
export interface FlowEstimate extends VaryingShare {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  /** Mean and standard deviation of the share of whole customers, as many as the state has on average. */
  readonly whole: MeanAndDeviation;
}

/** A contact's share minus that of No Action. */
export interface ShareDifference {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Of this interval; all differences together hold at 95 %. */
  readonly level: number;
  /** Whether 0 is outside of the interval. */
  readonly shown: boolean;
}

export interface MeanAndDeviation {
  readonly mean: number;
  readonly sd: number;
}

/** Customers who join a state in a period. */
export interface ArrivalEstimate {
  readonly state: string;
  readonly mean: number;
  readonly standardError: number;
  /** Standard deviation between periods. */
  readonly sd: number;
  /** Customers a period that the world was given. */
  readonly given: number;
}

export interface Calibration {
  /** The world's settings, as a file has them below its name; they have room for `limits`, a list of sentences. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings of a run that trainings in it start from. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly flows: readonly FlowEstimate[];
  /** Of the contacts that the world has. */
  readonly differences: readonly ShareDifference[];
  readonly arrivals: readonly ArrivalEstimate[];
  /** [states] share of the customers whom an action of the world reaches: those on whom something was decided */
  readonly reach: readonly number[];
  /** [states] profit per customer and period */
  readonly revenue: readonly number[];
  /** [actions of the world] cost per customer whom it reaches; null where the log does not say it */
  readonly costs: readonly { readonly action: string; readonly cost: number | null }[];
  /** What the log cannot tell, and what was done instead: sentences. */
  readonly notIdentified: readonly string[];
  /** How the log was simulated, and what came of it. */
  readonly check: CalibrationCheck;
}

/** A statistic of the log beside that of logs that the calibrated world makes. */
export interface StatisticCheck {
  readonly name: string;
  /** Whether it is an amount of account currency. */
  readonly isMoney: boolean;
  readonly logged: number;
  /** Mean over simulated logs. */
  readonly simulated: number;
  /** Band in which all statistics of a simulated log lie at once, as often as `level` says. */
  readonly low: number;
  readonly high: number;
  readonly reproduced: boolean;
}

export interface CalibrationCheck {
  readonly replications: number;
  readonly level: number;
  readonly statistics: readonly StatisticCheck[];
  /** [states] customers over time, logged and simulated. */
  readonly courses: readonly {
    readonly state: string;
    /** [periods + 1] */
    readonly logged: readonly number[];
    /** [periods + 1] mean over simulated logs, and the ends of the middle 95 % of them */
    readonly simulated: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
  }[];
  /** Of simulated logs: periods in which more customers were to leave a state than it had, per log. */
  readonly clips: number;
}

export interface CalibrationForm {
  /** Names of the states, in the order in which a log has to have them. */
  readonly states: readonly string[];
  /** @throws InputError for a log that cannot tell what the world needs */
  calibrate(log: FlowLog, random: Random): Calibration;
}
