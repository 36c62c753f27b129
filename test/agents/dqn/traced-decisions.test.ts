import { OfflineLearner, type OfflineMethod } from '../../../src/agents/dqn/offline-learner';
import { tracedDecisions } from '../../../src/agents/dqn/traced-decisions';
import { Random } from '../../../src/core/random';
import { LoggedDecisions } from '../../../src/replay/logged-decisions';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { useBackend } from '../../support/backends';
import { columnsOf, settingsFor, table, type Logged } from '../../support/offline-learner';

/** A bad first step behind which the most is to be had: 10 after action 1, and 6 at once by action 0. */
const log: Logged[] = [
  ...[0, 1].flatMap((second, i) => [
    { place: 0, action: 1, reward: -1, next: 2 * i + 1 },
    { place: 1, action: second, reward: 10 * second },
  ]),
  { place: 0, action: 0, reward: 6 },
  { place: 0, action: 0, reward: 6 },
];
const shape = { places: 2, actions: 2 };
const columns = columnsOf(log, { ...shape, gamma: 0.9 });
const method: OfflineMethod = { kind: 'dqn', doubleQ: true, conservativeWeight: 0 };

function learner(lambda: number): OfflineLearner {
  const random = Random.fromSeed(1);
  const traced = tracedDecisions(columns, lambda)!;
  const decisions = new LoggedDecisions(traced.columns, random.fork('replay'));
  return new OfflineLearner({ ...settingsFor(columns, method, { batchSize: 1 }), traced }, decisions, random);
}

describe('learning with traces', () => {
  useBackend(wasmLoader);

  it('comes to the values of the best actions, for nothing is a surprise on average', async () => {
    const learned = learner(0.5);
    await learned.train(4000);
    const [first, second] = await table(learned, shape);
    expect(first![0]!).toBeCloseTo(6, 0);
    expect(first![1]!).toBeCloseTo(-1 + 0.9 * 10, 0);
    expect(second![1]!).toBeCloseTo(10, 0);
    learned.dispose();
  });

  it.each([7, 9, 13])('does not depend on how updates are split, nor on a restart after %i', async (cut) => {
    // Of six decisions in batches of one, targets are new at every second update: these lie in between.
    const [whole, split] = [learner(0.7), learner(0.7)];
    await whole.train(23);
    await split.train(4);
    await split.train(cut - 4);
    const resumed = learner(0.7);
    resumed.restore(await split.state());
    await resumed.train(23 - cut);
    expect((await resumed.model()).weights).toEqual((await whole.model()).weights);
    for (const one of [whole, split, resumed]) one.dispose();
  });

  it('is not asked for without traces, or where nothing follows', () => {
    expect(tracedDecisions(columns, 0)).toBeNull();
    expect(tracedDecisions(columnsOf(log, { ...shape, gamma: 0 }), 0.7)).toBeNull();
  });
});
