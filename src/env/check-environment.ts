/** What any environment must keep to, checked by playing it: run it over every new one before training on it. */
import type { Random } from '../core/random';
import { bits, checkDecisions, checkStep, demand, laneOf, rowOf } from './check-time-step';
import type { VectorEnvironment } from './environment';
import type { TimeStep } from './time-step';

const RESETS = 16;

function checkDeclaration({ lanes, actions, observationSpec }: VectorEnvironment): void {
  demand(Number.isInteger(lanes) && lanes > 0, `lanes must be a positive whole number, got ${lanes}`);
  demand(actions.length > 0, 'there must be an action 0, No Action');
  demand(new Set(actions).size === actions.length, `action names must differ, got ${actions.join(', ')}`);
  const { features, low, high } = observationSpec;
  demand(features.length > 0, 'an observation must have a feature');
  demand(new Set(features).size === features.length, `feature names must differ, got ${features.join(', ')}`);
  demand(low <= high, `observationSpec: low ${low} is above high ${high}`);
}

/** One allowed action per lane. */
function randomActions(
  environment: VectorEnvironment,
  allowed: Uint8Array | null,
  random: Random,
): Int32Array {
  const count = environment.actions.length;
  return Int32Array.from({ length: environment.lanes }, (_, lane) => {
    const choices = environment.actions
      .map((_name, action) => action)
      .filter((action) => allowed?.[lane * count + action] !== 0);
    return choices[random.integer(choices.length)]!;
  });
}

/** Plays and hands every step over; `allowed` of the last step is the start of the next play. */
function play(
  environment: VectorEnvironment,
  start: Uint8Array | null,
  random: Random,
  steps: number,
  hear: (step: TimeStep, actions: Int32Array, index: number) => void,
): Uint8Array | null {
  let allowed = start;
  for (let i = 0; i < steps; i += 1) {
    const actions = randomActions(environment, allowed, random);
    const given = bits(actions);
    const step = environment.step(actions);
    demand(bits(actions) === given, 'step changed the actions it was given');
    hear(step, actions, i);
    demand(
      (step.allowed === null) === (start === null),
      'allowed must be null at reset and in every step, or at none of them',
    );
    allowed = step.allowed;
  }
  return allowed === null ? null : allowed.slice();
}

/** Rows that resets show, bit by bit. */
function startRows(environment: VectorEnvironment): ReadonlySet<string> {
  const starts = new Set<string>();
  for (let i = 0; i < RESETS; i += 1) {
    const decisions = environment.reset();
    checkDecisions(environment, decisions);
    for (let lane = 0; lane < environment.lanes; lane += 1) {
      starts.add(rowOf(decisions.observations, lane, environment.observationSpec.features.length));
    }
  }
  return starts;
}

/** After its last step a lane shows a new episode in `observations` and the old one's end in `nextObservations`. */
function checkRestarts(environment: VectorEnvironment, random: Random, steps: number): void {
  const width = environment.observationSpec.features.length;
  const starts = startRows(environment);
  let middlesLikeStarts = 0;
  let timeLimits = 0;
  let lostEnds = 0;
  play(environment, environment.reset().allowed, random, steps, (step, actions) => {
    checkStep(environment, step, actions);
    step.last.forEach((last, lane) => {
      const shown = rowOf(step.observations, lane, width);
      const reached = rowOf(step.nextObservations, lane, width);
      if (last === 0) {
        if (starts.has(shown)) middlesLikeStarts += 1;
        return;
      }
      demand(
        starts.has(shown) || (starts.size > 1 && shown !== reached),
        `lane ${lane} ended, and observations does not show the start of a new episode`,
      );
      if (step.discounts[lane] === 0) return;
      timeLimits += 1;
      if (shown === reached) lostEnds += 1;
    });
  });
  // Where the middle of an episode never looks like a start, its end should not either.
  demand(
    timeLimits === 0 || lostEnds < timeLimits || middlesLikeStarts > 0,
    'nextObservations shows the new episode at every time limit: the true end of the old one is lost',
  );
}

/** Steps until lane 0 ends, or null if it does not; `by chance` where an episode of any lane ended by itself meanwhile. */
function firstEpisodeLength(
  environment: VectorEnvironment,
  random: Random,
  steps: number,
): number | null | 'by chance' {
  let length: number | null = null;
  let byChance = false;
  const { allowed } = environment.reset();
  play(environment, allowed, random, steps, ({ last, discounts }, _actions, index) => {
    byChance ||= discounts.includes(0);
    if (length === null && last[0] === 1) length = index + 1;
  });
  return byChance ? 'by chance' : length;
}

/** A reset in the middle of an episode starts a whole one: seen where episodes have one fixed length. */
function checkReset(makeEnvironment: () => VectorEnvironment, random: Random, steps: number): void {
  const environment = makeEnvironment();
  const lengths = [0, 1].map((i) => firstEpisodeLength(makeEnvironment(), random.fork(`length-${i}`), steps));
  const [length] = lengths;
  if (typeof length !== 'number' || length < 2 || lengths[1] !== length) return;
  play(environment, environment.reset().allowed, random, length - 1, () => undefined);
  const after = firstEpisodeLength(environment, random, steps);
  demand(
    after === length || after === 'by chance',
    `reset in the middle of an episode: the next one has ${after ?? 'no end'} steps instead of ${length}`,
  );
}

