/** What a model decides in its thread, with values that a test gives. */
import type { QFunction } from '../../../src/policies/policy';
import { makeDecider } from '../../../src/serve/threads/decider';
import { refusedField } from '../../../src/serve/threads/asked-rows';
import type { AskedCustomer } from '../../../src/serve/threads/messages';
import type { LoadedModel } from '../../../src/store/model-store';

// Only what a decider reads: a model of a simulator, which takes its state ready made.
const loaded = {
  model: { actions: ['No Action', 'mail', 'call'], features: ['x', 'y'] },
  manifest: {},
} as unknown as LoadedModel;

/** No Action is worth 0, mail x, call y; as large as they are given, beyond what is finite. */
const qFunction: QFunction = {
  qValues: (observations) => {
    const out = new Float32Array((observations.length / 2) * 3);
    for (let row = 0; row < observations.length / 2; row += 1)
      out.set([0, observations[2 * row]! * 1e10, observations[2 * row + 1]! * 1e10], 3 * row);
    return Promise.resolve(out);
  },
};

const of = (state: readonly number[] | null, place = '', draw = 0): AskedCustomer => ({
  ...{ columns: null, state, history: null, kept: null, now: 0, place, draw },
});

it('refuses alone whose values are not finite, and answers the others', async () => {
  const decider = makeDecider(loaded, qFunction, null);
  const answers = await decider(
    [of([1, 2], 'customers.0'), of([1e30, 0], 'customers.1'), of([3, 2], 'customers.2')],
    true,
  );
  expect(answers).toMatchObject([
    { kind: 'decided', action: 'call' },
    { kind: 'refused', field: 'customers.1.state' },
    { kind: 'decided', action: 'mail' },
  ]);
});

it('draws by the number of each customer, also where one between them is refused', async () => {
  const decider = makeDecider(loaded, qFunction, { kind: 'epsilon', epsilon: 0.6 });
  // 0.2 each, and 0.4 more for the best: No Action below 0.2, mail below 0.4, call from there.
  const asked = [of([1, 2], '0', 0.1), of([1], '1', 0.3), of([1, 2], '2', 0.3), of([1, 2], '3', 0.5)];
  const answers = await decider(asked, true);
  expect(answers).toMatchObject([
    { action: 'No Action', isTried: true, reason: 'tried, to learn of it' },
    { kind: 'refused', field: '1.state' },
    { action: 'mail', isTried: true },
    { action: 'call', isTried: false, reason: 'best allowed' },
  ]);
  expect((answers[0] as { propensity: number }).propensity).toBeCloseTo(0.2, 12);
  expect((answers[3] as { propensity: number }).propensity).toBeCloseTo(0.6, 12);
  expect(await decider(asked.slice(0, 1), false)).toMatchObject([{ action: 'call', propensity: 1 }]);
});

it.each([
  [null, 'state', 'expected 2 numbers (x, y), got nothing'],
  [[1], 'state', 'expected 2 numbers (x, y), got 1'],
  [[1, 1e300], 'state.1', 'expected a finite number in single precision, got 1e+300'],
])('refuses the state %j', async (state, field, reason) => {
  const [answer] = await makeDecider(loaded, qFunction, null)([of(state)], false);
  expect(answer).toEqual({ kind: 'refused', field, reason });
});

it('finds the column in a message, whatever it is called', () => {
  const columns = { a: 1, 'a: b': 1 };
  expect(refusedField('columns a: b: expected 1', 'columns', columns)).toEqual({
    ...{ field: 'columns.a: b', reason: 'expected 1' },
  });
  expect(refusedField('columns:1 a: expected 1', 'columns', columns)).toEqual({
    ...{ field: 'columns.a', reason: 'expected 1' },
  });
  expect(refusedField('columns c: expected 1', 'columns', columns).field).toBe('columns.c');
});
