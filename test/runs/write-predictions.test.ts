/** The file that goes back to the system which knows the customers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectPredictionsFile, writePredictions } from '../../src/runs/write-predictions';
import { useFreshFolders } from '../support/fresh-folders';
import { inputError } from '../support/input-error';

const freshFolder = useFreshFolders();

it('writes who and when, the row, the action and what each action is worth', () => {
  const out = join(freshFolder(), 'decided.csv');
  const predictions = [
    { state: { row: 1 }, action: 'mail', qValues: { 'No Action': 0.5, mail: 1.25, 'call, twice': null } },
    { state: { row: 2 }, action: 'No Action', qValues: { 'No Action': -1, mail: -2, 'call, twice': -3 } },
  ];
  const names = ['c"1', 'c2'];
  const actions = ['No Action', 'mail', 'call, twice'];
  writePredictions(out, { actions, assumed: [] }, predictions, [
    { name: 'id', cellOf: (row) => names[row]! },
  ]);
  expect(readFileSync(out, 'utf8')).toBe(
    [
      'id,row,action,value No Action,value mail,"value call, twice"',
      '"c""1",1,mail,0.5,1.25,',
      'c2,2,No Action,-1,-2,-3\n',
    ].join('\n'),
  );
});

it('writes what each action is charged, where anything is', () => {
  const out = join(freshFolder(), 'decided.csv');
  const predictions = [
    { state: { row: 1 }, action: 'none', qValues: { none: 0.5, call: 1.25 }, unsupported: {} },
  ];
  writePredictions(out, { actions: ['none', 'call'], charges: [0, 2], assumed: [] }, predictions, []);
  expect(readFileSync(out, 'utf8')).toBe(
    [
      'row,action,value none,value call,charge none,charge call,unsupported none,unsupported call',
      '1,none,0.5,1.25,0,2,,\n',
    ].join('\n'),
  );
});

it('refuses a file that is there, and one that is read', async () => {
  const folder = freshFolder();
  const [data, out] = [join(folder, 'now.csv'), join(folder, 'decided.csv')];
  for (const file of [data, out]) writeFileSync(file, 'id\n');
  const check = (path: string, overwrite: boolean, asked = data) =>
    expectPredictionsFile({ out: path, overwrite }, asked);
  await expect(check(out, false)).rejects.toThrow(
    inputError(`--out: expected a file that is not there yet, found ${out}; --overwrite replaces it`),
  );
  await expect(check(data, true)).rejects.toThrow(
    inputError(`--out ${data}: expected another file than --data ${data}, which is read`),
  );
  await expect(check(data, true, join(folder, '*.csv'))).rejects.toThrow(/which is read$/);
  await expect(check(out, true)).resolves.toBeUndefined();
});
