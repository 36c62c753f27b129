/** Histories for the benchmark of estimators: any numbers that are as many and as wide as a company's. */
import { NormalGenerator } from '../../src/core/normal-generator';
import type { Random } from '../../src/core/random';
import {
  importanceProducts,
  importanceRatios,
  type Histories,
  type JudgedPolicy,
} from '../../src/evaluate/off-policy/histories';

const ACTIONS = 4;
export const GAMMA = 0.95;

export interface MadeHistories extends Omit<JudgedPolicy, 'rewardModel' | 'valueModel'> {
  readonly features: Float32Array;
}

/** [n, actions] softer or harder preferences by the first features; every row sums to 1 */
function preferences(features: Float32Array, width: number, strength: number): Float64Array {
  const n = features.length / width;
  const result = new Float64Array(n * ACTIONS);
  for (let i = 0; i < n; i += 1) {
    let sum = 0;
    for (let action = 0; action < ACTIONS; action += 1)
      sum += result[i * ACTIONS + action] = Math.exp(strength * features[i * width + action]!);
    for (let action = 0; action < ACTIONS; action += 1) result[i * ACTIONS + action]! /= sum;
  }
  return result;
}

export function madeHistories(
  customers: number,
  decisions: number,
  width: number,
  random: Random,
): MadeHistories {
  const n = customers * decisions;
  const normals = new Float64Array(n * (width + 1));
  NormalGenerator.from(random.fork('normal')).fill(normals);
  const features = Float32Array.from(normals.subarray(0, n * width));
  const behaviour = preferences(features, width, 0.3);
  const uniform = random.fork('actions');
  const actions = Int32Array.from({ length: n }, (_, i) => {
    let [rest, action] = [uniform.uniform(), 0];
    while (action < ACTIONS - 1 && (rest -= behaviour[i * ACTIONS + action]!) >= 0) action += 1;
    return action;
  });
  const place = (i: number) => i % decisions;
  const histories: Histories = {
    ...{ units: customers, actionCount: ACTIONS, actions, actionPropensities: behaviour },
    starts: Int32Array.from({ length: customers + 1 }, (_, unit) => unit * decisions),
    propensities: Float64Array.from(actions, (action, i) => behaviour[i * ACTIONS + action]!),
    sampleWeights: new Float64Array(n).fill(1),
    worths: Float64Array.from({ length: n }, (_, i) => GAMMA ** place(i)),
    discounts: Float64Array.from({ length: n }, (_, i) => (place(i) + 1 === decisions ? 0 : GAMMA)),
  };
  const probabilities = preferences(features, width, 0.4);
  const ratios = importanceRatios(histories, probabilities);
  return {
    ...{ histories, features, probabilities, ratios, products: importanceProducts(histories, ratios) },
    rewards: Float64Array.from(
      { length: n },
      (_, i) => features[i * width + actions[i]!]! + normals[n * width + i]!,
    ),
  };
}
