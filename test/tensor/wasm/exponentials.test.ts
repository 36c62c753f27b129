/** exp and log of compiled steps against Math's in double precision, over all magnitudes. */
import * as tf from '@tensorflow/tfjs';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';
import { bits } from '../../support/bits';

useBackend();

const functions = { exp: tf.exp, log: tf.log };
const exact = { exp: Math.exp, log: Math.log };
type Name = keyof typeof functions;

/** What a compiled step gives, four numbers at once; and one at a time, as where rows are not whole vectors. */
async function compiled(name: Name, x: Float32Array): Promise<[Float32Array, Float32Array]> {
  const step = (_: unknown, { of, ones }: Record<string, tf.Tensor>) => ({
    state: {},
    outputs: {
      fast: functions[name](of!),
      slow: functions[name](tf.mul(tf.reshape(of!, [-1, 1]), ones!)),
    },
  });
  const program = new WasmProgram({ step }, {});
  const { fast, slow } = await program.run('step', { of: tf.tensor1d(x), ones: tf.ones([1, 3]) });
  return [fast!.dataSync<'float32'>().slice(), slow!.dataSync<'float32'>().filter((_, i) => i % 3 === 1)];
}

/** Distance of neighbours among float32 around a number. */
function spacing(value: number): number {
  const [exponent] = new Uint32Array(Float32Array.of(Math.abs(value)).buffer);
  return 2 ** (Math.max(exponent! >>> 23, 1) - 150);
}

/** Every so many float32 from one to another, by their bits. */
function grid(from: number, to: number, every: number): Float32Array {
  const [first, last] = new Uint32Array(Float32Array.of(from, to).buffer) as unknown as [number, number];
  const length = Math.floor((last - first) / every) + 1;
  return new Float32Array(Uint32Array.from({ length }, (_, i) => first + i * every).buffer);
}

it.each<[Name, string, Float32Array]>([
  ['exp', 'positive', grid(0, 88.7, 20_011)],
  ['exp', 'negative, down to results with fewer digits', grid(-0, -103.9, 20_011)],
  ['log', 'positive', grid(1e-45, 3.4e38, 40_009)],
  ['log', 'near 1, where it is small', grid(0.999, 1.001, 101)],
])('%s of what is %s is right to one unit in the last place', async (name, _what, x) => {
  const [fast, slow] = await compiled(name, x);
  let worst = 0;
  x.forEach((value, i) => {
    const expected = exact[name](value);
    worst = Math.max(worst, Math.abs(fast[i]! - expected) / spacing(Math.fround(expected)));
  });
  expect(worst).toBeLessThan(1);
  expect(worst).toBeGreaterThan(0.4);
  expect(Buffer.compare(Buffer.from(fast.buffer), Buffer.from(slow.buffer))).toBe(0);
});

it('special numbers give what Math gives', async () => {
  const special = [0, -0, 1, -1, Infinity, -Infinity, NaN, 88.8, 1e9, 3.4e38, -104, -1e9, -3.4e38];
  for (const name of ['exp', 'log'] as const) {
    const expected = special.map((value) => Math.fround(exact[name](Math.fround(value))));
    for (const found of await compiled(name, Float32Array.from(special)))
      found.forEach((value, i) => {
        if (Number.isFinite(expected[i]!)) expect(value).toBeCloseTo(expected[i]!, 5);
        else expect(value).toBe(expected[i]);
      });
  }
});

it('gives the bits that it gave when it was written, on whatever machine', async () => {
  const [powers] = await compiled('exp', Float32Array.of(1, -1, 10, -87.5, -100, 0.1));
  const [logarithms] = await compiled('log', Float32Array.of(2, 10, 0.1, 1e-40, 3e38, 1.0001));
  expect([bits(powers), bits(logarithms)]).toMatchInlineSnapshot(`
   [
     "[object Float32Array]54f82d40b25abc3eee14ac46bcb26c001b0000003e768d3f",
     "[object Float32Array]1872313f8e5d13408e5d13c0f234b8c29631b14251bdd138",
   ]
  `);
});
