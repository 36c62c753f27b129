import { readGroupShares } from '../../../src/dataset/assignment/group-shares';
import { inputError } from '../../support/input-error';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

it('reads shares from text, YAML and JSON alike, in their order', () => {
  const expected = [
    { name: 'model', buckets: 600_000 },
    { name: 'usual', buckets: 399_999 },
    { name: 'left alone', buckets: 1 },
  ];
  expect(readGroupShares('--groups', 'model=0.6, usual = .399999,left alone=1e-6')).toEqual(expected);
  expect(readGroupShares('--groups', 'model=60%, usual = 39.9999 %,left alone=.0001%')).toEqual(expected);
  const yaml = file('groups.yaml', 'model: 0.6\nusual: 0.399999\nleft alone: 0.000001\n');
  expect(readGroupShares('--groups', yaml)).toEqual(expected);
  const json = file('groups.json', '{"model": 0.6, "usual": 0.399999, "left alone": 0.000001}');
  expect(readGroupShares('--groups', json)).toEqual(expected);
});

it('counts buckets, so that shares add up whatever their sum in floating point', () => {
  // .1 + .2 + .7 is not 1 in double precision.
  expect(readGroupShares('--groups', 'a=0.1,b=0.2,c=0.7').map(({ buckets }) => buckets)).toEqual([
    100_000, 200_000, 700_000,
  ]);
});

it.each([
  ['a=0.5,b=0.4', '--groups: expected shares that add up to 1, got a sum of 0.9'],
  ['a=0.5,a=0.5', '--groups: expected every group once, got "a" again'],
  [
    'a=0.5,b',
    '--groups: expected NAME=SHARE between commas, such as model=0.6,usual=0.4 or model=60%,usual=40%, got "b"',
  ],
  [
    'a=0.5,b=half',
    '--groups: expected NAME=SHARE between commas, such as model=0.6,usual=0.4 or model=60%,usual=40%, got "b=half"',
  ],
  ['a=1', '--groups a: expected a number < 1, got 1'],
  ['a=0.3333333,b=0.6666667', '--groups a: expected a share of at most 6 decimals, got 0.3333333'],
  // It would get no bucket, and no customer.
  ['a=0.5,b=0.5,c=1e-13', '--groups c: expected a share of 0.000001 or more, got 1e-13'],
  [
    'model',
    '--groups: expected NAME=SHARE between commas, or a YAML or JSON file of names and shares, got "model"',
  ],
])('refuses %s', (text, message) => {
  expect(() => readGroupShares('--groups', text)).toThrow(inputError(message));
});

it('names the file', () => {
  const path = file('wrong.yaml', 'model: 0.6\nusual: none\n');
  expect(() => readGroupShares('--groups', path)).toThrow(
    inputError(`${path} usual: expected a number, got "none"`),
  );
});
