/**
 * What there is to decide in. A world brings everything that is its own: settings, environments, baselines, known
 * values and views; training, judging and reports ask it and know no world by name.
 */
import type { z } from 'zod';
import type { Scaling } from '../agents/model';
import type { Random } from '../core/random';
import type { VectorEnvironment } from '../env/environment';
import type { Policy } from '../policies/policy';
import type { KnownMean } from '../stats/intervals';
import type { CalibrationForm } from './calibration-form';
import type { CompanyForm } from './company-form';
import type { LogForm } from './log-form';
import type { Views } from './views';

/** What a policy is judged by in a world: the sum of rewards, discounted where gamma is below 1. */
export type Objective = 'discountedReward' | 'totalReward';

export interface BaselineContext {
  /** Discount that rules with a parameter are tuned for. */
  readonly gamma: number;
  /** Source of the baselines' own random numbers. */
  readonly random: Random;
}

/** A policy that anybody would try before training one. */
export interface Baseline {
  readonly name: string;
  /** What it does, in half a sentence and without what is still to be tuned: for help. */
  readonly description?: string;
  /** May tune or train it. */
  readonly make: () => Policy | Promise<Policy>;
  /** Whether it plans anew in every state, and so is judged on fewer episodes. */
  readonly plans?: boolean;
  /**
   * Where lanes share something that was drawn once (an agent trained for several of them): which independent unit a
   * lane belongs to, 0, 1, ... without gaps.
   */
  readonly unitOf?: (lane: number) => number;
}

/** The rules of a world as one would write them first, for `bench` to state the environment's speed beside. */
export interface PlainProgram {
  /** Environment steps of one call. */
  readonly stepsPerCall: number;
  readonly run: () => void;
}

/** A world under given settings. */
export interface OpenWorld {
  /** Names of the actions; index 0 is No Action. */
  readonly actions: readonly string[];
  /** Names of an observation's features, in order. */
  readonly features: readonly string[];
  /** How a network sees an observation: (observation - offset) * scale. @default as it is */
  readonly scaling?: Pick<Scaling, 'observationOffset' | 'observationScale'>;
  /** Whether actions may be forbidden at times. @default false */
  readonly masked?: boolean;
  /**
   * Indices of the actions that make a baseline when always taken. Leave out what nobody can be given at every
   * decision, such as No Action where each decision is which contact, not whether: a policy of that name would do
   * something else. @default every action
   */
  readonly constantActions?: readonly number[];
  /** @param random source of all its random numbers */
  make(lanes: number, random: Random): VectorEnvironment;
  /** The same, but rewards are what a company books, where those of `make` are their expectation. @default `make` */
  makeLogged?(lanes: number, random: Random): VectorEnvironment;
  /** Beside `no-action` and `always-<action>` of the constant actions, and `uniform`, which every world has. */
  baselines?(context: BaselineContext): readonly Baseline[];
  /** The best value known for an objective; null where nothing is known. */
  known?(objective: Objective, gamma: number): KnownMean | null;
  /** What is not known of the company that the world stands for, a sentence each: reports repeat it. */
  readonly limits?: readonly string[] | undefined;
  /** What a report shows of a policy at work. */
  views?(policy: Policy, context: BaselineContext): Promise<Views>;
  /** What a training in this environment should know when it ends: a warning per line. */
  remarks?(environment: VectorEnvironment): readonly string[];
  /** How a company would log it. @default every feature as a number */
  readonly logForm?: LogForm;
  /** What a company sells in it, and what is to be expected of a customer; where there is nothing to sell, nothing. */
  readonly company?: CompanyForm;
  plainProgram?(random: Random): PlainProgram;
}

export interface World {
  readonly kind: 'world';
  /** In `--environment`, manifests and reports; also the key of its settings in a run's configuration. */
  readonly name: string;
  /** Every setting with its default and check. */
  readonly settings: z.ZodType;
  /** Settings of a run that its trainings start from where the general defaults do not serve it. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** How its settings are made of a company's log. @default they cannot be */
  readonly calibration?: CalibrationForm | undefined;
  /** @throws ZodError unless the settings are what `settings` describes */
  open(settings: unknown): OpenWorld;
}

export interface WorldDefinition<Schema extends z.ZodType> {
  readonly name: string;
  readonly settings: Schema;
  readonly defaults?: World['defaults'];
  readonly calibration?: CalibrationForm;
  readonly open: (settings: z.output<Schema>) => OpenWorld;
}

/** A world whose `open` gets checked settings. */
export function defineWorld<Schema extends z.ZodType>({
  name,
  settings: schema,
  defaults = {},
  calibration,
  open,
}: WorldDefinition<Schema>): World {
  return {
    kind: 'world',
    name,
    settings: schema,
    ...{ defaults, calibration },
    open: (settings) => open(schema.parse(settings)),
  };
}

/** The world as a log shows it. */
export function loggedEnvironment(world: OpenWorld, lanes: number, random: Random): VectorEnvironment {
  return world.makeLogged === undefined ? world.make(lanes, random) : world.makeLogged(lanes, random);
}
