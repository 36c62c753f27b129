import fc from 'fast-check';
import { SectionProfiler, sections } from '../../src/core/profiler';

/** A profiler over a clock that is moved by hand. */
function byHand(): { profiler: SectionProfiler; pass: (milliseconds: number) => void } {
  let now = 5000;
  return { profiler: new SectionProfiler(() => now), pass: (milliseconds) => (now += milliseconds) };
}

describe('SectionProfiler', () => {
  it('adds time to the section that was entered last, and to rest before the first', () => {
    const { profiler, pass } = byHand();
    pass(500);
    profiler.enter('acting');
    pass(1000);
    profiler.enter('learning');
    pass(2000);
    profiler.enter('acting');
    pass(500);
    const none = { environment: 0, sampling: 0, upload: 0 };
    expect(profiler.seconds()).toEqual({ ...none, rest: 0.5, acting: 1.5, learning: 2 });
    expect(profiler.shares()).toEqual({ ...none, rest: 0.125, acting: 0.375, learning: 0.5 });
  });

  it('leaves out what came before an earlier reading', () => {
    const { profiler, pass } = byHand();
    profiler.enter('environment');
    pass(9000);
    const before = profiler.seconds();
    pass(1000);
    profiler.enter('upload');
    pass(3000);
    expect(profiler.shares(before)).toMatchObject({ environment: 0.25, upload: 0.75, rest: 0 });
  });

  it('gives shares of 0 before time has passed', () => {
    expect(new Set(Object.values(byHand().profiler.shares()))).toEqual(new Set([0]));
  });

  it('gives shares that sum to 1', () => {
    const visit = fc.tuple(fc.constantFrom(...sections), fc.integer({ min: 0, max: 10_000 }));
    fc.assert(
      fc.property(fc.array(visit, { minLength: 1 }), (visits) => {
        const { profiler, pass } = byHand();
        pass(1);
        for (const [section, milliseconds] of visits) {
          profiler.enter(section);
          pass(milliseconds);
        }
        const total = Object.values(profiler.shares()).reduce((sum, share) => sum + share, 0);
        expect(total).toBeCloseTo(1, 12);
      }),
    );
  });
});
