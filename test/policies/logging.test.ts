import { loggedPolicy, oraclePolicy } from '../../src/policies/logging';
import type { Policy } from '../../src/policies/policy';
import { loggedRows } from '../support/logged-rows';

// Logged: mail -1, mail 4, phone 0, phone 2, No Action 5
const log = loggedRows([
  [[0], 1, -1],
  [[1], 1, 4],
  [[2], 2, 0],
  [[3], 2, 2],
  [[4], 0, 5],
]);
const nothing = new Float32Array(0);

function chosen(policy: Policy, rows: number[], allowed: Uint8Array | null = null): number[] {
  const out = new Int32Array(rows.length).fill(9);
  void policy.chosenActions!({ observations: nothing, allowed, rows: Int32Array.from(rows) }, out);
  return Array.from(out);
}

it('loggedPolicy repeats what was done on the rows it is asked about, whatever their order', () => {
  expect(chosen(loggedPolicy(log), [3, 0, 4])).toEqual([2, 1, 0]);
});

it('oraclePolicy contacts as logged where that paid and leaves the other rows alone', () => {
  expect(chosen(oraclePolicy(log), [0, 1, 2, 3, 4])).toEqual([0, 1, 0, 2, 0]);
});

it('gives probability 1 to what it chooses, and passes over what is not allowed', () => {
  const rows = Int32Array.of(1, 3);
  const allowed = Uint8Array.of(1, 1, 1, 1, 1, 0);
  const out = new Float64Array(6).fill(9);
  void loggedPolicy(log).probabilities({ observations: nothing, allowed, rows }, out);
  expect(Array.from(out)).toEqual([0, 1, 0, 1, 0, 0]);
  expect(chosen(loggedPolicy(log), [1, 3], allowed)).toEqual([1, 0]);
});

it('decides on rows of its log only', () => {
  const out = new Int32Array(1);
  expect(() => loggedPolicy(log).chosenActions!({ observations: nothing, allowed: null }, out)).toThrow(
    new RangeError('logged: expected decisions on rows of a log, got no rows'),
  );
  expect(() => chosen(oraclePolicy(log), [5])).toThrow(
    new RangeError('oracle: expected a row below 5, got 5'),
  );
});
