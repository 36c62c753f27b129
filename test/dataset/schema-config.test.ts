import { InputError, parseInput } from '../../src/core/errors';
import { readJsonFile } from '../../src/core/files';
import { schemaConfigSchema, type SchemaConfig } from '../../src/dataset/schema-config';
import { useTestFiles } from '../support/test-files';

const file = useTestFiles();
const readSchemaConfig = (path: string): SchemaConfig =>
  parseInput(path, schemaConfigSchema, readJsonFile(path));
const columns = { state: ['age', 'days'], action: 'what', reward: 'won' };

it('fills in what a short schema file leaves out', () => {
  expect(readSchemaConfig(file('short.json', JSON.stringify(columns)))).toEqual({
    ...columns,
    noAction: 'No Action',
    costs: {},
    shaping: {},
  });
});

it('keeps names, costs and shaping of a full one', () => {
  const full = {
    ...{ state: 'state', action: 'what', reward: 'won', features: ['age', 'days'] },
    ...{ noAction: 'none', costs: { mail: 0.5 }, shaping: { noveltyBonus: 0 } },
  };
  expect(readSchemaConfig(file('full.json', JSON.stringify(full)))).toEqual(full);
});

it.each<[string, unknown, string]>([
  [
    'no-state',
    { action: 'a', reward: 'r' },
    ' state: expected a column name or a list of different column names',
  ],
  [
    'state-number',
    { ...columns, state: 3 },
    ' state: expected a column name or a list of different column names, got 3',
  ],
  [
    'state-twice',
    { ...columns, state: ['age', 'age'] },
    ' state: expected every name once, got ["age","age"]',
  ],
  ['state-empty', { ...columns, state: [] }, ' state: '],
  ['no-action', { state: 's', reward: 'r' }, ' action: expected text'],
  ['typo', { ...columns, cost: {} }, ': no key "cost"; did you mean costs?'],
  ['negative-cost', { ...columns, costs: { mail: -1 } }, ' costs.mail: expected a number >= 0, got -1'],
  ['text-cost', { ...columns, costs: { mail: '1' } }, ' costs.mail: expected a number, got "1"'],
  ['text-shaping', { ...columns, shaping: { power: true } }, ' shaping.power: expected a number, got true'],
  [
    'features',
    { ...columns, features: ['x', 'y'] },
    ' features: expected features only where the state is one column of lists',
  ],
  ['same-column', { ...columns, reward: 'age' }, ': expected different columns for state, action and reward'],
  ['list', [columns], ': expected an object in braces, got [{'],
])('refuses %s', (name, content, after) => {
  const path = file(`${name}.json`, JSON.stringify(content));
  const read = () => readSchemaConfig(path);
  expect(read).toThrow(InputError);
  expect(read).toThrow(`${path}${after}`);
});

it('refuses a file that is not JSON', () => {
  expect(() => readSchemaConfig(file('not.json', '{state: 1}'))).toThrow('not.json:1: expected JSON');
});
