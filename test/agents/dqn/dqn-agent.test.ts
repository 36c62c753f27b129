import { DqnAgent, replayLayout } from '../../../src/agents/dqn/dqn-agent';
import { ModelQFunction } from '../../../src/agents/dqn/model-q-function';
import { headNames } from '../../../src/agents/dqn/network/head-names';
import { ShapeError } from '../../../src/core/errors';
import { SectionProfiler } from '../../../src/core/profiler';
import { Random } from '../../../src/core/random';
import { savedArray, savedPart, type SavedState } from '../../../src/core/saved-state';
import type { TimeStep } from '../../../src/env/time-step';
import { bits } from '../../support/bits';
import { describeOnBackends, useBackend } from '../../support/backends';
import { dqnSettings } from '../../support/dqn-settings';
import { expectNoLeak } from '../../support/expect-no-leak';

const always = { epsilon: { start: 1, end: 1 } };
const neverExplores = { epsilon: { start: 0, end: 0 } };

const makeAgent = (settings = dqnSettings(), seed = 1) => new DqnAgent(settings, Random.fromSeed(seed));
const decisions = (lanes: number, allowed: Uint8Array | null = null) => ({
  observations: Float32Array.from({ length: lanes }, (_, lane) => lane / lanes),
  allowed,
});

function timeStep(lanes: number, changes: Partial<TimeStep> = {}): TimeStep {
  const { observations } = decisions(lanes);
  return {
    observations,
    nextObservations: observations.map((value) => value + 1),
    rewards: new Float32Array(lanes).fill(1),
    costs: new Float32Array(lanes),
    discounts: new Float32Array(lanes).fill(1),
    last: new Uint8Array(lanes),
    allowed: null,
    nextAllowed: null,
    ...changes,
  };
}

async function interact(agent: DqnAgent, lanes: number, steps = 1, step = timeStep(lanes)): Promise<void> {
  for (let i = 0; i < steps; i += 1) {
    const now = decisions(lanes, step.allowed);
    agent.observe(now.observations, await agent.act(now), step);
    await agent.learn();
  }
}

describe('DqnAgent acting', () => {
  useBackend();

  it('tosses a coin per lane: the share of random actions is epsilon in every step', async () => {
    const lanes = 4000;
    const agent = makeAgent(dqnSettings({ replayCapacity: lanes, epsilon: { start: 0.5, end: 0.5 } }));
    const [first, second] = await agent.qValues(Float32Array.of(0));
    const greedy = first! >= second! ? 0 : 1;
    const same = { observations: new Float32Array(lanes), allowed: null };
    for (let step = 0; step < 3; step += 1) {
      const others = (await agent.act(same)).filter((action) => action !== greedy).length;
      // Half explore and half of those differ: 1000 ± 27; five standard deviations.
      expect(Math.abs(others - 1000)).toBeLessThan(5 * Math.sqrt(4000 * 0.25 * 0.75));
    }
    agent.dispose();
  });

  it('lowers epsilon in a straight line over the transitions of all lanes', async () => {
    const agent = makeAgent(dqnSettings({ epsilon: { start: 1, end: 0.2 } }, { epsilonSteps: 100 }));
    expect(agent.epsilon).toBe(1);
    await interact(agent, 25);
    expect(agent.epsilon).toBeCloseTo(0.8, 12);
    await interact(agent, 25, 3);
    expect(agent.epsilon).toBe(0.2);
    await interact(agent, 25);
    expect(agent.epsilon).toBe(0.2);
    agent.dispose();
  });

  it.each([
    ['at random', always],
    ['by values', neverExplores],
  ])('takes allowed actions only, %s', async (_how, config) => {
    const agent = makeAgent(dqnSettings(config, { masked: true }));
    const lanes = 60;
    const allowed = Uint8Array.from(
      { length: 2 * lanes },
      (_, i) => [1, 0, 0, 1][i % 4]!, // No Action only, then contact only
    );
    const actions = await agent.act(decisions(lanes, allowed));
    expect(Array.from(actions)).toEqual(Array.from({ length: lanes }, (_, lane) => lane % 2));
    agent.dispose();
  });

  it('takes every allowed action when it explores', async () => {
    const agent = makeAgent(dqnSettings(always, { actions: ['none', 'email', 'coupon'], masked: true }));
    const allowed = Uint8Array.from({ length: 300 }, (_, i) => [1, 0, 1][i % 3]!);
    expect(new Set(await agent.act(decisions(100, allowed)))).toEqual(new Set([0, 2]));
    const free = await agent.act(decisions(100, null));
    expect(new Set(free)).toEqual(new Set([0, 1, 2]));
    agent.dispose();
  });

  it('takes the highest value without exploring', async () => {
    const agent = makeAgent(dqnSettings(neverExplores));
    const now = decisions(50);
    const qValues = await agent.qValues(now.observations);
    const actions = await agent.act(now);
    actions.forEach((action, lane) =>
      expect(qValues[2 * lane + action]).toBeGreaterThanOrEqual(qValues[2 * lane + 1 - action]!),
    );
    agent.dispose();
  });

  it('refuses a network that cannot be held, before its numbers are drawn', () => {
    const draw = jest.spyOn(Random.prototype, 'uniform');
    expect(() => makeAgent(dqnSettings({ hiddenLayers: [65_536, 65_536] }))).toThrow(
      /^settings dqn\.hiddenLayers: expected a network that takes less than .*, got 65536-65536, which takes 68\.7 GB$/,
    );
    expect(draw).not.toHaveBeenCalled();
    draw.mockRestore();
  });

  it('refuses to choose between fewer than two actions', () => {
    expect(() => makeAgent(dqnSettings({}, { actions: ['none'] }))).toThrow(
      new RangeError('DqnAgent: expected at least 2 actions, got 1'),
    );
  });
});

