/** What any world must keep to, checked by opening it and playing: run it over a new one before training in it. */
import type { Random } from '../core/random';
import { checkEnvironment } from '../env/check-environment';
import { bits } from '../env/check-time-step';
import type { VectorEnvironment } from '../env/environment';
import { drawn, play } from '../policies/play';
import type { Policy } from '../policies/policy';
import { uniformPolicy } from '../policies/uniform';
import { baselinesOf } from './baselines';
import type { View, Views } from './views';
import type { BaselineContext, Objective, OpenWorld, World } from './world';

const LANES = 3;
const FIRST_STEPS = 7;

function demand(condition: boolean, complaint: string): asserts condition {
  if (!condition) throw new Error(`world: ${complaint}`);
}

function expectNames(place: string, actual: readonly string[], expected: readonly string[]): void {
  const same = JSON.stringify(actual) === JSON.stringify(expected);
  demand(same, `${place} must be ${expected.join(', ')}, got ${actual.join(', ')}`);
}

/** The environment is the one that the world describes. */
function checkDescription(world: OpenWorld, random: Random): void {
  const { actions, features, masked = false, scaling } = world;
  const environment = world.make(LANES, random);
  demand(environment.lanes === LANES, `make must give ${LANES} lanes, got ${environment.lanes}`);
  expectNames('the actions of the environment', environment.actions, actions);
  expectNames('the features of the environment', environment.observationSpec.features, features);
  const { allowed } = environment.reset();
  demand(masked || allowed === null, 'masked must be true where the environment forbids actions');
  for (const [name, values] of Object.entries(scaling ?? {})) {
    demand(
      values.length === features.length,
      `scaling ${name} must have a number per feature, got ${values.length}`,
    );
    demand(values.every(Number.isFinite), `scaling ${name} must be finite, got ${values.join(', ')}`);
  }
}

/** What is seen while every lane takes the last action that it may, bit by bit. */
function firstSteps(environment: VectorEnvironment): string {
  const { observations, allowed } = environment.reset();
  const count = environment.actions.length;
  const lastAllowed = (mask: Uint8Array | null, lane: number) =>
    mask === null ? count - 1 : mask.subarray(lane * count, (lane + 1) * count).lastIndexOf(1);
  let mask = allowed;
  const seen = [bits(observations)];
  for (let i = 0; i < FIRST_STEPS; i += 1) {
    const step = environment.step(Int32Array.from({ length: LANES }, (_, lane) => lastAllowed(mask, lane)));
    seen.push(bits(step));
    mask = step.allowed;
  }
  return seen.join();
}

/** One row of a policy's probabilities: none below 0 or of what is forbidden, and all sum to 1. */
function checkProbabilities(name: string, row: Float32Array, allowed: Uint8Array | null): void {
  const sum = row.reduce((a, b) => a + b, 0);
  demand(Math.abs(sum - 1) < 1e-5, `the probabilities of ${name} must sum to 1, got ${sum}`);
  const least = Math.min(...row);
  demand(least >= 0, `the probabilities of ${name} must not be below 0, got ${least}`);
  const forbidden = row.findIndex((probability, action) => probability > 0 && allowed?.[action] === 0);
  demand(forbidden < 0, `${name} must leave what is forbidden alone, and takes action ${forbidden}`);
}

/** What a policy wants at the start and on the way, as far as it goes by itself. */
async function checkPolicy(policy: Policy, environment: VectorEnvironment, random: Random): Promise<void> {
  const count = environment.actions.length;
  const checked: Pick<Policy, 'probabilities'> = {
    probabilities: async (decisions, out) => {
      await policy.probabilities(decisions, out.fill(NaN));
      for (let first = 0; first < out.length; first += count) {
        const allowed = decisions.allowed?.subarray(first, first + count) ?? null;
        checkProbabilities(policy.name, Float32Array.from(out.subarray(first, first + count)), allowed);
      }
    },
  };
  const moments = play(checked, environment, drawn(random));
  for (let i = 0; i < FIRST_STEPS; i += 1) await moments.next();
}

async function checkBaselines(world: OpenWorld, context: BaselineContext, random: Random): Promise<void> {
  const names = new Set<string>();
  for (const { name, make } of baselinesOf(world, context)) {
    demand(!names.has(name), `baselines must differ in name, got ${name} twice`);
    names.add(name);
    await checkPolicy(await make(), world.make(LANES, random), random.fork(name));
  }
}

function checkView(name: string, view: View, actions: readonly string[]): void {
  const known = (action: string) =>
    demand(actions.includes(action), `view ${name}: no action is called ${action}`);
  if (view.kind === 'trajectory') {
    const { features, values, rewards } = view;
    demand(values.length === features.length, `view ${name}: values must have a row per feature`);
    const equal = [...values, rewards].every(({ length }) => length === view.actions.length);
    demand(equal, `view ${name}: values, actions and rewards must have one entry per period`);
    view.actions.forEach(known);
  } else if (view.kind === 'actionMap') {
    view.points.forEach(({ action }) => known(action));
    const inside = view.points.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1);
    demand(inside, `view ${name}: points must lie in [0, 1]`);
  } else {
    const wrong = view.rows.find((row) => row.length !== view.columns.length);
    demand(
      wrong === undefined,
      `view ${name}: rows must have ${view.columns.length} cells, got ${wrong?.length ?? 0}`,
    );
  }
}

function checkViews({ trajectory, actionMap, views = {} }: Views, actions: readonly string[]): void {
  if (trajectory) checkView('trajectory', { kind: 'trajectory', ...trajectory }, actions);
  if (actionMap) checkView('actionMap', { kind: 'actionMap', ...actionMap }, actions);
  for (const [name, view] of Object.entries(views)) checkView(name, view, actions);
}

function checkKnown(world: OpenWorld, gamma: number): void {
  for (const objective of ['discountedReward', 'totalReward'] satisfies Objective[]) {
    const best = world.known?.(objective, gamma) ?? null;
    const sound = best === null || (Number.isFinite(best.value) && best.standardError >= 0);
    demand(sound, `known ${objective} must be a number with a standard error >= 0, or null`);
  }
}

export interface WorldCheck {
  /** Those of the world to check it under. @default {} */
  readonly settings?: unknown;
  /** Discount that baselines and known values are asked for. @default .9 */
  readonly gamma?: number;
  /** Steps of each playing check of the environment; give more than an episode has. @default 400 */
  readonly steps?: number;
}

/**
 * Opens a world, plays its environment, makes its baselines and looks at its views, and refuses it at the first broken
 * rule of the contract.
 *
 * @param random source of all random numbers; the same stream, the same check
 * @throws Error with one sentence that says which rule is broken
 */
export async function checkWorld(
  world: World,
  random: Random,
  { settings = {}, gamma = 0.9, steps = 400 }: WorldCheck = {},
): Promise<void> {
  demand(world.settings.safeParse({}).success, 'every setting must have a default');
  const [opened, again] = [world.open(settings), world.open(settings)];
  const stream = () => random.fork('environment');
  checkDescription(opened, stream());
  const same = firstSteps(opened.make(LANES, stream())) === firstSteps(again.make(LANES, stream()));
  demand(same, 'opened twice and given equal random numbers, it must do the same');
  checkEnvironment(() => opened.make(LANES, stream()), random.fork('actions'), { steps });
  const context = { gamma, random: random.fork('baselines') };
  await checkBaselines(opened, context, stream());
  checkViews((await opened.views?.(uniformPolicy(opened.actions), context)) ?? {}, opened.actions);
  checkKnown(opened, gamma);
}
