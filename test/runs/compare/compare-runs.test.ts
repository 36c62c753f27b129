/** Which runs can be compared, and what is read of them: from reports made by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRuns } from '../../../src/runs/compare/compare-runs';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';
import { estimate, loggedReport, simulationReport } from '../../support/report-fixtures';

const freshFolder = useFreshFolders();

/** Folders of these reports, named a, b, c. */
function runsOf(...reports: readonly object[]): string[] {
  const root = freshFolder();
  return reports.map((report, i) => {
    const folder = join(root, 'abc'[i]!);
    mkdirSync(folder);
    writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
    return folder;
  });
}

const compare = (...reports: readonly object[]) => compareRuns(runsOf(...reports), []);

function inWorld(settings: object = {}, changes: object = {}): object {
  return { ...simulationReport(), config: { kind: 'simulation', seed: 7, settings }, ...changes };
}

const intervals = (value: number, estimator = 'dr') => ({ estimator, interval: estimate(value, 1) });

/** @param value of the model, null where the log does not determine it */
function onLog(value: number | null, schema: object = {}, changes: object = {}): object {
  const known = value === null ? null : intervals(value);
  const difference = value === null ? null : intervals(value - 5);
  return {
    ...loggedReport(),
    config: { kind: 'logged', schema, settings: { split: { seed: 42 } } },
    verdict: { decision: value === null ? 'cannot tell' : 'better', reasons: [], baseline: 'logged' },
    offPolicy: {
      ...{ unit: 'customer', estimand: 'history' },
      policies: {
        model: { role: 'model', identified: value !== null, value: known, difference: null },
        logged: { role: 'logged', identified: true, value: intervals(5), difference },
      },
    },
    ...changes,
  };
}