describe('DqnAgent acting on what it knows ahead', () => {
  useBackend();

  const lanes = 2;
  /** What is acted on at a step: [lanes] */
  const seenAt = (step: number) =>
    Float32Array.from({ length: lanes }, (_, lane) => ((7 * step + lane) % 11) / 11);

  /** Plays steps `from` to `to - 1`, telling ahead or not, and returns the actions and how often it was asked what comes. */
  async function play(agent: DqnAgent, from: number, to: number, tells: boolean) {
    const asked: [step: number, steps: number][] = [];
    const actions: number[][] = [];
    for (let step = from; step < to; step += 1) {
      const observations = seenAt(step);
      const upcoming = (steps: number) => {
        asked.push([step, steps]);
        return Float32Array.from(
          Array.from({ length: steps }, (_, ahead) => [...seenAt(step + ahead)]).flat(),
        );
      };
      const chosen = await agent.act({ observations, allowed: null }, tells ? upcoming : undefined);
      actions.push(Array.from(chosen));
      agent.observe(observations, chosen, timeStep(lanes, { nextObservations: seenAt(step + 1) }));
      await agent.learn();
    }
    return { asked, actions };
  }

  // 2 lanes and an update per 6 transitions: one per 3 decisions, the first after 10 transitions.
  const config = { updatesPerTransition: 1 / 6, learningStarts: 4, batchSize: 4, hiddenLayers: [5] };
  const settings = dqnSettings({ ...config, epsilon: { start: 0.3, end: 0.3 } });

  it('asks once per update, and acts and learns as if it asked each time', async () => {
    const [told, untold] = [makeAgent(settings), makeAgent(settings)];
    const { asked, actions } = await play(told, 0, 17, true);
    // Updates follow steps 4, 7, 10, 13 and 16; what was told at step 3 is not used beyond the first of them.
    expect(asked).toEqual([0, 3, 5, 8, 11, 14].map((step) => [step, 3]));
    expect(actions).toEqual((await play(untold, 0, 17, false)).actions);
    expect((await told.model()).weights).toEqual((await untold.model()).weights);
    told.dispose();
    untold.dispose();
  });

  it('goes on from a state between two updates without asking again', async () => {
    const [whole, first, second] = [makeAgent(settings), makeAgent(settings), makeAgent(settings)];
    const { actions } = await play(whole, 0, 12, true);
    await play(first, 0, 7, true);
    second.restore(await first.state());
    expect(await play(second, 7, 8, true)).toEqual({ asked: [], actions: actions.slice(7, 8) });
    expect((await play(second, 8, 12, true)).actions).toEqual(actions.slice(8));
    for (const agent of [whole, first, second]) agent.dispose();
  });

  it('asks for the present alone where an update follows every decision', async () => {
    const agent = makeAgent(dqnSettings({ ...config, updatesPerTransition: 1 }));
    expect((await play(agent, 0, 4, true)).asked).toEqual([]);
    agent.dispose();
  });
});