/** What an environment says is coming comes, whatever is chosen, asked at the start or in the middle of an episode. */
function checkUpcoming(environment: VectorEnvironment, random: Random, steps: number): void {
  if (environment.upcomingObservations === undefined) return;
  const width = environment.lanes * environment.observationSpec.features.length;
  const start = environment.reset();
  let { allowed } = start;
  let now = bits(start.observations);
  // Asked again after 7 steps: within an episode, unless its length divides 7.
  for (const length of [Math.min(7, steps), steps]) {
    const before = bits(environment.state());
    const upcoming = environment.upcomingObservations(steps + 1);
    demand(bits(environment.state()) === before, 'upcomingObservations changed the state of the environment');
    demand(
      upcoming.length === width * (steps + 1),
      `upcomingObservations must return ${steps + 1} steps of ${width} values, got ${upcoming.length} values`,
    );
    const shown = [now];
    allowed = play(environment, allowed, random, length, (step) => shown.push(bits(step.observations)));
    shown.forEach((seen, step) =>
      demand(
        bits(upcoming.slice(step * width, (step + 1) * width)) === seen,
        `step ${step} shows something else than upcomingObservations said: actions may change what it tells ahead`,
      ),
    );
    now = shown.at(-1)!;
  }
}

/** A restored state, in this environment and in a new one, replays what followed bit by bit. */
function checkReplay(makeEnvironment: () => VectorEnvironment, random: Random, steps: number): void {
  const environment = makeEnvironment();
  const allowed = play(environment, environment.reset().allowed, random, 7, () => undefined);
  const saved = environment.state();
  const before = bits(saved);
  const tape: { readonly actions: Int32Array; readonly result: string }[] = [];
  play(environment, allowed, random, steps, (step, actions) => tape.push({ actions, result: bits(step) }));
  demand(bits(saved) === before, 'state() must be a copy, but it changed when the environment went on');
  for (const [place, other] of [
    ['the same environment', environment],
    ['a new environment', makeEnvironment()],
  ] as const) {
    other.restore(saved);
    tape.forEach(({ actions, result }, index) => {
      demand(
        bits(other.step(actions)) === result,
        `step ${index} after restore() in ${place} differs from the first time`,
      );
    });
  }
}

/**
 * What a lane sees depends on its own actions alone, so that lanes are independent samples and policies can be compared
 * on the same random numbers. Lanes are kept and varied by the bits of their index: every pair is told apart.
 */
function checkLanes(environment: VectorEnvironment, random: Random, steps: number): void {
  const lanes = Array.from({ length: environment.lanes }, (_, lane) => lane);
  const start = play(environment, environment.reset().allowed, random, 7, () => undefined);
  const saved = environment.state();
  const tape: { readonly actions: Int32Array; readonly seen: readonly string[] }[] = [];
  play(environment, start, random, steps, (step, actions) =>
    tape.push({ actions, seen: lanes.map((lane) => laneOf(environment, step, lane)) }),
  );
  const groups: (readonly number[])[] = [];
  for (let bit = 1; bit < environment.lanes; bit *= 2) {
    for (const kept of [0, bit]) groups.push(lanes.filter((lane) => (lane & bit) === kept));
  }
  for (const group of groups) {
    environment.restore(saved);
    let allowed = start;
    tape.forEach(({ actions, seen }, index) => {
      const mixed = randomActions(environment, allowed, random);
      for (const lane of group) mixed[lane] = actions[lane]!;
      const step = environment.step(mixed);
      const moved = group.find((lane) => laneOf(environment, step, lane) !== seen[lane]);
      demand(moved === undefined, `step ${index} of lane ${moved ?? ''} depends on what other lanes do`);
      allowed = step.allowed;
    });
  }
}

/** An action outside the list is refused before anything changes, and the message names the lane. */
function checkRefusal(environment: VectorEnvironment): void {
  environment.reset();
  const before = bits(environment.state());
  const lane = environment.lanes - 1;
  for (const action of [-1, environment.actions.length]) {
    const actions = new Int32Array(environment.lanes);
    actions[lane] = action;
    let refusal: unknown = null;
    try {
      environment.step(actions);
    } catch (error) {
      refusal = error;
    }
    demand(refusal instanceof RangeError, `action ${action} must be refused with a RangeError`);
    demand(
      new RegExp(`\\b${lane}\\b`).test(refusal.message),
      `the refusal of action ${action} must name lane ${lane}: ${refusal.message}`,
    );
    demand(bits(environment.state()) === before, `refusing action ${action} must leave the state as it was`);
  }
}

export interface EnvironmentCheck {
  /** Steps of each playing check; give more than an episode has. @default 400 */
  readonly steps?: number;
}

/**
 * Plays an environment and refuses it at the first broken rule of the contract.
 *
 * @param makeEnvironment gives equal new environments; two or more lanes check that they do not disturb each other
 * @param random chooses the actions
 * @throws Error with one sentence that says which rule is broken, and where
 */
export function checkEnvironment(
  makeEnvironment: () => VectorEnvironment,
  random: Random,
  { steps = 400 }: EnvironmentCheck = {},
): void {
  checkDeclaration(makeEnvironment());
  checkRestarts(makeEnvironment(), random.fork('restarts'), steps);
  checkReset(makeEnvironment, random.fork('reset'), steps);
  checkReplay(makeEnvironment, random.fork('replay'), steps);
  checkLanes(makeEnvironment(), random.fork('lanes'), steps);
  checkUpcoming(makeEnvironment(), random.fork('upcoming'), steps);
  checkRefusal(makeEnvironment());
}
