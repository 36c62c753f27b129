import fc from 'fast-check';
import type { CutColumn } from '../../../src/evaluate/policy-tree/cuts';
import { MOST_COLUMNS, treesByDepth } from '../../../src/evaluate/policy-tree/search';
import { leafOf, type PolicyTree } from '../../../src/evaluate/policy-tree/tree';
import type { TreeProblem } from '../../../src/evaluate/policy-tree/tree-problem';
import { column, depthOf, everyone, idleQuestions, problemOf, written } from '../../support/tree-problems';

/** The largest gain of any tree so deep, by trying all: every cut of every column, every action; −Infinity where none may be. */
function largestGain(problem: TreeProblem, decisions: readonly number[], depth: number): number {
  const { columns, candidates, gains, excess, customers, leastCustomers, actionCount } = problem;
  const sum = (values: Float64Array, action: number) =>
    decisions.reduce((total, i) => total + values[i * actionCount + action]!, 0);
  const own = decisions.reduce((total, i) => total + customers[i]!, 0);
  const leaves = candidates
    .filter((action) => own > leastCustomers - 1e-6 && (excess === null || sum(excess, action) <= 1e-6))
    .map((action) => sum(gains, action));
  if (depth === 0) return Math.max(-Infinity, ...leaves);
  const splits = columns.flatMap(({ states, cuts }) =>
    cuts.map(({ from, to }) => {
      const isYes = (i: number) => states[i]! >= from && states[i]! < to;
      const yes = largestGain(problem, decisions.filter(isYes), depth - 1);
      return (
        yes +
        largestGain(
          problem,
          decisions.filter((i) => !isYes(i)),
          depth - 1,
        )
      );
    }),
  );
  return Math.max(-Infinity, ...leaves, ...splits);
}

const gainOf = ({ gains, actionCount, columns }: TreeProblem, tree: PolicyTree, decisions: Int32Array) =>
  decisions.reduce((sum, i) => sum + gains[i * actionCount + leafOf(tree, columns, i).action]!, 0);

/** Cuts of numbers with missing ones: the last state is missing. */
function withMissing(name: string, states: readonly number[], stateCount: number): CutColumn {
  const plain = column(name, states, stateCount - 1);
  const missing = stateCount - 1;
  return {
    ...plain,
    stateCount,
    cuts: [
      ...plain.cuts,
      ...plain.cuts.map(({ to }) => ({ from: to, to: missing, operators: { gte: to } })),
      { from: missing, to: stateCount, operators: { missing: true } },
    ],
  };
}

const problems = fc.integer({ min: 1, max: 24 }).chain((n) => {
  const states = fc.array(fc.nat(3), { minLength: n, maxLength: n });
  const tenths = fc.integer({ min: -9, max: 9 });
  const numbers = (count: number) => fc.array(tenths, { minLength: count, maxLength: count });
  return fc
    .record({
      columns: fc.tuple(states, states, states),
      gains: numbers(3 * n),
      excess: fc.option(numbers(3 * n)),
      leastCustomers: fc.integer({ min: 1, max: 4 }),
      candidates: fc.constantFrom([0, 1, 2], [0, 2], [1]),
      shares: fc.array(fc.constantFrom(1, 0.5), { minLength: n, maxLength: n }),
    })
    .map(({ columns: [x, y, z], gains, excess, leastCustomers, candidates, shares }): TreeProblem => ({
      columns: [column('x', x, 4), withMissing('y', y, 4), withMissing('z', z, 4)],
      ...{ actionCount: 3, gains: Float64Array.from(gains), leastCustomers, candidates },
      excess: excess && Float64Array.from(excess),
      customers: Float64Array.from(shares),
    }));
});

it('finds the best tree of depths 0, 1 and 2 there is', async () => {
  await fc.assert(
    fc.asyncProperty(problems, async (problem) => {
      const decisions = everyone(problem);
      const trees = await treesByDepth(problem, decisions);
      [0, 1, 2].forEach((depth) => {
        const best = largestGain(problem, [...decisions], depth);
        const tree = trees[depth]!;
        if (best === -Infinity) expect(tree).toBeNull();
        else {
          expect(gainOf(problem, tree, decisions)).toBeCloseTo(best, 9);
          expect(depthOf(tree)).toBeLessThanOrEqual(depth);
        }
      });
    }),
    { numRuns: 300 },
  );
});

it('at depth three does no worse than at depth two, and no better than the best', async () => {
  await fc.assert(
    fc.asyncProperty(problems, async (problem) => {
      const decisions = everyone(problem);
      const [, , two, three] = await treesByDepth(problem, decisions);
      if (two === null) return;
      const gain = gainOf(problem, three!, decisions);
      expect(gain).toBeGreaterThanOrEqual(gainOf(problem, two!, decisions) - 1e-9);
      expect(gain).toBeLessThanOrEqual(largestGain(problem, [...decisions], 3) + 1e-9);
    }),
    { numRuns: 40 },
  );
});

it('has no two neighbours that do the same, at any depth', async () => {
  await fc.assert(
    fc.asyncProperty(problems, async (problem) => {
      for (const tree of await treesByDepth(problem, everyone(problem)))
        if (tree !== null) expect(idleQuestions(tree)).toBe(0);
    }),
    { numRuns: 300 },
  );
});