describe('DqnAgent over several steps', () => {
  useBackend();

  it('learns the same where all that it was given is overwritten by the next step', async () => {
    const settings = dqnSettings({ nSteps: 3, learningStarts: 6, batchSize: 4, updatesPerTransition: 0.5 });
    const [kept, overwritten] = [makeAgent(settings), makeAgent(settings)];
    const given = { observations: Float32Array.of(0, 0), actions: new Int32Array(2) };
    const spoiled = timeStep(2, {});
    for (let at = 0; at < 10; at += 1) {
      const observations = Float32Array.of(at / 10, 1 - at / 10);
      const step = timeStep(2, {
        nextObservations: Float32Array.of((at + 1) / 10, 0.9 - at / 10),
        rewards: Float32Array.of(at, 1),
        discounts: Float32Array.of(1, at % 4 === 3 ? 0 : 1),
        last: Uint8Array.of(0, at % 4 === 3 ? 1 : 0),
      });
      const actions = await kept.act({ observations, allowed: null });
      kept.observe(observations, actions, step);
      given.observations.set(observations);
      given.actions.set(await overwritten.act({ observations, allowed: null }));
      spoiled.nextObservations.set(step.nextObservations);
      spoiled.rewards.set(step.rewards);
      spoiled.discounts.set(step.discounts);
      spoiled.last.set(step.last);
      overwritten.observe(given.observations, given.actions, spoiled);
      for (const agent of [kept, overwritten]) await agent.learn();
    }
    expect((await overwritten.model()).weights).toEqual((await kept.model()).weights);
    for (const agent of [kept, overwritten]) agent.dispose();
  });
});

