import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { Random } from '../../src/core/random';
import { LoggedDecisions, type DecisionColumns } from '../../src/replay/logged-decisions';

/** Two features and three actions; decision i is followed by i + 2, the last two by nothing. */
function columnsOf(length: number, changes: Partial<DecisionColumns> = {}): DecisionColumns {
  const rows = Array.from({ length }, (_, row) => row);
  return {
    features: 2,
    actionCount: 3,
    observations: Float32Array.from(rows.flatMap((row) => [row + 1, row + 1.25])),
    actions: Int32Array.from(rows, (row) => row % 3),
    rewards: Float32Array.from(rows, (row) => 10 * row),
    discounts: Float32Array.from(rows, (row) => (row + 2 < length ? 0.5 : 0)),
    next: Int32Array.from(rows, (row) => (row + 2 < length ? row + 2 : -1)),
    allowed: null,
    weights: null,
    ...changes,
  };
}

const replayOf = (columns: DecisionColumns, seed = 1) => new LoggedDecisions(columns, Random.fromSeed(seed));
const count = fc.integer({ min: 1, max: 20 });

describe('what LoggedDecisions samples', () => {
  it('are whole decisions with what followed them, and zeros where nothing did', () => {
    const allowed = Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0);
    const replay = replayOf(columnsOf(4, { allowed, weights: Float32Array.of(0.5, 1, 1.5, 1) }));
    const { batch, rows, weights } = replay.sample(4);
    const expected = [
      { seen: [1, 1.25], action: 0, reward: 0, discount: 0.5, next: [3, 3.25], may: [0, 1, 1], weight: 0.5 },
      { seen: [2, 2.25], action: 1, reward: 10, discount: 0.5, next: [4, 4.25], may: [1, 0, 0], weight: 1 },
      { seen: [3, 3.25], action: 2, reward: 20, discount: 0, next: [0, 0], may: [1, 1, 1], weight: 1.5 },
      { seen: [4, 4.25], action: 0, reward: 30, discount: 0, next: [0, 0], may: [1, 1, 1], weight: 1 },
    ];
    const sampled = Array.from(rows, (row) => expected[row]!);
    expect(batch).toEqual({
      size: 4,
      observations: Float32Array.from(sampled.flatMap(({ seen }) => seen)),
      actions: Int32Array.from(sampled, ({ action }) => action),
      rewards: Float32Array.from(sampled, ({ reward }) => reward),
      discounts: Float32Array.from(sampled, ({ discount }) => discount),
      nextObservations: Float32Array.from(sampled.flatMap(({ next }) => next)),
      nextAllowed: Float32Array.from(sampled.flatMap(({ may }) => may)),
    });
    expect(weights).toEqual(Float32Array.from(sampled, ({ weight }) => weight));
    expect(replay).toMatchObject({
      ...{ length: 4, weighted: true, wantsErrors: false },
      layout: { capacity: 4, features: 2, maskedActions: 3 },
    });
  });

  it('have neither masks nor weights where the log has none', () => {
    const replay = replayOf(columnsOf(3));
    const { batch, weights } = replay.sample(2);
    expect([batch.nextAllowed, weights, replay.weighted, replay.layout.maskedActions]).toEqual([
      null,
      null,
      false,
      0,
    ]);
  });

  it('are in arrays of their own', () => {
    const columns = columnsOf(5);
    replayOf(columns).sample(5).batch.observations.fill(0);
    expect(columns).toEqual(columnsOf(5));
  });

  it('contain every row once in each pass, however batches lie across passes', () => {
    fc.assert(
      fc.property(
        count,
        fc.array(count, { minLength: 1, maxLength: 8 }),
        fc.integer(),
        (length, sizes, seed) => {
          const replay = replayOf(columnsOf(length), seed);
          const drawn = sizes.flatMap((size) => Array.from(replay.sample(size).rows));
          const all = Array.from({ length }, (_, row) => row);
          for (let from = 0; from < drawn.length; from += length) {
            const pass = drawn.slice(from, from + length).sort((a, b) => a - b);
            if (pass.length === length) expect(pass).toEqual(all);
            else expect(new Set(pass).size).toBe(pass.length);
          }
        },
      ),
    );
  });

  it('have another order in each pass, in which every row may come first', () => {
    const replay = replayOf(columnsOf(5));
    const orders = Array.from({ length: 2000 }, () => Array.from(replay.sample(5).rows));
    expect(new Set(orders.map(String)).size).toBe(120); // all there are
    for (let place = 0; place < 5; place += 1)
      for (let row = 0; row < 5; row += 1) {
        const often = orders.filter((order) => order[place] === row).length;
        expect(Math.abs(often - 400)).toBeLessThan(4 * Math.sqrt(2000 * 0.2 * 0.8));
      }
  });

  it('are the same whether k batches are drawn at once or one by one, and after a restore', () => {
    fc.assert(
      fc.property(
        count,
        count,
        fc.integer({ min: 1, max: 5 }),
        fc.integer(),
        (length, size, batches, seed) => {
          const [atOnce, oneByOne] = [replayOf(columnsOf(length), seed), replayOf(columnsOf(length), seed)];
          const parts: number[] = [];
          let each = oneByOne;
          for (let i = 0; i < batches; i += 1) {
            parts.push(...each.sample(size).rows);
            const state = each.state();
            each = replayOf(columnsOf(length), seed);
            each.sample(3); // what it did before does not matter
            each.restore(state);
          }
          expect(Array.from(atOnce.sample(batches * size).rows)).toEqual(parts);
          expect(each.state()).toEqual(atOnce.state());
        },
      ),
    );
  });
});

