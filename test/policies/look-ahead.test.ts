import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { segmentConfigSchema } from '../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../src/worlds/segment/simulator';
import { LookAheadPolicy, type LookAheadOptions } from '../../src/policies/look-ahead';
import { scriptedNoise } from '../support/scripted-noise';

const start = Float32Array.of(1500, 1200, 2300);
const actions = ['none', 'email', 'coupon', 'resurrection', 'special'];

function lookAhead(options: LookAheadOptions, seed = 1, config: unknown = {}): LookAheadPolicy {
  const random = Random.fromSeed(seed);
  const noise = NormalGenerator.from(random.fork('noise'));
  const make = (lanes: number) => new SegmentSimulator(segmentConfigSchema.parse(config), lanes, noise);
  return new LookAheadPolicy(make, actions, random.fork('actions'), options);
}

describe('LookAheadPolicy', () => {
  it('sees only the immediate reward with a horizon of one period', () => {
    const values = lookAhead({ episodes: 2, horizon: 1 }).actionValues(start);
    expect(Array.from(values)).toEqual([34700, 34700 - 15045, 34700 - 70100, 34700 - 34500, 34700 - 80240]);
  });

  it('averages over roll-outs and periods', () => {
    // Two actions without effect or cost: every period earns 15 * 110, 15 * 120, 15 * 130.
    const config = segmentConfigSchema.parse({
      start: { active: 100, semiActive: 0, nonActive: 0 },
      arrivals: { semiActive: 0 },
      actions: [{ name: 'none' }, { name: 'wave' }],
      flows: [],
    });
    const policy = new LookAheadPolicy(
      (lanes) => new SegmentSimulator(config, lanes, scriptedNoise()),
      ['none', 'wave'],
      Random.fromSeed(1),
      { episodes: 4, horizon: 3 },
    );
    expect(Array.from(policy.actionValues(Float32Array.of(100, 0, 0)))).toEqual([15 * 120, 15 * 120]);
  });

  it('plans anew for every row, from that row', () => {
    const policy = lookAhead({ episodes: 100, horizon: 6 });
    const out = new Float32Array(10);
    // In the first row there is nobody but those whom resurrection brings back; in the second nobody whom it could.
    const observations = Float32Array.of(0, 0, 5000, 5000, 0, 0);
    policy.probabilities({ observations, allowed: null }, out);
    expect(out.indexOf(1)).toBe(3);
    expect(out.indexOf(1, 5) - 5).not.toBe(3);
    expect(out.reduce((a, b) => a + b, 0)).toBe(2);
  });

  it('keeps to what is allowed', () => {
    const out = new Float32Array(5);
    const allowed = Uint8Array.of(0, 1, 1, 0, 1);
    lookAhead({ episodes: 5, horizon: 1 }).probabilities({ observations: start, allowed }, out);
    expect(Array.from(out)).toEqual([0, 1, 0, 0, 0]);
  });

  it('gives the same values for the same stream, and others for another one', () => {
    const values = (seed: number) => lookAhead({ episodes: 3 }, seed).actionValues(start);
    expect(values(1)).toEqual(values(1));
    expect(values(1)).not.toEqual(values(2));
  });

  it('refuses a simulator whose episodes are shorter than the horizon, but may use them up', () => {
    expect(() => lookAhead({ episodes: 2, horizon: 4 }, 1, { periods: 3 }).actionValues(start)).toThrow(
      'an episode ended after 3 of 4 periods',
    );
    expect(() => lookAhead({ episodes: 2, horizon: 3 }, 1, { periods: 3 }).actionValues(start)).not.toThrow();
  });

  it.each([{ episodes: 0 }, { horizon: 1.5 }])('refuses %j', (options) => {
    expect(() => lookAhead(options)).toThrow('must be a positive whole number');
  });
});