describe('DqnAgent learning', () => {
  useBackend();

  it.each([1, 3, 64])('keeps the ratio of updates to transitions with %i lanes', async (lanes) => {
    const agent = makeAgent(
      dqnSettings({ ...always, updatesPerTransition: 0.3, learningStarts: 20, batchSize: 1 }),
    );
    for (let step = 0; step * lanes < 130; step += 1) {
      await interact(agent, lanes);
      const transitions = (step + 1) * lanes;
      expect(agent.transitions).toBe(transitions);
      expect(agent.updates).toBe(Math.max(0, Math.floor((transitions - 20) * 0.3)));
    }
    agent.dispose();
  });

  it('updates several times per transition where the ratio asks for it', async () => {
    const agent = makeAgent(
      dqnSettings({ ...always, updatesPerTransition: 2.5, learningStarts: 0, batchSize: 1 }),
    );
    await interact(agent, 1, 3);
    expect(agent.updates).toBe(7);
    agent.dispose();
  });

  it('keeps scaled observations and rewards, gamma within the discount, and the mask', async () => {
    const agent = makeAgent(
      dqnSettings(
        { gamma: 0.5 },
        {
          masked: true,
          scaling: { observationOffset: [10], observationScale: [0.25], rewardScale: 0.125 },
        },
      ),
    );
    const step = timeStep(3, {
      nextObservations: Float32Array.of(12, 14, 16),
      observations: Float32Array.of(12, 99, 99), // lanes 1 and 2 have restarted
      rewards: Float32Array.of(8, -16, 24),
      discounts: Float32Array.of(1, 1, 0), // lane 1 was only cut short
      last: Uint8Array.of(0, 1, 1),
      allowed: Uint8Array.of(1, 1, 1, 1, 1, 1),
      nextAllowed: Uint8Array.of(1, 0, 1, 1, 0, 1),
    });
    agent.observe(Float32Array.of(10, 18, 6), Int32Array.of(0, 1, 1), step);
    const replay = savedPart(await agent.state(), 'replay');
    expect(replay).toMatchObject({
      observations: Float32Array.of(0, 2, -1),
      nextObservations: Float32Array.of(0.5, 1, 1.5),
      actions: Uint8Array.of(0, 1, 1),
      rewards: Float32Array.of(1, -2, 3),
      discounts: Float32Array.of(0.5, 0.5, 0),
      nextAllowed: Uint8Array.of(1, 0, 1, 1, 0, 1),
    });
    agent.dispose();
  });

  it('keeps transitions over several steps once they have passed, which end with the episode', async () => {
    const agent = makeAgent(
      dqnSettings({ nSteps: 3, gamma: 0.5, ...neverExplores, learningStarts: 4, updatesPerTransition: 1 }),
    );
    await interact(agent, 2);
    await interact(agent, 2, 1, timeStep(2, { last: Uint8Array.of(0, 1) }));
    expect(agent.updates).toBe(0);
    await interact(agent, 2);
    expect(agent.updates).toBe(2);
    expect(savedPart(await agent.state(), 'replay')).toMatchObject({
      length: 2,
      rewards: Float32Array.of(1.75, 1.5),
      discounts: Float32Array.of(0.125, 0.25),
    });
    agent.dispose();
  });

  it('keeps single steps of what it explored, however many may follow each other', async () => {
    const agent = makeAgent(dqnSettings({ nSteps: 3, gamma: 0.5, ...always }));
    await interact(agent, 2, 3);
    expect(savedPart(await agent.state(), 'replay')).toMatchObject({
      rewards: Float32Array.of(1, 1),
      discounts: Float32Array.of(0.5, 0.5),
    });
    agent.dispose();
  });

  it.each([1, 2])('refuses a mask where none was announced, over steps: %s', async (nSteps) => {
    const agent = makeAgent(dqnSettings({ nSteps }));
    await agent.act(decisions(1));
    const step = timeStep(1, { nextAllowed: Uint8Array.of(1, 1) });
    expect(() => agent.observe(Float32Array.of(0), Int32Array.of(0), step)).toThrow(
      new ShapeError('nextAllowed: expected 0 elements, got 2'),
    );
    agent.dispose();
  });

  it('samples by other random numbers than it explores by, both named in its state', async () => {
    const agent = makeAgent();
    const { exploration, replay } = await agent.state();
    expect(exploration).toEqual(Random.fromSeed(1).fork('exploration').state());
    expect(savedPart(replay as SavedState, 'random')).toEqual(Random.fromSeed(1).fork('replay').state());
    agent.dispose();
  });

  it('asks for the replay that it says', async () => {
    const settings = dqnSettings({ replayCapacity: 50 }, { masked: true });
    expect(replayLayout(settings)).toEqual({ capacity: 50, features: 1, maskedActions: 2 });
    expect(replayLayout(dqnSettings())).toEqual({ capacity: 1000, features: 1, maskedActions: 0 });
    const agent = makeAgent(settings);
    const masks = new Uint8Array(60).fill(1);
    await interact(agent, 30, 2, timeStep(30, { allowed: masks, nextAllowed: masks }));
    expect(savedPart(await agent.state(), 'replay').length).toBe(50);
    agent.dispose();
  });

  it('tells a profiler where its time goes', async () => {
    let now = 0;
    const profiler = new SectionProfiler(() => (now += 1));
    const agent = new DqnAgent(dqnSettings({ learningStarts: 0 }), Random.fromSeed(1), profiler);
    await interact(agent, 8);
    expect(agent.updates).toBe(2);
    expect(profiler.seconds()).toMatchObject({ sampling: 0.001, upload: 0.001 });
    expect(profiler.seconds().learning).toBeGreaterThan(0);
    agent.dispose();
  });
});