it('the state of LoggedDecisions is the pass and the place in it, and no order', () => {
  const replay = replayOf(columnsOf(4));
  replay.sample(10);
  expect(replay.state()).toEqual({ pass: 2, position: 2 });
});

describe('LoggedDecisions refuse', () => {
  it('further decisions', () => {
    expect(() => replayOf(columnsOf(2)).insert()).toThrow(
      new RangeError('replay: a log takes no further decisions'),
    );
  });

  it('to be sampled where there are none, and the place of a longer log', () => {
    expect(() => replayOf(columnsOf(0)).sample(1)).toThrow(
      new RangeError('replay: cannot sample, it is empty'),
    );
    expect(() => replayOf(columnsOf(3)).restore({ pass: 0, position: 4 })).toThrow(
      new RangeError('replay: expected a position in 3 decisions, got 4'),
    );
  });

  const f = (...values: number[]) => Float32Array.from(values);
  const i = (...values: number[]) => Int32Array.from(values);
  // Of three decisions the first is followed by the third.
  it.each<[Partial<DecisionColumns>, string]>([
    [{ actions: i(0, 3, 1) }, 'decision 1: expected an action of 3, got 3'],
    [{ actions: i(-1, 2, 1) }, 'decision 0: expected an action of 3, got -1'],
    [{ next: i(3, -1, -1) }, 'decision 0: expected a next one of 3 or -1, got 3'],
    [{ next: i(2, -2, -1) }, 'decision 1: expected a next one of 3 or -1, got -2'],
    [{ discounts: f(0.5, 0, 0.5) }, 'decision 2: expected discount 0, for nothing follows, got 0.5'],
    [
      { allowed: Uint8Array.of(1, 1, 1, 1, 1, 1, 0, 0, 0) },
      'decision 0: expected an action that is allowed at the next, 2, got none',
    ],
  ])('%j', (changes, message) => {
    expect(() => replayOf(columnsOf(3, changes))).toThrow(new RangeError(message));
  });

  it('not a decision without an allowed action that no target asks about', () => {
    const allowed = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1);
    expect(replayOf(columnsOf(3, { allowed })).length).toBe(3);
    const none = { allowed: new Uint8Array(9), discounts: f(0, 0, 0) };
    expect(replayOf(columnsOf(3, none)).length).toBe(3);
  });

  it.each(['observations', 'rewards', 'discounts', 'next', 'allowed', 'weights'])(
    '%s of another length',
    (name) => {
      const Kind = { next: Int32Array, allowed: Uint8Array }[name] ?? Float32Array;
      expect(() => replayOf(columnsOf(2, { [name]: new Kind(1) }))).toThrow(ShapeError);
      expect(() => replayOf(columnsOf(2, { [name]: new Kind(1) }))).toThrow(`${name}: expected`);
    },
  );
});
