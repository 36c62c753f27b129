import { z } from 'zod';
import { parseInput } from '../../src/core/errors';
import { inputError } from '../support/input-error';

const schema = z.strictObject({
  name: z.string().min(2).optional(),
  steps: z.int().positive().optional(),
  gamma: z.number().min(0).lt(1).optional(),
  layers: z.array(z.int()).min(1).optional(),
  double: z.boolean().optional(),
  mode: z.enum(['fit', 'none']).optional(),
  version: z.literal(1).optional(),
  start: z.strictObject({ active: z.number() }).optional(),
  columns: z.string({ error: 'expected a column name' }).optional(),
});

it.each<[string, unknown, string]>([
  ['text', { name: 3 }, 'name: expected text, got 3'],
  ['length of text', { name: 'a' }, 'name: expected text with >= 2 characters, got "a"'],
  ['a whole number', { steps: 1.5 }, 'steps: expected a whole number, got 1.5'],
  ['more than nothing', { steps: 0 }, 'steps: expected a number > 0, got 0'],
  ['a number', { gamma: '1' }, 'gamma: expected a number, got "1"'],
  ['a least number', { gamma: -1 }, 'gamma: expected a number >= 0, got -1'],
  ['less than a number', { gamma: 1 }, 'gamma: expected a number < 1, got 1'],
  ['a list', { layers: 8 }, 'layers: expected a list in brackets, got 8'],
  ['a place in a list', { layers: [8, 'x'] }, 'layers.1: expected a number, got "x"'],
  ['an entry at least', { layers: [] }, 'layers: expected a list with >= 1 entries, got []'],
  ['a switch', { double: 1 }, 'double: expected true or false, got 1'],
  ['a choice', { mode: 'min' }, 'mode: expected one of "fit", "none", got "min"'],
  ['the only value', { version: 2 }, 'version: expected 1, got 2'],
  ['an object', { start: 3 }, 'start: expected an object in braces, got 3'],
  ['a missing part', { start: {} }, 'start.active: expected a number, got nothing'],
  ['what the schema says itself', { columns: 3 }, 'columns: expected a column name, got 3'],
  ['no other key', { gama: 1 }, 'no key "gama"; did you mean gamma?'],
  ['the first of several', { steps: 0, gamma: 2 }, 'steps: expected a number > 0, got 0 (and 1 more)'],
])('says that it expected %s', (_what, value, message) => {
  const place = message.startsWith('no key') ? 'run.json:' : 'run.json';
  expect(() => parseInput('run.json', schema, value)).toThrow(inputError(`${place} ${message}`));
});

it('shows the part that a check of a whole names, as deep as it lies, and the whole where it names none', () => {
  const inner = z
    .object({ low: z.number(), high: z.number() })
    .refine(({ low, high }) => low < high, { path: ['low'], error: 'expected less than high' })
    .refine(({ high }) => high < 10, { error: 'expected a range below 10' });
  const range = z.object({ range: inner });
  expect(() => parseInput('file', range, { range: { low: 5, high: 4 } })).toThrow(
    inputError('file range.low: expected less than high, got 5'),
  );
  expect(() => parseInput('file', range, { range: { low: 5, high: 14 } })).toThrow(
    inputError('file range: expected a range below 10, got {"low":5,"high":14}'),
  );
});