it('keeps to what a leaf must be, in every leaf', async () => {
  await fc.assert(
    fc.asyncProperty(problems, async (problem) => {
      const { columns, customers, excess, leastCustomers, candidates, actionCount } = problem;
      const decisions = everyone(problem);
      for (const tree of await treesByDepth(problem, decisions)) {
        if (tree === null) continue;
        const leafAt = Array.from(decisions, (i) => leafOf(tree, columns, i));
        for (const leaf of new Set(leafAt)) {
          const { action } = leaf;
          const own = decisions.filter((i) => leafAt[i] === leaf);
          expect(candidates).toContain(action);
          expect(own.reduce((sum, i) => sum + customers[i]!, 0)).toBeGreaterThan(leastCustomers - 1e-6);
          if (excess !== null)
            expect(own.reduce((sum, i) => sum + excess[i * actionCount + action]!, 0)).toBeLessThan(1e-5);
        }
      }
    }),
  );
});

describe('by hand', () => {
  const x = column('x', [0, 0, 1, 1]);
  const y = column('y', [0, 1, 0, 1]);

  it('finds what only two questions together can find', async () => {
    // Action 1 pays where x and y are equal: either by itself tells nothing.
    const problem = problemOf(
      [x, y],
      [
        [0, 1],
        [1, 0],
        [1, 0],
        [0, 1],
      ],
    );
    const [zero, one, two] = await treesByDepth(problem, everyone(problem));
    expect([zero, one, two].map((tree) => written(tree!, problem.columns))).toEqual([
      '0',
      '0',
      'x < 1 ? (y < 1 ? 1 : 0) : (y < 1 ? 0 : 1)',
    ]);
  });

  it('asks nothing that brings nothing', async () => {
    const problem = problemOf(
      [x, y],
      [
        [0, 1],
        [0, 1],
        [3, 0],
        [3, 0],
      ],
    );
    const trees = await treesByDepth(problem, everyone(problem));
    expect(trees.map((tree) => written(tree, problem.columns))).toEqual([
      '0',
      ...new Array<string>(3).fill('x < 1 ? 1 : 0'),
    ]);
  });

  it('of equal trees takes that with the fewest leaves', async () => {
    // By x first it takes four leaves, by y first three: where y is 1 nothing hangs on x.
    const problem = problemOf(
      [x, y],
      [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
    );
    const tree = (await treesByDepth(problem, everyone(problem)))[2]!;
    expect(written(tree, problem.columns)).toBe('y < 1 ? (x < 1 ? 1 : 2) : 0');
  });

  it('takes the first of equal actions', async () => {
    const problem = problemOf(
      [x],
      [
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    );
    expect((await treesByDepth(problem, everyone(problem))).map((tree) => written(tree, [x]))).toEqual(
      new Array<string>(4).fill('0'),
    );
  });

  it('has no leaf of fewer customers than it must have', async () => {
    const gains = [
      [9, 0],
      [0, 1],
      [0, 1],
      [0, 1],
    ];
    const z = column('z', [0, 1, 1, 1]);
    const [, one] = await treesByDepth(problemOf([z], gains), Int32Array.of(0, 1, 2, 3));
    expect(written(one!, [z])).toBe('z < 1 ? 0 : 1');
    const limited = problemOf([z], gains, { leastCustomers: 2 });
    expect((await treesByDepth(limited, everyone(limited))).map((tree) => written(tree, [z]))).toEqual(
      new Array<string>(4).fill('0'),
    );
  });

  it('has a tree where no leaf for all may be', async () => {
    // Action 0 cannot be where x is 1, action 1 not where x is 0.
    const excess = Float64Array.of(-1, 9, -1, 9, 9, -1, 9, -1);
    const problem = problemOf(
      [x, y],
      [
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      { excess },
    );
    const trees = await treesByDepth(problem, everyone(problem));
    expect(trees.map((tree) => written(tree, problem.columns))).toEqual([
      'none',
      ...new Array<string>(3).fill('x < 1 ? 0 : 1'),
    ]);
  });

  it('looks at the decisions of the fit alone', async () => {
    const problem = problemOf(
      [x, y],
      [
        [0, 1],
        [0, 1],
        [3, 0],
        [3, 0],
      ],
    );
    expect(written((await treesByDepth(problem, Int32Array.of(0, 1)))[2]!, problem.columns)).toBe('1');
  });

  it('of more columns than it can pair, keeps those with the best single cuts', async () => {
    // Either of x and y by itself gains nothing over 8, both together bring 16; each other column, which parts the first
    // decision off, brings 10.
    const gains = [
      [0, 2],
      [2, 0],
      [2, 0],
      [0, 2],
    ];
    const twice = (states: readonly number[]) => [...states, ...states];
    const [first, second] = [column('x', twice([0, 0, 1, 1])), column('y', twice([0, 1, 0, 1]))];
    const others = (count: number) =>
      Array.from({ length: count }, (_, i) => column(`other ${i}`, [1, 0, 0, 0, 0, 0, 0, 0]));
    const text = async (count: number) => {
      const problem = problemOf([...others(count), first, second], [...gains, ...gains]);
      return written((await treesByDepth(problem, everyone(problem)))[2]!, problem.columns);
    };
    expect(await text(MOST_COLUMNS - 2)).toBe('x < 1 ? (y < 1 ? 1 : 0) : (y < 1 ? 0 : 1)');
    expect(await text(MOST_COLUMNS)).toBe('other 0 < 1 ? 0 : 1');
  });
});