describeOnBackends('DqnAgent', () => {
  it('gives values in the units of the reward', async () => {
    const plain = makeAgent();
    const scaling = { observationOffset: [0], observationScale: [1], rewardScale: 0.25 };
    const scaled = makeAgent(dqnSettings({}, { scaling }));
    const observations = Float32Array.of(-1, 0.5, 2);
    const expected = await plain.qValues(observations);
    expect(await scaled.qValues(observations)).toEqual(expected.map((value) => value * 4));
    plain.dispose();
    scaled.dispose();
  });

  it('measures its mean Q-value in the units of the reward', async () => {
    const scaling = { observationOffset: [0], observationScale: [1], rewardScale: 0.25 };
    const meanQ = async (agent: DqnAgent) => {
      // One update, of the first weights, which do not know the scale.
      while (agent.updates === 0) await interact(agent, 4);
      expect(agent.updates).toBe(1);
      const measured = await agent.measure();
      agent.dispose();
      return measured.meanQ!;
    };
    const plain = await meanQ(makeAgent());
    expect(plain).not.toBe(0);
    expect(await meanQ(makeAgent(dqnSettings({}, { scaling })))).toBe(4 * plain);
  });

  it.each(headNames)('hands over a model that gives the same values bit by bit: %s', async (head) => {
    const scaling = { observationOffset: [0.5], observationScale: [3], rewardScale: 0.01 };
    const agent = makeAgent(dqnSettings({ head, hiddenLayers: [7, 5] }, { scaling }));
    await interact(agent, 20, 3);
    expect(agent.updates).toBeGreaterThan(0);
    const model = await agent.model();
    expect(model).toMatchObject({
      head,
      hiddenLayers: [7, 5],
      features: ['place'],
      actions: ['none', 'contact'],
    });
    const observations = Float32Array.of(-1, 0.5, 2);
    const fromAgent = await agent.qValues(observations);
    await expectNoLeak(async () => {
      const qFunction = new ModelQFunction(model);
      expect(await qFunction.qValues(observations)).toEqual(fromAgent);
      qFunction.dispose();
    });
    await interact(agent, 20);
    expect((await agent.model()).weights).not.toEqual(model.weights); // what was handed over stays as it was
    agent.dispose();
  });

  it.each([...headNames.map((head) => ({ head, nSteps: 1 })), { head: 'plain' as const, nSteps: 3 }])(
    'goes on from its state with the same actions and weights, bit by bit: $head over $nSteps steps',
    async (learner) => {
      const settings = dqnSettings({ ...learner, epsilon: { start: 0.5, end: 0.5 } });
      const first = makeAgent(settings);
      await interact(first, 7, 6);
      const saved = await first.state();
      const second = makeAgent(settings);
      await interact(second, 7, 2); // what it did before does not matter
      second.restore(saved);
      expect(bits(await second.state())).toBe(bits(saved));
      for (let step = 0; step < 5; step += 1) {
        const now = decisions(7);
        expect(await second.act(now)).toEqual(await first.act(now));
        for (const agent of [first, second]) await interact(agent, 7);
      }
      expect(second.updates).toBe(first.updates);
      expect(await second.measure()).toEqual(await first.measure());
      expect(bits(await second.state())).toBe(bits(await first.state()));
      first.dispose();
      second.dispose();
    },
  );

  it('starts from weights of its own stream', async () => {
    const weights = async (seed: number) => {
      const agent = makeAgent(dqnSettings(), seed);
      const learner = savedPart(await agent.state(), 'learner');
      agent.dispose();
      return savedArray(savedPart(learner, 'program'), 'online', Float32Array);
    };
    expect(await weights(1)).toEqual(await weights(1));
    expect(await weights(2)).not.toEqual(await weights(1));
  });

  it('trains with 300 actions and goes on from its state, bit by bit', async () => {
    const actions = Array.from({ length: 300 }, (_, i) => `action ${i}`);
    const settings = dqnSettings(always, { actions });
    const [first, second] = [makeAgent(settings), makeAgent(settings)];
    await interact(first, 40, 10);
    const saved = await first.state();
    expect(Math.max(...savedArray(savedPart(saved, 'replay'), 'actions', Int32Array))).toBeGreaterThan(255);
    second.restore(saved);
    for (const agent of [first, second]) await interact(agent, 40, 2);
    expect(first.updates).toBeGreaterThan(0);
    expect(bits(await second.state())).toBe(bits(await first.state()));
    first.dispose();
    second.dispose();
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(async () => {
      const agent = makeAgent();
      await expectNoLeak(async () => {
        await interact(agent, 10, 10);
        await agent.measure();
        await agent.model();
      });
      agent.dispose();
    });
  });
});
