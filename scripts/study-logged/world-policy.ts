/** A policy that learned from a log, at work in the world that wrote the log: it sees what a row of the log would show. */
import { encodeRows } from '../../src/dataset/features/raw-rows';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { GreedyPolicy } from '../../src/policies/greedy';
import type { Policy, QFunction } from '../../src/policies/policy';
import { plainLogForm } from '../../src/worlds/log-form';
import type { OpenWorld } from '../../src/worlds/world';

/** What a row of the world's log shows of a customer, [n, features] of the world to [n, features] of the model. */
export type Encode = (observations: Float32Array) => Float32Array;

/** @param raw fitted on the log; what is allowed the world says itself */
export function encoderOf(world: OpenWorld, raw: RawInputs, actions: readonly string[]): Encode {
  const { features } = world;
  const { columns } = world.logForm ?? plainLogForm(features);
  const ofRows = { ...raw, schema: { ...raw.schema, eligible: undefined, rules: undefined } };
  return (observations) => {
    const rows: Record<string, string | null>[] = [];
    for (let at = 0; at < observations.length; at += features.length) {
      const row: Record<string, string | null> = {};
      for (const { name, cell } of columns) {
        const text = cell(observations, at);
        row[name] = text === '' ? null : text;
      }
      rows.push(row);
    }
    return encodeRows(ofRows, rows, 'world', actions).observations;
  };
}

/** Acts by the values of what a log would show. */
export function policyInWorld(q: QFunction, encode: Encode, actions: readonly string[]): Policy {
  const greedy = new GreedyPolicy(q, actions);
  return {
    name: greedy.name,
    description: greedy.description,
    probabilities: (decisions, out) =>
      greedy.probabilities({ ...decisions, observations: encode(decisions.observations) }, out),
    chosenActions: (decisions, out) =>
      greedy.chosenActions({ ...decisions, observations: encode(decisions.observations) }, out),
  };
}
