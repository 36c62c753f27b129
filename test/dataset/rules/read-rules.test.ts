/** Rules files: both forms, what their weights say, and every line that refuses one. */
import { readRules, weightedLeaves } from '../../../src/dataset/rules/read-rules';
import { inputError } from '../../support/input-error';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

const rest = { id: 'rest', weights: { none: 1 } };
const young = {
  id: 'young-b',
  condition: { segment: { in: ['B'] }, age: { lt: 40 } },
  weights: { email: 0.8, none: 0.2 },
};

function read(text: string, name = 'rules.json') {
  return readRules(file(name, text));
}

it('reads leaves in order, a bare value as eq', () => {
  const bare = { ...young, condition: { segment: 'B', vip: true, visits: 3 } };
  expect(read(JSON.stringify([young, { ...bare, id: 'bare' }, rest]))).toEqual({
    file: file('rules.json'),
    leaves: [
      young,
      { ...bare, id: 'bare', condition: { segment: { eq: 'B' }, vip: { eq: true }, visits: { eq: 3 } } },
      rest,
    ],
  });
});

it('reads the same leaves as YAML', () => {
  const yaml = `
- id: young-b
  condition:
    segment: { in: [B] }
    age: { lt: 40 }
  weights: { email: 0.8, none: 0.2 }
- id: rest
  weights: { none: 1 }
`;
  expect(read(yaml, 'rules.yaml').leaves).toEqual([young, rest]);
});

it('reads a file after a byte order mark', () => {
  expect(read(`\uFEFF${JSON.stringify([rest])}`).leaves).toEqual([rest]);
  expect(read(`\uFEFF- { id: rest, weights: { none: 1 } }`, 'rules.yml').leaves).toEqual([rest]);
});

const leaf = (changes: object) => JSON.stringify([{ ...young, ...changes }, rest]);
const asking = (condition: unknown) => leaf({ condition });

