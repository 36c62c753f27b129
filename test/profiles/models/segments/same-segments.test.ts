/** Names that stay with the customers. */
import fc from 'fast-check';
import { namedAsBefore } from '../../../../src/profiles/models/segments/same-segments';

it('calls a segment as that of before which holds most of the same customers', () => {
  // Of eight: "often" loses one of four to the other and wins one; "rare" keeps three of four.
  const before = { names: ['often', 'rare'], places: [0, 0, 0, 0, 1, 1, 1, 1] };
  const now = { names: ['x', 'y'], places: [1, 1, 1, 0, 1, 0, 0, 0] };
  // Three shared of five of either: .6 each.
  expect(namedAsBefore(now, before)).toEqual(['rare', 'often']);
});

it('gives a name of its own to what shares less than half, one that nobody had', () => {
  const before = { names: ['often', 'rare'], places: [0, 0, 0, 0, 1, 1, 1, 1] };
  // The first has one of "often" and one of "rare"; the second all else: 3 + 3 of 6, half of neither alone (3 of 7).
  const now = { names: ['often', 'late'], places: [0, 1, 1, 1, 0, 1, 1, 1] };
  expect(namedAsBefore(now, before)).toEqual(['often (2)', 'late']);
});

it('gives each name once: of two halves, the first is called as the whole was', () => {
  const before = { names: ['all'], places: [0, 0, 0, 0] };
  const now = { names: ['a', 'b'], places: [0, 0, 1, 1] };
  expect(namedAsBefore(now, before)).toEqual(['all', 'b']);
});

it('leaves customers in no segment out, and all names where nothing was found before', () => {
  const before = { names: ['often'], places: [0, 0, 1, 1] };
  expect(namedAsBefore({ names: ['x'], places: [0, 0, -1, -1] }, before)).toEqual(['often']);
  expect(namedAsBefore({ names: ['x'], places: [0, 0, 0, 1] }, { names: [], places: [0, 0, 0, 0] })).toEqual([
    'x',
  ]);
});

it('keeps every name where the same segments are found in another order', () => {
  const cases = fc.record({
    places: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 }),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 }),
  });
  fc.assert(
    fc.property(cases, ({ places, order }) => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      const now = { names: ['v', 'w', 'x', 'y', 'z'], places: places.map((place) => order.indexOf(place)) };
      const found = namedAsBefore(now, { names, places });
      expect(new Set(found).size).toBe(5);
      places.forEach((place, customer) => expect(found[now.places[customer]!]).toBe(names[place]));
    }),
  );
});
