import { Random } from '../../../src/core/random';
import { foldsOf } from '../../../src/evaluate/off-policy/folds';
import { chooseDepth } from '../../../src/evaluate/policy-tree/choose-depth';
import type { TreeProblem } from '../../../src/evaluate/policy-tree/tree-problem';
import { column, problemOf, written } from '../../support/tree-problems';

/** Two columns of four states and one of noise; customers of two decisions each. */
function drawn(seed: number, paysBest: (x: number, y: number) => number, lead: number, customers = 1500) {
  const random = Random.fromSeed(seed).fork('trees');
  const n = 2 * customers;
  const states = () => Array.from({ length: n }, () => Math.floor(4 * random.uniform()));
  const [x, y, z] = [states(), states(), states()];
  const gains = x.map((own, i) =>
    [0, 1, 2].map((action) => (action === paysBest(own, y[i]!) ? lead : 0) + 4 * (random.uniform() - 0.5)),
  );
  const columns = [column('x', x, 4), column('y', y, 4), column('z', z, 4)];
  const problem = problemOf(columns, gains, { leastCustomers: 20 });
  const histories = {
    units: customers,
    starts: Int32Array.from({ length: customers + 1 }, (_, unit) => 2 * unit),
    sampleWeights: new Float64Array(n).fill(1),
  };
  return { problem, histories, folds: foldsOf(customers, random.fork('folds')), level: 0.95 };
}

const chosen = async (request: { readonly problem: TreeProblem } & Parameters<typeof chooseDepth>[0]) => {
  const { tree, tried } = await chooseDepth(request);
  return { text: written(tree, request.problem.columns), tried };
};

const taken = (tried: readonly { readonly depth: number; readonly isTaken: boolean }[]) =>
  tried.filter(({ isTaken }) => isTaken).map(({ depth }) => depth);

it('finds a rule of two questions, and no third one', async () => {
  const { text, tried } = await chosen(drawn(1, (x, y) => (x < 2 ? (y < 1 ? 1 : 0) : 2), 0.8));
  expect(text).toBe('x < 2 ? (y < 1 ? 1 : 0) : 2');
  expect(taken(tried)).toEqual([0, 1, 2]);
});

it('finds a rule of three questions', async () => {
  const best = (x: number, y: number) => (x < 2 ? (y < 1 ? 1 : 0) : x < 3 ? (y < 2 ? 0 : 2) : 1);
  const { text, tried } = await chosen(drawn(2, best, 1, 4000));
  expect(taken(tried).at(-1)).toBe(3);
  expect(text).toBe('x < 2 ? (y < 1 ? 1 : 0) : (x < 3 ? (y < 2 ? 0 : 2) : 1)');
});

it('asks two questions of which the first alone tells nothing', async () => {
  let alone = 0;
  for (let seed = 0; seed < 10; seed += 1) {
    const { tried } = await chosen(drawn(10 + seed, (x, y) => (x < 2 === y < 2 ? 1 : 0), 0.8));
    const depths = taken(tried);
    expect(depths).toContain(2);
    if (depths.includes(1)) alone += 1;
  }
  // By chance, at 2.5 %: three of ten once in 500.
  expect(alone).toBeLessThan(3);
});

it('has one leaf of noise, in more than nine of ten logs', async () => {
  let deeper = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    const { tried } = await chosen(drawn(100 + seed, () => 0, 0, 200));
    if (taken(tried).length > 1) deeper += 1;
  }
  // Three depths, each at 2.5 %: 4.5 of 60 if they were independent; ten or more once in 80 then.
  expect(deeper).toBeLessThan(10);
});

it('says what each depth gained over the last one taken, on customers that it was not grown on', async () => {
  const { tried } = await chosen(drawn(1, (x, y) => (x < 2 ? (y < 1 ? 1 : 0) : 2), 0.8));
  expect(tried.map(({ over }) => over)).toEqual([null, 0, 1, 2]);
  expect(tried[0]!.gain).toBeNull();
  // Always 2 brings .8 on half of all, x < 2 ? 0 : 2 on half and three quarters of the other: .8 · 3 / 8 = .3 more.
  expect(tried[1]!.gain!.low).toBeLessThan(0.3);
  expect(tried[1]!.gain!.high).toBeGreaterThan(0.3);
  // The second question adds the last eighth: .1.
  expect(tried[2]!.gain!.low).toBeLessThan(0.1);
  expect(tried[2]!.gain!.high).toBeGreaterThan(0.1);
});

it('takes the first depth that there is where no leaf for all may be, and none where no tree may', async () => {
  const request = drawn(4, () => 0, 0, 200);
  const { problem } = request;
  const x = problem.columns[0]!.states;
  const barred = (isBarred: (decision: number, action: number) => boolean) =>
    problem.gains.map((_, at) => (isBarred(Math.floor(at / 3), at % 3) ? 1 : 0));
  const apart = barred((decision, action) => x[decision]! < 2 === (action === 0));
  const { text, tried } = await chosen({ ...request, problem: { ...problem, excess: apart } });
  expect(tried[0]).toEqual({ depth: 0, over: null, gain: null, isTaken: false });
  expect(tried[1]).toEqual({ depth: 1, over: null, gain: null, isTaken: true });
  expect(text).toMatch(/^x < 2 \? [12] : 0$/);
  const nothing = await chosen({ ...request, problem: { ...problem, excess: barred(() => true) } });
  expect(nothing.text).toBe('none');
  expect(nothing.tried.every(({ isTaken }) => !isTaken)).toBe(true);
});

it('tells how far it is: of every decision twice in each half of the customers, and of the whole as deep as it goes', async () => {
  const request = drawn(1, (x, y) => (x < 2 === y < 2 ? 1 : 0), 1, 300);
  const told: [number, number][] = [];
  const { tried } = await chooseDepth({
    ...request,
    onProgress: (done, atMost) => told.push([done, atMost]),
  });
  // 600 decisions: 300 in each half, for depths two and three; the whole once, as depth two is taken.
  expect(taken(tried)).toEqual([0, 2]);
  expect(told.every(([, atMost]) => atMost === 2 * 300 + 2 * 300 + 2 * 600)).toBe(true);
  const done = told.map(([decisions]) => decisions);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBe(2 * 300 + 2 * 300 + 600);
});
