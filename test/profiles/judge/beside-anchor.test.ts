import { Random } from '../../../src/core/random';
import { decisionOf } from '../../../src/profiles/judge/anchor-decision';
import { besideAnchor } from '../../../src/profiles/judge/beside-anchor';
import { frequencySegments } from '../../../src/profiles/judge/frequency-segments';
import { verdictLines } from '../../../src/profiles/judge/verdict';

it('parts customers by how often they bought', () => {
  const { names, of } = frequencySegments([0, 1, 2, 3, 4, 90]);
  expect(Array.from(of, (one) => names[one])).toEqual([
    'bought once',
    'bought twice',
    'bought 3 or 4 times',
    'bought 3 or 4 times',
    'bought 5 times or more',
    'bought 5 times or more',
  ]);
});

it.each([
  [0.1, 2, 'better'],
  [-0.1, 2, 'not shown better'],
  [0, 2, 'not shown better'],
  [-2, -0.1, 'worse'],
  [null, null, 'cannot tell'],
] as const)('a gain from %p to %p is %s', (low, high, decision) => {
  expect(decisionOf({ low, high })).toBe(decision);
});

describe('a model that is better for who came back, and worse for who bought once', () => {
  const frequency = Array.from({ length: 400 }, (_, i) => (i < 200 ? 0 : i < 394 ? 1 : 3));
  const random = Random.fromSeed(1);
  const anchor = Float64Array.from(frequency, () => 5 + random.uniform());
  const model = anchor.map((loss, i) => loss + (frequency[i] === 0 ? 1 : -4) + random.uniform() - 0.5);
  const judge = () =>
    besideAnchor(model, anchor, frequencySegments(frequency), { resamples: 200, random: Random.fromSeed(2) });

  it('is better on the whole, and says for whom it is not', async () => {
    const judged = await judge();
    const mean = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0) / values.length;
    expect(judged.gain.value).toBeCloseTo(mean(anchor) - mean(model), 12);
    expect(judged.model).toBeCloseTo(mean(model), 12);
    expect(judged.decision).toBe('better');
    expect(judged.segments.map(({ customers, decision }) => [customers, decision])).toEqual([
      [200, 'worse'],
      [194, 'better'],
      [6, 'cannot tell'],
      [0, 'cannot tell'],
    ]);
    expect(judged.segments[0]!.gain.value).toBeCloseTo(
      mean(anchor.subarray(0, 200)) - mean(model.subarray(0, 200)),
      12,
    );
    // Four intervals at once.
    expect(judged.segments[0]!.gain.level).toBeCloseTo(1 - 0.05 / 4, 12);
    const lines = verdictLines(judged, {
      model: 'LSTM',
      anchor: 'BG/NBD',
      loss: 'mean absolute error',
      unit: 'days',
    });
    expect(lines[0]).toMatch(
      /^LSTM is better than BG\/NBD: mean absolute error 4\.0\d against 5\.49 days; 95 % interval of the gain 1\.\d\d to 1\.\d\d$/,
    );
    expect(lines[1]).toMatch(/^bought once \(200\): LSTM is worse than BG\/NBD: /);
    expect(lines[2]).toMatch(/^bought 3 or 4 times \(6\): whether LSTM is better .* no interval$/);
    expect(lines).toHaveLength(3);
  });

  it('is the same with the same seed', async () => {
    expect(await judge()).toEqual(await judge());
  });
});

it('covers: of no difference at all, about 5 % of intervals leave 0 out', async () => {
  const random = Random.fromSeed(11);
  let outside = 0;
  const segments = { names: [], of: new Uint8Array(60) };
  for (let trial = 0; trial < 200; trial += 1) {
    const anchor = Float64Array.from({ length: 60 }, () => random.uniform());
    const model = Float64Array.from({ length: 60 }, () => random.uniform());
    const { decision } = await besideAnchor(model, anchor, segments, {
      resamples: 200,
      random: random.fork(String(trial)),
    });
    if (decision !== 'not shown better') outside += 1;
  }
  // Binomial of 200 at .05: mean 10, standard deviation 3.1; a half-width off by a fifth gives 24.
  expect(outside).toBeGreaterThan(2);
  expect(outside).toBeLessThan(21);
});
