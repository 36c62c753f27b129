import { actRows } from '../../../src/agents/dqn/q-values';

it.each([
  ['wasm', 0, 1],
  ['wasm', 1, 1],
  ['graph', 3, 4],
  ['graph', 4, 4],
  ['wasm', 65_537, 65_536],
  ['eager', 3, 3],
  ['eager', 65_537, 65_536],
] as const)('a %s program is given for %i observations %i rows at once', (kind, observations, rows) => {
  expect(actRows({ kind }, observations)).toBe(rows);
});
