import fc from 'fast-check';
import type { SavedState, SavedValue, StateArray } from '../../src/core/saved-state';
import { bytesOf, decodeState, encodeState } from '../../src/store/state-codec';
import { bits } from '../support/bits';

/** There and back, by way of text and one block of bytes. */
function throughBytes(state: SavedState): SavedState {
  const { tree, arrays } = encodeState(state);
  const file = Buffer.concat(arrays.map(bytesOf));
  return decodeState(JSON.parse(JSON.stringify(tree)), (offset, bytes) => {
    expect(file.copy(bytes, 0, offset)).toBe(bytes.length);
  });
}

/** Any bits at all, beginning anywhere in their buffer. */
const arrays: fc.Arbitrary<StateArray> = fc
  .record({
    words: fc.uint32Array({ maxLength: 8 }),
    kind: fc.constantFrom(Float32Array, Float64Array, Int32Array, Uint8Array, Uint32Array),
    start: fc.nat(1),
  })
  .map(({ words, kind, start }) => {
    const length = Math.floor(words.byteLength / kind.BYTES_PER_ELEMENT);
    return new kind(words.buffer, 0, length).subarray(start);
  });

const keys = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('$array', '$number', '$', '$$', '__proto__', 'constructor', '10', ''),
);

const { state: states } = fc.letrec<{ value: SavedValue; state: SavedState }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.double(),
    fc.constantFrom(-0, NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, 1e21),
    fc.string({ unit: 'binary' }), // lone surrogates among them
    fc.boolean(),
    fc.constant(null),
    arrays,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('state'),
  ),
  state: fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));

describe('a saved state', () => {
  it('comes back bit by bit, whatever it holds', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(bits(throughBytes(state))).toBe(bits(state));
      }),
      { numRuns: 500 },
    );
  });

  it('has its arrays outside the JSON, one after the other and not copied', () => {
    const first = Float32Array.of(1, 2);
    const second = Uint8Array.of(3);
    const { tree, arrays: found } = encodeState({ a: { first }, list: [second, -0] });
    expect(tree).toEqual({
      a: { first: { $array: { kind: 'Float32Array', offset: 0, length: 2 } } },
      list: [{ $array: { kind: 'Uint8Array', offset: 8, length: 1 } }, { $number: '-0' }],
    });
    expect(found[0]).toBe(first);
    expect(found[1]).toBe(second);
  });

  it('owns its arrays once it is back', () => {
    const state = { array: Int32Array.of(1, 2) };
    const back = throughBytes(state);
    state.array[0] = 9;
    expect(back).toEqual({ array: Int32Array.of(1, 2) });
  });

  it.each([
    ['undefined', undefined, '[object Undefined]'],
    ['a function', () => 1, '[object Function]'],
    ['a Map', new Map(), '[object Map]'],
    ['an array of another kind', new BigInt64Array(1), '[object BigInt64Array]'],
    ['a bigint', 1n, '[object BigInt]'],
  ])('with %s in it is refused by the name of the key', (_name, value, described) => {
    const state = { agent: { list: [1, value] } } as unknown as SavedState;
    expect(() => encodeState(state)).toThrow(new TypeError(`saved state: agent.list.1 holds ${described}`));
  });
});