it.each([
  ['an empty list', '[]', ': expected a list with >= 1 entries, got []'],
  [
    'no list',
    '{"id": "rest"}',
    ': expected a list in brackets of leaves such as { "id": "rest", "weights": { "email": 1 } }, got {"id":"rest"}',
  ],
  [
    'a key twice',
    '[{ "id": "a",\n "weights": { "x": 1, "x": 1 } }]',
    ':2: expected every key once, got "x" again',
  ],
  ['a leaf without id', '[{ "weights": { "none": 1 } }]', ' leaf 1 id: expected text, got nothing'],
  [
    'a leaf without weights',
    '[{ "id": "a" }]',
    ' leaf "a" weights: expected the probability of each action, such as { "email": 0.8, "none": 0.2 }, got nothing',
  ],
  [
    'weights under a mistyped name alone',
    '[{ "id": "a", "weight": { "none": 1 } }]',
    ' leaf "a": no key "weight"; did you mean weights? (and 1 more)',
  ],
  [
    'a key like no other',
    leaf({ channel: 'email' }),
    ' leaf "young-b": no key "channel"; expected id, condition, weights',
  ],
  [
    'a leaf that is a word',
    '["email"]',
    ' leaf 1: expected a leaf such as { "id": "rest", "weights": { "email": 1 } }, got "email"',
  ],
  ['a mistyped key', leaf({ weight: 1 }), ' leaf "young-b": no key "weight"; did you mean weights?'],
  ['one id twice', leaf({ id: 'rest' }), ' leaf "rest" id: expected every id once, got "rest"'],
  [
    'a condition of the last leaf',
    JSON.stringify([young]),
    ' leaf "young-b" condition: expected none: the last leaf takes every row that is left, got {"segment":{"in":["B"]},"age":{"lt":40}}',
  ],
  [
    'no condition of another leaf',
    leaf({ condition: undefined }),
    ' leaf "young-b" condition: expected one: only the last leaf takes every row, got nothing',
  ],
  [
    'a condition of nothing',
    asking({}),
    ' leaf "young-b" condition: expected at least one column; a leaf without the key condition takes every row, got {}',
  ],
  [
    'a column without operator',
    asking({ age: {} }),
    ' leaf "young-b" condition.age: expected at least one operator (in, notIn, eq, ne, lt, lte, gt, gte, missing), got {}',
  ],
  [
    'a mistyped operator',
    asking({ age: { lte_: 4 } }),
    ' leaf "young-b" condition.age: no key "lte_"; did you mean lte?',
  ],
  [
    'an operator like no other',
    asking({ age: { below: 4 } }),
    ' leaf "young-b" condition.age: no key "below"; expected in, notIn, eq, ne, lt, lte, gt, gte, missing',
  ],
  [
    'a list for a condition',
    asking(['age']),
    ' leaf "young-b" condition: expected columns and what they must satisfy, such as { "age": { "lt": 40 } }, got ["age"]',
  ],
  [
    'a list for a value',
    asking({ segment: ['A', 'B'] }),
    ' leaf "young-b" condition.segment: expected a value, or an object in braces such as { "lt": 40 }, got ["A","B"]',
  ],
  [
    'null for a value',
    asking({ segment: null }),
    ' leaf "young-b" condition.segment: expected a value, or an object in braces such as { "lt": 40 }, got null',
  ],
  [
    'no value of an operator',
    asking({ age: { ne: null } }),
    ' leaf "young-b" condition.age.ne: expected text, a number, true or false, got null',
  ],
  [
    'an empty text',
    asking({ segment: '' }),
    ' leaf "young-b" condition.segment.eq: expected text with >= 1 characters, got ""',
  ],
  [
    'a flag to be less than',
    asking({ vip: { lt: true } }),
    ' leaf "young-b" condition.vip.lt: expected text or a number, got true',
  ],
  [
    'a value for a list',
    asking({ age: { in: 4 } }),
    ' leaf "young-b" condition.age.in: expected a list in brackets, got 4',
  ],
  [
    'an empty list to be in',
    asking({ age: { in: [] } }),
    ' leaf "young-b" condition.age.in: expected a list with >= 1 entries, got []',
  ],
  [
    'text for missing',
    asking({ age: { missing: 'no' } }),
    ' leaf "young-b" condition.age.missing: expected true or false, got "no"',
  ],
  [
    'a weight below 0',
    leaf({ weights: { email: 1.5, none: -0.5 } }),
    ' leaf "young-b" weights.none: expected a number >= 0, got -0.5',
  ],
  [
    'a weight that is text',
    leaf({ weights: { email: '1' } }),
    ' leaf "young-b" weights.email: expected a number, got "1"',
  ],
  [
    'weights in percent',
    leaf({ weights: { email: 80, none: 20 } }),
    ' leaf "young-b" weights: expected weights that sum to 1, got 100',
  ],
  [
    'weights that fall short',
    leaf({ weights: { email: 0.8, none: 0.1 } }),
    ' leaf "young-b" weights: expected weights that sum to 1, got 0.9',
  ],
  ['no weights', leaf({ weights: {} }), ' leaf "young-b" weights: expected weights that sum to 1, got 0'],
])('refuses %s', (_what, text, message) => {
  expect(() => read(text)).toThrow(inputError(`${file('rules.json')}${message}`));
});

it.each([
  ['JSON', 'rules.json', '[\n  { "id": "rest", weights: 1 }\n]'],
  ['YAML', 'rules.yaml', '- id: rest\n  weights: {'],
])('names the line where a text is no %s', (form, name, text) => {
  expect(() => read(text, name)).toThrow(`${file(name)}:2: expected ${form}, `);
});

it('refuses an empty YAML file', () => {
  expect(() => read('', 'rules.yaml')).toThrow(
    inputError(
      `${file('rules.yaml')}: expected a list in brackets of leaves such as ` +
        '{ "id": "rest", "weights": { "email": 1 } }, got null',
    ),
  );
});

describe('weightedLeaves', () => {
  const actions = ['No Action', 'email', 'phone'];
  const weightsOf = (weights: object, noAction = 'none') =>
    Array.from(
      weightedLeaves(read(JSON.stringify([{ id: 'rest', weights }])), actions, noAction)[0]!.weights,
    );

  it('gives the actions that are not named nothing, and knows No Action by both its names', () => {
    expect(weightsOf({ phone: 0.75, none: 0.25 })).toEqual([0.25, 0, 0.75]);
    expect(weightsOf({ 'No Action': 1 })).toEqual([1, 0, 0]);
  });

  it('takes off what rounding has left, up to a millionth', () => {
    const third = 0.3333333;
    expect(weightsOf({ none: third, email: third, phone: third })).toEqual([
      third / (third + third + third),
      third / (third + third + third),
      third / (third + third + third),
    ]);
  });

  it('refuses a name that is no action, with the nearest', () => {
    expect(() => weightsOf({ emial: 1 })).toThrow(
      inputError(
        `${file('rules.json')} leaf "rest" weights: expected actions ("none", "email", "phone"), ` +
          'got "emial"; did you mean email?',
      ),
    );
  });
});
