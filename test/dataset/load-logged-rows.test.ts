import { createHash } from 'node:crypto';
import { InputError } from '../../src/core/errors';
import { loadLoggedRows } from '../../src/dataset/load-logged-rows';
import { schemaConfigSchema, type SchemaConfig } from '../../src/dataset/schema-config';
import { useTestFiles } from '../support/test-files';

const file = useTestFiles();

function schema(changes: Readonly<Record<string, unknown>> = {}): SchemaConfig {
  return schemaConfigSchema.parse({ state: ['age', 'days'], action: 'what', reward: 'won', ...changes });
}

const listSchema = schema({ state: 'state' });

describe('a good log', () => {
  it('becomes columns, with No Action first and the actions sorted', async () => {
    const path = file(
      'good.csv',
      'days,what,won,age,note\n3,mail,1.5,40,x\n0,call,-2,50,\n1e1,mail,.25,60,y\n',
    );
    const { rows } = await loadLoggedRows(path, schema({ costs: { mail: 0.5 } }));
    expect(rows).toEqual({
      features: ['age', 'days'],
      actions: ['No Action', 'call', 'mail'],
      actionCosts: [0, 0, 0.5],
      observations: Float32Array.from([40, 3, 50, 0, 60, 10]),
      loggedActions: Int32Array.from([2, 1, 2]),
      rewards: Float64Array.from([1.5, -2, 0.25]),
      lines: Int32Array.from([2, 3, 4]),
    });
  });

  it('may hold its state as list text, named by the schema or by place', async () => {
    const path = file('list.csv', 'state,what,won\n"[0.5, 1.0]",mail,1\n" [2,-3e0] ",mail,2\n');
    const unnamed = await loadLoggedRows(path, listSchema);
    expect(unnamed.rows.features).toEqual(['state[0]', 'state[1]']);
    expect([...unnamed.rows.observations]).toEqual([0.5, 1, 2, -3]);
    const named = await loadLoggedRows(path, schema({ state: 'state', features: ['age', 'days'] }));
    expect(named.rows.features).toEqual(['age', 'days']);
  });

  it('reads the same with byte order mark, CRLF and blank lines, and knows its lines', async () => {
    const path = file(
      'windows.csv',
      '\ufeffage,days,what,won\r\n\r\n1,2,"a, ""b""",3\r\n4,5,"two\r\nlines",6\n7,8,c,9',
    );
    const { rows } = await loadLoggedRows(path, schema());
    expect(rows.actions).toEqual(['No Action', 'a, "b"', 'c', 'two\r\nlines']);
    expect([...rows.observations]).toEqual([1, 2, 4, 5, 7, 8]);
    expect([...rows.lines]).toEqual([3, 4, 6]);
  });

  it('may log No Action under a name of its own, which is then index 0', async () => {
    const path = file('none.csv', 'age,days,what,won\n1,1,none,0\n1,1,mail,1\n');
    const { rows } = await loadLoggedRows(path, schema({ noAction: 'none' }));
    expect(rows.actions).toEqual(['No Action', 'mail']);
    expect([...rows.loggedActions]).toEqual([0, 1]);
  });

  it('gives actions without cost 0, also those named like a method of objects', async () => {
    const path = file('constructor.csv', 'age,days,what,won\n1,1,constructor,0\n');
    expect((await loadLoggedRows(path, schema())).rows.actionCosts).toEqual([0, 0]);
  });

  it('is known by the SHA-256 of its bytes', async () => {
    const text = 'age,days,what,won\n1,1,mail,0\n';
    const { dataHash } = await loadLoggedRows(file('hash.csv', text), schema());
    expect(dataHash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('says how far it is every 10,000 rows and at the end', async () => {
    const heard: number[] = [];
    const path = file('long.csv', `age,days,what,won\n${'1,2,mail,3\n'.repeat(20_001)}`);
    const { rows } = await loadLoggedRows(path, schema(), { onProgress: (count) => heard.push(count) });
    expect(heard).toEqual([10_000, 20_000, 20_001]);
    expect(rows.rewards).toHaveLength(20_001);
    expect(rows.observations.slice(-2)).toEqual(Float32Array.from([1, 2]));
  });
});

describe('a log read by the action list of a model', () => {
  const actions = ['No Action', 'call', 'mail', 'visit'];

  it('is numbered and priced by that list, though a channel or No Action is absent from it', async () => {
    const path = file('part.csv', 'age,days,what,won\n1,1,visit,5\n2,2,none,0\n3,3,mail,1\n');
    const priced = schema({ noAction: 'none', costs: { call: 7, mail: 2 } });
    const { rows } = await loadLoggedRows(path, priced, { actions });
    expect(rows.actions).toEqual(actions);
    expect([...rows.loggedActions]).toEqual([3, 0, 2]);
    expect(rows.actionCosts).toEqual([0, 7, 2, 0]); // a call was never logged, and still costs 7
  });

  it('may hold no contact at all', async () => {
    const path = file('idle.csv', 'age,days,what,won\n1,1,No Action,0\n');
    const { rows } = await loadLoggedRows(path, schema(), { actions });
    expect([...rows.loggedActions]).toEqual([0]);
  });

  it.each<[string, string, SchemaConfig, string]>([
    [
      'an action that the list lacks, at its first line',
      '1,1,mail,0\n\n1,1,sms,0\n1,1,sms,0\n',
      schema(),
      ':4 what: expected one of "No Action", "call", "mail", "visit", got "sms"',
    ],
    [
      'No Action under a name that the schema does not give it',
      '1,1,none,0\n1,1,No Action,0\n',
      schema({ noAction: 'none' }),
      ':3 what: expected one of "none", "call", "mail", "visit", got "No Action"',
    ],
    [
      'the cost of an action that the list lacks',
      '1,1,mail,0\n',
      schema({ costs: { sms: 1 } }),
      ' costs: expected actions ("call", "mail", "visit"), got "sms"',
    ],
  ])('is refused for %s', async (name, content, columns, after) => {
    const path = file(`${name}.csv`, `age,days,what,won\n${content}`);
    await expect(loadLoggedRows(path, columns, { actions })).rejects.toThrow(
      new InputError(`${path}${after}`),
    );
  });
});

describe('a bad log is refused with file, line, column, expectation and value', () => {
  const header = 'age,days,what,won\n';
  const listHeader = 'state,what,won\n';

  it.each<[name: string, content: string, schema: SchemaConfig, after: string]>([
    ['empty', '', schema(), ':1: expected a line of column names, got an empty file'],
    ['header-only', header, schema(), ':2: expected rows below the header, got none'],
    [
      'missing',
      'age,what,won\n',
      schema(),
      ':1 days: expected a column of this name, got columns "age", "what", "won"',
    ],
    [
      'semicolons',
      'age;days\n',
      schema(),
      ':1 what: expected a column of this name, got columns "age", "days"',
    ],
    ['twice', 'age,days,what,won,won\n', schema(), ':1 won: expected one column of this name, got several'],
    ['short', `${header}1,2,mail,3\n1,2,mail\n`, schema(), ':3: expected 4 cells as in the header, got 3'],
    ['long', `${header}1,2,mail,3,4\n`, schema(), ':2: expected 4 cells as in the header, got 5'],
    ['text', `${header}1,n/a,mail,3\n`, schema(), ':2 days: expected a number, got "n/a"'],
    ['empty-cell', `${header}1,2,mail,\n`, schema(), ':2 won: expected a number, got ""'],
    ['blank-cell', `${header} ,2,mail,1\n`, schema(), ':2 age: expected a number, got " "'],
    ['comma', `${header}"1,5",2,mail,1\n`, schema(), ':2 age: expected a number, got "1,5"'],
    ['nan', `${header}nan,2,mail,1\n`, schema(), ':2 age: expected a number, got "nan"'],
    [
      'infinite',
      `${header}1,2,mail,-Infinity\n`,
      schema(),
      ':2 won: expected a finite number in single precision, got "-Infinity"',
    ],
    [
      'too-large',
      `${header}1e39,2,mail,1\n`,
      schema(),
      ':2 age: expected a finite number in single precision, got "1e39"',
    ],
    ['no-action-name', `${header}1,2,,1\n`, schema(), ':2 what: expected a name, got ""'],
    [
      'open-quote',
      `${header}1,2,mail,3\n1,2,"mail,3\n`,
      schema(),
      ':3: expected well-formed CSV, got Quote Not Closed: the parsing is finished with an opening quote',
    ],
    [
      'no-list',
      `${listHeader}0.5,mail,1\n`,
      listSchema,
      ':2 state: expected a list of numbers such as [0.25, 1], got "0.5"',
    ],
    [
      'empty-list',
      `${listHeader}[],mail,1\n`,
      listSchema,
      ':2 state: expected a list of numbers such as [0.25, 1], got "[]"',
    ],
    [
      'other-width',
      `${listHeader}"[1, 2]",mail,1\n[1],mail,1\n`,
      listSchema,
      ':3 state: expected a list of 2 numbers (this one has 1), got "[1]"',
    ],
    [
      'hole',
      `${listHeader}"[1, , 3]",mail,1\n`,
      listSchema,
      ':2 state: expected a number in place 2 of the list, got "[1, , 3]"',
    ],
    [
      'only-no-action',
      `${header}1,2,No Action,0\n`,
      schema(),
      ' what: expected at least one action besides "No Action", got none',
    ],
    [
      'two-no-actions',
      `${header}1,2,No Action,0\n1,2,none,0\n1,2,mail,0\n`,
      schema({ noAction: 'none' }),
      ' what: expected No Action to be called "none" as in the schema, got "No Action" too',
    ],
    [
      'absent-no-action',
      `${header}1,2,mail,0\n1,2,none,0\n`,
      schema({ noAction: 'nothing' }),
      ' what: expected the schema\'s noAction "nothing" among the actions, got "mail", "none"; a log without it needs no noAction',
    ],
    [
      'costs',
      `${header}1,2,mail,0\n`,
      schema({ costs: { post: 1 } }),
      ' costs: expected actions ("mail"), got "post"',
    ],
  ])('%s', async (name, content, columns, after) => {
    const path = file(`${name}.csv`, content);
    await expect(loadLoggedRows(path, columns)).rejects.toMatchObject({
      name: 'InputError',
      message: `${path}${after}`,
    });
  });

  it('names the width that the features ask for', async () => {
    const path = file('features.csv', `${listHeader}"[1, 2]",mail,1\n`);
    await expect(loadLoggedRows(path, schema({ state: 'state', features: ['age'] }))).rejects.toThrow(
      ':2 state: expected a list of 1 numbers (this one has 2), got "[1, 2]"',
    );
  });

  it('says so where there is no file, or a folder', async () => {
    const path = file('absent.csv');
    await expect(loadLoggedRows(path, schema())).rejects.toMatchObject({
      name: 'InputError',
      message: `${path}: cannot read: no such file or folder`,
    });
    await expect(loadLoggedRows('data', schema())).rejects.toMatchObject({
      name: 'InputError',
      message: 'data: cannot read: it is a folder',
    });
  });
});