it('reads verdict, value, paired difference, contacts and cost of a run in a world', () => {
  const { runs, comparable, judgedDifferently } = compare(inWorld(), inWorld());
  expect({ comparable, judgedDifferently }).toEqual({ comparable: true, judgedDifferently: [] });
  expect(runs.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(runs[0]).toMatchObject({
    ...{ subject: 'environment segment', decision: 'worse', baseline: 'threshold' },
    ...{ measure: 'discountedReward', value: estimate(476_310, 41), contacts: 84.3, cost: 1264 },
    overSeeds: { seeds: 3, least: 475_988, largest: 476_402 },
    ...{ seed: 7, backend: 'tensorflow, graph', training: { environmentSteps: 204_800, wallSeconds: 41.7 } },
  });
  // 17 * 1.1 + 20, as the report has it.
  expect(runs[0]!.modelMinusBaseline).toEqual(estimate(-137, 38.7));
});

it('reads what a log determines, and contacts and cost as counted on the rows held out', () => {
  const { runs } = compare(onLog(7), onLog(null));
  expect(runs[0]).toMatchObject({
    ...{ measure: 'rewardPerCustomer', value: estimate(7, 1), modelMinusBaseline: estimate(2, 1) },
    ...{ contacts: 46, cost: 24, decision: 'better', overSeeds: null },
  });
  expect(runs[1]).toMatchObject({
    ...{ value: { value: null }, modelMinusBaseline: { value: null } },
    ...{ standing: 'cannot tell', contacts: null, cost: null },
  });
});

describe('withholds what the page of a run withholds:', () => {
  const withModel = (model: object, more: object = {}) => {
    const { offPolicy } = onLog(7) as { offPolicy: { policies: { model: object } } };
    const policies = { ...offPolicy.policies, model: { ...offPolicy.policies.model, ...model } };
    return onLog(7, {}, { offPolicy: { ...offPolicy, policies, ...more } });
  };

  it.each([
    ['a model with doubts', withModel({ doubts: ['too few'] }), 'cannot tell'],
    ['a doubtful log', withModel({}, { doubts: ['the audit of the log: reward-leak'] }), 'cannot tell'],
    ['what was never logged', withModel({ identified: false, support: {} }), 'not identified'],
  ])('%s', (_, one, standing) => {
    const [run] = compare(one, onLog(7)).runs;
    expect(run).toMatchObject({ standing, contacts: null, cost: null });
    expect([run!.value.value, run!.value.low, run!.modelMinusBaseline.high]).toEqual([null, null, null]);
  });

  it('but counts of the published form, which its page shows', () => {
    const [run] = compare(onLog(null, { state: ['a'] }), onLog(null, { state: ['a'] })).runs;
    expect(run).toMatchObject({ standing: 'cannot tell', contacts: 46, cost: 24 });
  });

  it('and a difference to a baseline with doubts', () => {
    const { offPolicy } = onLog(7) as { offPolicy: { policies: { logged: object } } };
    const logged = { ...offPolicy.policies.logged, doubts: ['too few'] };
    const policies = { ...offPolicy.policies, logged };
    const [run] = compare(onLog(7, {}, { offPolicy: { ...offPolicy, policies } }), onLog(7)).runs;
    expect(run).toMatchObject({
      standing: 'known',
      value: { value: 7 },
      modelMinusBaseline: { value: null },
    });
  });
});

it('reads a report from before there was an estimator', () => {
  const { runs } = compare(loggedReport(), loggedReport());
  expect(runs[0]).toMatchObject({ decision: 'cannot tell', value: { value: null, low: null } });
});

describe('what the values of runs hang on', () => {
  it.each<[string, readonly object[], boolean, readonly string[]]>([
    ['nothing but settings of the training', [inWorld({ steps: 1 }), inWorld({ steps: 2 })], true, []],
    [
      'the world',
      [inWorld(), inWorld(), inWorld({}, { environment: 'customers' })],
      false,
      ['the worlds differ: segment (a, b), customers (c)'],
    ],
    [
      'settings of the world',
      [inWorld({ segment: { periods: 5, x: 1 } }), inWorld({ segment: { periods: 6, x: 1 } })],
      false,
      ['settings of the world differ: segment.periods'],
    ],
    [
      'the data',
      [onLog(1), onLog(1, {}, { dataHash: 'f'.repeat(64) })],
      false,
      ['the data differ: 90c1f6a2b7d4 (a), ffffffffffff (b)'],
    ],
    [
      'the split',
      [onLog(1, { split: { seed: 1 } }), onLog(1, { split: { seed: 2 } })],
      false,
      ['the rows held out differ: schema.split.seed'],
    ],
    [
      'what columns mean, but not what a model sees of them',
      [onLog(1, { reward: 'a', features: ['x'] }), onLog(1, { reward: 'b', features: ['y'] })],
      false,
      ['the schemas differ: schema.reward'],
    ],
    ['features alone', [onLog(1, { features: ['x'] }), onLog(1, { features: ['y'] })], true, []],
  ])('%s', (_, reports, comparable, judgedDifferently) => {
    expect(compare(...reports)).toMatchObject({ comparable, judgedDifferently });
  });

  it('the estimator', () => {
    const { offPolicy } = onLog(1) as { offPolicy: { policies: object } };
    const model = { role: 'model', identified: true, value: intervals(1, 'ips'), difference: null };
    const other = { ...offPolicy, policies: { ...offPolicy.policies, model } };
    expect(compare(onLog(1), onLog(1, {}, { offPolicy: other }), onLog(null))).toMatchObject({
      ...{ comparable: false, judgedDifferently: ['the estimators differ: dr (a), ips (b)'] },
    });
  });
});

it('tells runs for different discounts in total reward, which has none', () => {
  const { comparable, judgedDifferently, runs } = compare(inWorld(), inWorld({}, { gamma: 0.99 }));
  expect(comparable).toBe(true);
  expect(judgedDifferently).toEqual([
    expect.stringMatching(/^the discounts differ.*: 0\.9 \(a\), 0\.99 \(b\)$/),
  ]);
  expect(runs.map(({ measure, value }) => [measure, value.value])).toEqual([
    ['totalReward', 6_118_204],
    ['totalReward', 6_118_204],
  ]);
});

it('leaves out the settings of worlds that differ anyway', () => {
  const other = inWorld({ steps: 2, customers: { y: 1 } }, { environment: 'customers' });
  expect(compare(inWorld({ steps: 1, segment: { x: 1 } }), other).settings).toEqual([
    { key: 'steps', values: [1, 2] },
  ]);
});

it('names runs by their folders, as they were typed where two are called alike', () => {
  const [a] = runsOf(inWorld());
  const [b] = runsOf(inWorld());
  expect(compareRuns([a!, b!], []).runs.map(({ name }) => name)).toEqual([a, b]);
});

describe('refuses', () => {
  it('one run', () => {
    expect(() => compare(inWorld())).toThrow(inputError('compare: expected two or more runs, got 1'));
  });

  it('a run twice, by whatever name', () => {
    const [a] = runsOf(inWorld());
    expect(() => compareRuns([a!, join(a!, '.', '')], [])).toThrow(/expected every run once, got .* twice/);
    expect(() => compareRuns([a!, `${a!}/../a`], [])).toThrow(`, which is ${a!}`);
  });

  it('runs of two kinds', () => {
    expect(() => compare(inWorld(), onLog(1))).toThrow(
      inputError(
        'compare: expected runs of one kind, got a from a simulator and b from a log, whose values cannot be compared',
      ),
    );
  });

  it('a folder without a report, and one that is not there', () => {
    const [a] = runsOf(inWorld());
    const empty = freshFolder();
    expect(() => compareRuns([a!, empty], [])).toThrow(/with its report\.json, got none in it$/);
    expect(() => compareRuns([a!, join(empty, 'gone')], [])).toThrow(/report\.json, got no such folder$/);
  });

  it.each([
    [{ schemaVersion: 2 }, /report\.json schemaVersion: expected 1, got 2$/],
    [{ kind: 'scored' }, /report\.json kind: expected one of "simulation", "logged", got "scored"$/],
    [{ verdict: undefined }, /report\.json verdict: expected an object in braces, got nothing/],
  ])('a report with %j', (changes, message) => {
    expect(() => compare(inWorld(), inWorld({}, changes))).toThrow(message);
  });
});
