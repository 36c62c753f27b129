/** Which look at its decisions a judgement is, counted by hand. */
import { countLooks, type Look } from '../../src/evaluate/looks';

/** Looks as `policy@decisions`, one a minute. */
function looksAt(...names: readonly string[]): Look[] {
  return names.map((name, i) => {
    const [identity, decisions] = name.split('@') as [string, string];
    const at = `2026-01-31T12:0${i}:00.000Z`;
    const rest = { run: `models/${identity}`, policy: 'model', split: 'test', verdict: 'better' } as const;
    return { at, identity, decisions, ...rest, against: 'logged' };
  });
}

const count = (names: readonly string[], own: string, level = 0.95, unreadable = 0) =>
  countLooks({ looks: looksAt(...names), unreadable }, looksAt(own)[0]!, level);

it('is the first where there is no other', () => {
  expect(count(['a@test'], 'a@test')).toEqual({
    ...{ counted: true, split: 'test', number: 1, total: 1, others: [], elsewhere: 0, unreadable: 0 },
    falseBetter: expect.closeTo(0.025, 12) as number,
  });
});

it('counts every policy before it, and says what each came to', () => {
  const { number, total, others } = count(['a@test', 'b@test', 'c@test'], 'c@test');
  expect({ number, total }).toEqual({ number: 3, total: 3 });
  const rest = { policy: 'model', verdict: 'better', against: 'logged' };
  expect(others).toEqual([
    { number: 1, at: '2026-01-31T12:00:00.000Z', run: 'models/a', ...rest },
    { number: 2, at: '2026-01-31T12:01:00.000Z', run: 'models/b', ...rest },
  ]);
});

it('takes the same policy on the same decisions for the same look, however often it is read', () => {
  const { number, total, others } = count(['a@test', 'b@test', 'a@test', 'b@test', 'a@test'], 'b@test');
  expect({ number, total }).toEqual({ number: 2, total: 2 });
  expect(others).toMatchObject([{ number: 1, at: '2026-01-31T12:00:00.000Z' }]);
});

it('tells looks after it from looks before it', () => {
  const { number, total, others } = count(['a@test', 'b@test', 'c@test'], 'b@test');
  expect({ number, total }).toEqual({ number: 2, total: 3 });
  expect(others.map((other) => other.number)).toEqual([1, 3]);
});

it('counts looks at other decisions of the log apart, each policy on each of them once', () => {
  const names = ['a@all', 'a@test', 'b@all', 'a@all', 'a@other'];
  expect(count(names, 'a@test')).toMatchObject({ number: 1, total: 1, elsewhere: 3 });
  expect(count(names, 'b@all')).toMatchObject({ number: 2, total: 2, elsewhere: 2 });
});

it.each([
  // One side of a 95 % interval is missed in 2.5 % of cases, of a 90 % one in 5 %.
  [3, 0.95, 0.075],
  [4, 0.9, 0.2],
  [50, 0.95, 1],
])('bounds false "better"s among %i looks at level %d by %d', (looks, level, bound) => {
  const names = Array.from({ length: looks }, (_, i) => `policy${i}@test`);
  const taken = names.map((name): Look => ({ ...looksAt(name)[0]! }));
  expect(countLooks({ looks: taken, unreadable: 0 }, taken[0]!, level).falseBetter).toBeCloseTo(bound, 12);
});

it('passes on how many lines could not be read', () => {
  expect(count(['a@test'], 'a@test', 0.95, 2).unreadable).toBe(2);
});

it('refuses a look that was not taken down', () => {
  expect(() => count(['a@test', 'b@all'], 'b@test')).toThrow(RangeError);
});
