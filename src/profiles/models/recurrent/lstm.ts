/**
 * A long short-term memory as numbers, and what it says of sequences, on the host: as many numbers as serving needs, without
 * TensorFlow.js. Gates lie as in Keras: input, forget, candidate, output.
 *
 * @see Hochreiter & Schmidhuber (1997), https://doi.org/10.1162/neco.1997.9.8.1735; with the forget gate of Gers et al. (2000)
 */
import { z } from 'zod';
import type { Random } from '../../../core/random';
import type { Sequences } from './sequences';

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { exp, sqrt, tanh } = Math;

const numbers = z.array(z.number()).readonly();

export const lstmSchema = z
  .strictObject({
    width: z.int().positive(),
    units: z.int().positive(),
    kinds: z.int().positive().describe('scores of a step'),
    kernel: numbers.describe('[width, 4 units]'),
    recurrentKernel: numbers.describe('[units, 4 units]'),
    bias: numbers.describe('[4 units]'),
    scoreKernel: numbers.describe('[units, kinds]'),
    scoreBias: numbers.describe('[kinds]'),
  })
  .readonly();
export type Lstm = z.infer<typeof lstmSchema>;

/**
 * An untrained one: kernels uniform in ±√(6 / (in + out)) (Glorot & Bengio 2010), the recurrent one in ±1/√units, forget gates
 * open, and every step says the same.
 *
 * @param scores [kinds] what it says
 */
export function initialLstm(width: number, units: number, scores: readonly number[], random: Random): Lstm {
  const kinds = scores.length;
  const draw = (count: number, bound: number) =>
    Array.from({ length: count }, () => Math.fround((2 * random.uniform() - 1) * bound));
  return {
    ...{ width, units, kinds },
    kernel: draw(width * 4 * units, sqrt(6 / (width + units))),
    recurrentKernel: draw(units * 4 * units, 1 / sqrt(units)),
    bias: Array.from({ length: 4 * units }, (_, i) => (i >= units && i < 2 * units ? 1 : 0)),
    scoreKernel: Array.from({ length: units * kinds }, () => 0),
    scoreBias: scores.map(Math.fround),
  };
}

const sigmoid = (x: number): number => 1 / (1 + exp(-x));

/** One step: hidden and cell are overwritten. */
function step(
  { width, units, kernel, recurrentKernel, bias }: Lstm,
  features: Float32Array,
  at: number,
  { hidden, cell, gates }: { hidden: Float64Array; cell: Float64Array; gates: Float64Array },
): void {
  const count = 4 * units;
  for (let g = 0; g < count; g += 1) gates[g] = bias[g]!;
  for (let i = 0; i < width; i += 1) {
    const x = features[at * width + i]!;
    for (let g = 0; g < count; g += 1) gates[g]! += x * kernel[i * count + g]!;
  }
  for (let i = 0; i < units; i += 1) {
    const h = hidden[i]!;
    for (let g = 0; g < count; g += 1) gates[g]! += h * recurrentKernel[i * count + g]!;
  }
  for (let i = 0; i < units; i += 1) {
    const candidate = sigmoid(gates[i]!) * tanh(gates[2 * units + i]!);
    cell[i] = sigmoid(gates[units + i]!) * cell[i]! + candidate;
    hidden[i] = sigmoid(gates[3 * units + i]!) * tanh(cell[i]!);
  }
}

/** [steps, kinds] the scores of every step of every sequence */
export function lstmScores(lstm: Lstm, { starts, features }: Omit<Sequences, 'width'>): Float64Array {
  const { units, kinds, scoreKernel, scoreBias } = lstm;
  const scores = new Float64Array((starts.at(-1) ?? 0) * kinds);
  const memory = {
    ...{ hidden: new Float64Array(units), cell: new Float64Array(units) },
    gates: new Float64Array(4 * units),
  };
  for (let sequence = 0; sequence + 1 < starts.length; sequence += 1) {
    memory.hidden.fill(0);
    memory.cell.fill(0);
    for (let at = starts[sequence]!; at < starts[sequence + 1]!; at += 1) {
      step(lstm, features, at, memory);
      for (let kind = 0; kind < kinds; kind += 1) {
        let score = scoreBias[kind]!;
        for (let i = 0; i < units; i += 1) score += memory.hidden[i]! * scoreKernel[i * kinds + kind]!;
        scores[at * kinds + kind] = score;
      }
    }
  }
  return scores;
}

/** [sequences, kinds] e^score of the last step of each sequence, averaged over nets */
export function lastRates(members: readonly Lstm[], sequences: Sequences): Float64Array {
  const { starts } = sequences;
  const { kinds } = members[0]!;
  const rates = new Float64Array((starts.length - 1) * kinds);
  for (const member of members) {
    const scores = lstmScores(member, sequences);
    for (let i = 0; i < rates.length; i += 1) {
      const sequence = Math.floor(i / kinds);
      const last = starts[sequence + 1]! - 1;
      rates[i]! += exp(scores[last * kinds + (i % kinds)]!) / members.length;
    }
  }
  return rates;
}
