import { Random } from '../../src/core/random';
import { savedArray, type SavedState } from '../../src/core/saved-state';
import { checkEnvironment } from '../../src/env/check-environment';
import type { VectorEnvironment } from '../../src/env/environment';
import type { TimeStep } from '../../src/env/time-step';
import { CorridorEnvironment } from '../support/corridor-environment';

const check = (make: () => VectorEnvironment) => checkEnvironment(make, Random.fromSeed(1));

/** A corridor whose steps come out changed. */
function withSteps(
  change: (step: TimeStep) => Partial<TimeStep>,
  closed: number | null = null,
): () => VectorEnvironment {
  class Changed extends CorridorEnvironment {
    override step(actions: Int32Array): TimeStep {
      const step = super.step(actions);
      return { ...step, ...change(step) };
    }
  }
  return () => new Changed(2, closed);
}

/** A corridor that declares something else. */
const declaring = (properties: object) => () => Object.assign(new CorridorEnvironment(2), properties);

describe('checkEnvironment', () => {
  it('accepts a sound environment, with and without masks', () => {
    expect(() => check(() => new CorridorEnvironment(2))).not.toThrow();
    expect(() => check(() => new CorridorEnvironment(1, 2))).not.toThrow();
  });

  it.each<[string, object, string]>([
    ['no lanes', { lanes: 0 }, 'lanes must be a positive whole number, got 0'],
    ['no actions', { actions: [] }, 'there must be an action 0, No Action'],
    ['an action twice', { actions: ['none', 'none'] }, 'action names must differ, got none, none'],
    [
      'no features',
      { observationSpec: { features: [], low: 0, high: 5 } },
      'an observation must have a feature',
    ],
    [
      'a feature twice',
      { observationSpec: { features: ['a', 'a'], low: 0, high: 5 } },
      'feature names must differ',
    ],
    [
      'empty bounds',
      { observationSpec: { features: ['place', 'time'], low: 1, high: 0 } },
      'low 1 is above high 0',
    ],
    [
      'bounds that do not hold',
      { observationSpec: { features: ['place', 'time'], low: 0, high: 3 } },
      'time of row 0 is 4, outside [0, 3]',
    ],
  ])('refuses %s', (_what, properties, complaint) => {
    expect(() => check(declaring(properties))).toThrow(complaint);
  });

  it.each<[string, object, string]>([
    [
      'too little of what is coming',
      { upcomingObservations: () => new Float32Array(4) },
      'upcomingObservations must return 401 steps of 4 values, got 4 values',
    ],
    [
      'telling ahead where actions matter',
      { upcomingObservations: (steps: number) => new Float32Array(4 * steps) },
      'step 1 shows something else than upcomingObservations said',
    ],
  ])('refuses %s', (_what, properties, complaint) => {
    expect(() => check(declaring(properties))).toThrow(complaint);
  });

  it.each<[string, (step: TimeStep) => Partial<TimeStep>, string]>([
    ['a short array', (step) => ({ rewards: step.rewards.slice(1) }), 'rewards must have 2 elements, got 1'],
    [
      'another kind of array',
      (step) => ({ last: Float32Array.from(step.last) as unknown as Uint8Array }),
      'last must be a Uint8Array',
    ],
    [
      'a reward that is not finite',
      (step) => ({ rewards: step.rewards.map(() => NaN) }),
      'rewards must be finite, lane 0 has NaN',
    ],
    [
      'a cost that is not finite',
      (step) => ({ costs: step.costs.map(() => Infinity) }),
      'costs must be finite, lane 0 has Infinity',
    ],
    ['a negative cost', () => ({ costs: Float32Array.of(0, -1) }), 'costs must be >= 0, lane 1 has -1'],
    [
      'a cost of No Action',
      () => ({ costs: Float32Array.of(0, 1) }),
      'No Action costs nothing, but lane 1 paid 1',
    ],
    [
      'masks that the reset does not have',
      () => ({ allowed: new Uint8Array(4).fill(1), nextAllowed: new Uint8Array(4).fill(1) }),
      'allowed must be null at reset and in every step, or at none of them',
    ],
    [
      'a discount above 1',
      (step) => ({ discounts: step.discounts.map(() => 1.5) }),
      'discounts must be in [0, 1], lane 0 has 1.5',
    ],
    ['last of another value', (step) => ({ last: step.last.map(() => 2) }), 'last must hold 0 and 1 only'],
    [
      'a terminated episode that goes on',
      (step) => ({ last: step.last.map(() => 0) }),
      'has discount 0 but its episode goes on',
    ],
    [
      'observations that disagree in the middle',
      (step) => ({ nextObservations: new Float32Array(step.nextObservations.length) }),
      'observations and nextObservations of lane 0 differ although its episode goes on',
    ],
    [
      'no restart',
      (step) => ({ observations: step.nextObservations }),
      'observations does not show the start of a new episode',
    ],
    [
      'a lost end',
      (step) => ({ nextObservations: step.observations }),
      'the true end of the old one is lost',
    ],
    [
      'a mask on one side only',
      () => ({ allowed: new Uint8Array(4).fill(1) }),
      'allowed and nextAllowed must both be null or neither',
    ],
  ])('refuses a step with %s', (_what, change, complaint) => {
    expect(() => check(withSteps(change))).toThrow(complaint);
  });

  it.each<[string, (step: TimeStep) => Partial<TimeStep>, string]>([
    [
      'forbids everything',
      (step) => ({ allowed: step.allowed!.map(() => 0) }),
      'allowed: lane 0 allows no action',
    ],
    [
      'holds other values',
      (step) => ({ nextAllowed: step.allowed!.map(() => 3) }),
      'nextAllowed must hold 0 and 1 only',
    ],
    [
      'disagrees in the middle',
      (step) => ({ nextAllowed: step.allowed!.map((_, i) => (i % 2 === 0 ? 1 : 0)) }),
      'allowed and nextAllowed of lane 0 differ',
    ],
    [
      'only the reset has',
      () => ({ allowed: null, nextAllowed: null }),
      'allowed must be null at reset and in every step, or at none of them',
    ],
  ])('refuses a mask that %s', (_what, change, complaint) => {
    expect(() => check(withSteps(change, 2))).toThrow(complaint);
  });

  it('refuses an environment whose reset observations do not fit', () => {
    class Broken extends CorridorEnvironment {
      override reset() {
        return { ...super.reset(), observations: new Float32Array(3) };
      }
    }
    expect(() => check(() => new Broken(2))).toThrow('observations must have 4 elements, got 3');
  });

  it('refuses a restart into another state than a reset shows', () => {
    class Broken extends CorridorEnvironment {
      override step(actions: Int32Array): TimeStep {
        const step = super.step(actions);
        if (step.last[0] === 0) return step;
        this.place[0] = 1;
        return { ...step, observations: step.observations.map((value, i) => (i === 0 ? 1 : value)) };
      }
    }
    expect(() => check(() => new Broken(2))).toThrow(
      'lane 0 ended, and observations does not show the start',
    );
  });

  it('refuses a reset that forgets part of the episode', () => {
    /** Only the clock ends its episodes, and a reset does not wind it back. */
    class Broken extends CorridorEnvironment {
      override readonly observationSpec = { features: ['place', 'time'], low: 0, high: 9 };
      override reset() {
        const clock = this.time.slice();
        const decisions = super.reset();
        this.time.set(clock);
        return decisions;
      }
      override step(actions: Int32Array): TimeStep {
        this.place.fill(0);
        return super.step(actions.map((action) => Math.min(Math.max(action, 0), 1)));
      }
    }
    expect(() => check(() => new Broken(2))).toThrow(
      'reset in the middle of an episode: the next one has 1 steps instead of 5',
    );
  });

  it('refuses a step that changes the actions it was given', () => {
    class Broken extends CorridorEnvironment {
      override step(actions: Int32Array): TimeStep {
        const step = super.step(actions);
        actions.fill(0);
        return step;
      }
    }
    expect(() => check(() => new Broken(2))).toThrow('step changed the actions it was given');
  });

  it('refuses a state that is not a copy', () => {
    class Broken extends CorridorEnvironment {
      override state() {
        return { place: this.place, time: this.time };
      }
    }
    expect(() => check(() => new Broken(2))).toThrow('state() must be a copy');
  });

  it('refuses a restore that leaves something out, in the same environment', () => {
    class Broken extends CorridorEnvironment {
      override restore() {
        this.time.fill(0);
      }
    }
    expect(() => check(() => new Broken(2))).toThrow('after restore() in the same environment differs');
  });

  it('refuses a state that only the environment that made it understands', () => {
    let made = 0;
    class Broken extends CorridorEnvironment {
      readonly bonus = (made += 1);
      override step(actions: Int32Array): TimeStep {
        const step = super.step(actions);
        return { ...step, rewards: step.rewards.map((reward) => reward + this.bonus) };
      }
    }
    expect(() => check(() => new Broken(2))).toThrow('step 0 after restore() in a new environment differs');
  });

  it.each([0, 1, 2])("refuses a reward of lane %i that rises with its neighbour's action", (lane) => {
    class Broken extends CorridorEnvironment {
      override step(actions: Int32Array): TimeStep {
        const step = super.step(actions);
        step.rewards[lane]! += actions[(lane + 1) % 3]!;
        return step;
      }
    }
    expect(() => check(() => new Broken(3))).toThrow(
      new RegExp(`step \\d+ of lane ${lane} depends on what other lanes do`),
    );
  });

  it('refuses a mask that depends on what another lane does', () => {
    class Broken extends CorridorEnvironment {
      override step(actions: Int32Array): TimeStep {
        const step = super.step(actions);
        // Lane 1 may do everything, except where lane 0 has just walked on in the middle of both episodes.
        if (actions[0] === 0 || step.last[1] === 1) return step;
        const mask = (values: Uint8Array) => values.map((value, i) => (i === 3 ? 0 : value));
        return { ...step, allowed: mask(step.allowed!), nextAllowed: mask(step.nextAllowed!) };
      }
    }
    expect(() => check(() => new Broken(2, 9))).toThrow(/step \d+ of lane 1 depends on what other lanes do/);
  });

  it('refuses noise of which an action uses up more than others', () => {
    class Broken extends CorridorEnvironment {
      readonly drawn = new Int32Array(1);
      /** A number that is never drawn twice. */
      #draw(): number {
        this.drawn[0]! += 1;
        return 1 / this.drawn[0]!;
      }
      override step(actions: Int32Array): TimeStep {
        const step = super.step(actions);
        const noise = Array.from(actions, (action) => (action === 1 ? this.#draw() : 0) + this.#draw());
        return { ...step, rewards: step.rewards.map((reward, lane) => reward + noise[lane]!) };
      }
      override state() {
        return { ...super.state(), drawn: this.drawn.slice() };
      }
      override restore(state: SavedState): void {
        super.restore(state);
        this.drawn.set(savedArray(state, 'drawn', Int32Array));
      }
    }
    expect(() => check(() => new Broken(2))).toThrow(/step \d+ of lane \d depends on what other lanes do/);
  });

  it('finds a fault at the end of a long episode when it may play longer', () => {
    /** Its episodes are cut short after 500 steps, and it does not restart. */
    class Broken extends CorridorEnvironment {
      override readonly observationSpec = { features: ['place', 'time'], low: 0, high: Infinity };
      readonly age = new Int32Array(1);
      override reset() {
        this.age[0] = 0;
        return super.reset();
      }
      override step(actions: Int32Array): TimeStep {
        const step = super.step(actions);
        this.place.fill(0);
        this.time.fill(0);
        this.age[0]! += 1;
        const observations = new Float32Array(4).fill(1);
        const last = step.last.map(() => (this.age[0]! % 500 === 0 ? 1 : 0));
        return { ...step, observations, nextObservations: observations, last };
      }
      override state() {
        return { ...super.state(), age: this.age.slice() };
      }
      override restore(state: SavedState): void {
        super.restore(state);
        this.age.set(savedArray(state, 'age', Int32Array));
      }
    }
    expect(() => check(() => new Broken(2))).not.toThrow();
    expect(() => checkEnvironment(() => new Broken(2), Random.fromSeed(1), { steps: 600 })).toThrow(
      'lane 0 ended, and observations does not show the start of a new episode',
    );
  });

  it('refuses an environment that takes actions outside the list', () => {
    class Broken extends CorridorEnvironment {
      override step(actions: Int32Array): TimeStep {
        return super.step(actions.map((action) => Math.min(Math.max(action, 0), 1)));
      }
    }
    expect(() => check(() => new Broken(2))).toThrow('action -1 must be refused with a RangeError');
  });

  it('refuses a refusal that does not name the lane', () => {
    class Broken extends CorridorEnvironment {
      override step(actions: Int32Array): TimeStep {
        if (actions.some((action) => action < 0 || action > 1)) throw new RangeError('unknown action');
        return super.step(actions);
      }
    }
    expect(() => check(() => new Broken(2))).toThrow(
      'the refusal of action -1 must name lane 1: unknown action',
    );
  });

  it('refuses a refusal that comes after half a step', () => {
    class Broken extends CorridorEnvironment {
      override step(actions: Int32Array): TimeStep {
        this.time[0]! += actions.some((action) => action < 0 || action > 1) ? 1 : 0;
        return super.step(actions);
      }
    }
    expect(() => check(() => new Broken(2))).toThrow('refusing action -1 must leave the state as it was');
  });
});
