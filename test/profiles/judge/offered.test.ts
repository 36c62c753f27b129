/** Decisions as they are judged, by hand. */
import { Random } from '../../../src/core/random';
import { offered, qiniGain, someOf } from '../../../src/profiles/judge/offered';

const decided = {
  customers: { customers: ['ann', 'bob', 'ann', 'eve'] },
  actionNames: ['No Action', 'email', 'call'],
  actions: Int32Array.of(1, 2, 0, 0),
  allowed: null,
  outcomes: Float64Array.of(1, 0, 1, 0),
  propensities: null,
};
const effects = Float64Array.of(0.3, 0.1, 0.2, 0.4, 0.1, 0.5, 0.6, 0.2);

it('gives each the treatment of the most effect, and the share of its arm for its chance', () => {
  const all = offered(decided, effects, null);
  expect([...all.scores]).toEqual([0.3, 0.4, 0.5, 0.6]);
  expect(Array.from(all.treated)).toEqual([1, 1, 0, 0]);
  expect([...all.propensities!]).toEqual([0.25, 0.25, 0.5, 0.5]);
  expect(Array.from(offered(decided, effects, 1).treated)).toEqual([1, -1, 0, 0]);
  expect(someOf(all, [3, 0])).toEqual({
    ...{ scores: Float64Array.of(0.6, 0.3), treated: Float64Array.of(0, 1), outcomes: Float64Array.of(0, 1) },
    ...{ propensities: Float64Array.of(0.5, 0.25), names: ['eve', 'ann'], decisions: Int32Array.of(3, 0) },
  });
});

it('sends nothing that was not allowed', () => {
  // bob may get an email alone, eve nothing.
  const allowed = Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0);
  const all = offered({ ...decided, allowed }, effects, null);
  // Nothing could be gained at the last decision: it is left out.
  expect([...all.scores]).toEqual([0.3, 0.2, 0.5]);
  expect(Array.from(all.treated)).toEqual([1, -1, 0]);
  expect([...all.decisions]).toEqual([0, 1, 2]);
  // A call may go to ann alone, whose two decisions got an email and nothing.
  const calls = offered({ ...decided, allowed }, effects, 2);
  expect([[...calls.decisions], calls.names, Array.from(calls.treated)]).toEqual([
    [0, 2],
    ['ann', 'ann'],
    [-1, 0],
  ]);
});

it('cannot tell without somebody on each side, and knows no interval of a handful', () => {
  const options = { resamples: 20, level: 0.95 };
  const all = offered(decided, effects, null);
  expect(qiniGain(someOf(all, [0, 1]), options, Random.fromSeed(1))).toMatchObject({
    ...{ customers: 2, model: null, decision: 'cannot tell' },
  });
  // eve, ann without, bob, ann: nothing is seen of the first two; then .75 (0 - 1/2), 1 (1/2 - 1/2).
  const { gain, customers } = qiniGain(all, options, Random.fromSeed(1));
  expect(customers).toBe(4);
  expect(gain.value).toBeCloseTo(0.25 * (0.375 / -2) + 0.25 * (-0.375 / 2), 12);
  expect([gain.low, gain.high]).toEqual([null, null]);
});
