/** Settings that are lists by the user's own names. */
import { z } from 'zod';
import { parseAssignments } from '../../src/runs/settings';
import { inputError } from '../support/input-error';

const schema = z.strictObject({
  startsFrom: z.record(z.string(), z.string()).optional().describe('new actions'),
  network: z.strictObject({ width: z.number().default(1) }).prefault({}),
});

it('are given an entry by its name, dots and all', () => {
  const assignments = ['startsFrom.push=email', 'startsFrom.v1.2=call', 'width=3'];
  expect(parseAssignments(assignments, schema)).toEqual({
    startsFrom: { push: 'email', 'v1.2': 'call' },
    network: { width: 3 },
  });
});

it('do not make other names known', () => {
  expect(() => parseAssignments(['network.push=email'], schema)).toThrow(
    inputError('--set network.push: no such setting, expected network.width'),
  );
});
