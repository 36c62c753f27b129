import fc from 'fast-check';
import { actionGroups, actionLegend, colourOf } from '../../src/report/charts/action-colours';
import { drawBarPanels } from '../../src/report/charts/bars';
import { drawCalibration } from '../../src/report/charts/calibration';
import { clippedText, lowerFence } from '../../src/report/charts/interval-axis';
import { bestFirst, drawIntervals } from '../../src/report/charts/intervals';
import type { IntervalRow } from '../../src/report/charts/interval-axis';
import { drawLearningCurve, spreadLabels } from '../../src/report/charts/lines';
import { drawActionMap, mapActions, strips } from '../../src/report/charts/map';
import { renderSvg } from '../../src/report/charts/render';
import { cssVariable, marker, withCssVariables } from '../../src/report/charts/theme';
import { actionRuns, drawTrajectory, MOST_LINES, trajectoryLegend } from '../../src/report/charts/trajectory';
import { css } from '../../src/report/style';
import { estimate, segmentActions, simulationReport } from '../support/report-fixtures';

const segmentGroups = actionGroups(segmentActions, []);

const row = (name: string, value: number | null) => ({
  name,
  estimate: estimate(value, 1),
  highlighted: false,
});

const between = (name: string, low: number, value: number, high: number): IntervalRow => ({
  ...{ name, estimate: { value, low, high, level: 0.95 }, highlighted: false },
});

/** What is drawn of intervals: the ends of the axis, the marks, and by row the ends of its bar. */
function drawn(rows: readonly IntervalRow[]) {
  const { xAxis, series } = drawIntervals(rows, 'reward', 800).option as unknown as {
    xAxis: { min: number; max: number };
    series: {
      data: { value: [number, number]; symbol: string }[];
      markLine: { data: ({ xAxis: number } | [{ coord: [number, number] }, { coord: [number, number] }])[] };
    };
  };
  const bars: [number, number][] = [];
  const lines: number[] = [];
  for (const line of series.markLine.data) {
    if ('xAxis' in line) lines.push(line.xAxis);
    else bars[line[0].coord[1]] = [line[0].coord[0], line[1].coord[0]];
  }
  const marks = series.data.map(({ value: [at, index], symbol }) => ({ at, row: index, symbol }));
  return { ...xAxis, marks, bars, lines };
}

/** x of every `path` or text that has this fill, from its transform. */
function positions(svg: string, fill: string): number[] {
  const drawn = svg.match(/<path [^>]*>/g)?.filter((path) => path.includes(`fill="var(${fill})"`)) ?? [];
  return drawn.flatMap((path) =>
    (/matrix\([^,]+,[^,]+,[^,]+,[^,]+,([\d.]+),/.exec(path) ?? []).slice(1).map(Number),
  );
}

describe('the axis of the policy comparison', () => {
  it("is cut at Tukey's lower fence", () => {
    // Quartiles of 0, 10, 20, 30, 40 are 10 and 30: 10 - 1.5 * 20.
    expect(lowerFence([40, 0, 20, 10, 30])).toBe(-20);
    // A quartile between two values: 1.75 and 3.25.
    expect(lowerFence([1, 2, 3, 4])).toBeCloseTo(1.75 - 1.5 * 1.5, 12);
  });

  it('is not cut for three values', () => expect(lowerFence([1, 2, -1000])).toBe(-Infinity));

  it('leaves out the very bad and never the very good', () => {
    const rows = [
      row('good', 1e6),
      ...[10, 11, 12, 13, 14].map((value) => row(`p${value}`, value)),
      row('bad', -1e6),
    ];
    expect(clippedText(rows)).toMatch(/ beyond the axis: bad\.$/);
  });

  it('keeps the best policy within the plot, whatever the others are', () => {
    const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, (all) => {
        const rows = bestFirst(all.map((value, i) => row(`p${i}`, value)));
        const { min, max } = drawIntervals(rows, 'reward', 800).option.xAxis as { min: number; max: number };
        expect(min).toBeLessThan(rows[0]!.estimate.value!);
        expect(max).toBeGreaterThan(rows[0]!.estimate.value!);
        expect(drawn(rows).marks[0]).toEqual({ at: rows[0]!.estimate.value, row: 0, symbol: 'circle' });
      }),
      { numRuns: 50 },
    );
  });

  it('shows whole intervals, though some reach below the fence of the values', () => {
    // The values' fence is at 0.75 - 1.5 * 0.015; the intervals of all fill the axis, 0 within it.
    const rows = [0.78, 0.77, 0.76, 0.75, 0.71].map((value, i) =>
      between(`p${i}`, value - 0.8, value, value + 0.8),
    );
    expect(clippedText(rows)).toBe('');
    const { min, max, bars } = drawn(rows);
    expect(min).toBeLessThan(-0.09);
    expect(max).toBeGreaterThan(1.58);
    expect(bars[4]).toEqual([0.71 - 0.8, 0.71 + 0.8]);
  });

  it('begins at 0 where it begins near to it, and not where 0 is far away', () => {
    expect(drawn([row('a', 8), row('b', 3)]).min).toBe(0);
    expect(drawn([row('a', 108), row('b', 104)]).min).toBeCloseTo(103 - 0.06 * 6, 9);
    // Nothing of an interval that crosses 0 is taken away for that.
    expect(drawn([row('a', 8), row('b', 0.5)]).min).toBeCloseTo(-0.5 - 0.06 * 9.5, 9);
  });

  it('has a line at 0 where values lie on both sides of it', () => {
    expect(drawn([row('a', 8), row('b', 0.5)]).lines).toEqual([0]);
    expect(drawn([row('a', 8), row('b', 3)]).lines).toEqual([]);
  });

  it('marks an interval that would squash the others at each end where it goes on, and draws the rest of it', () => {
    // Lower ends 9, 9.5, 10, 10.5, -990: the fence is 9 - 1.5 * (10 - 9). Upper ends 11, 11.5, 12, 12.5, 1010 likewise.
    const rows = [12, 11.5, 11, 10.5].map((value, i) => between(`p${i}`, value - 1.5, value, value));
    const wide = between('wide', -990, 10, 1010);
    const { min, max, marks, bars } = drawn([...rows, wide]);
    expect(clippedText([...rows, wide])).toMatch(/ beyond the axis: wide\.$/);
    expect(marks.filter(({ row: index }) => index === 4)).toEqual([
      { at: min, row: 4, symbol: 'triangle' },
      { at: 10, row: 4, symbol: 'circle' },
      { at: max, row: 4, symbol: 'triangle' },
    ]);
    expect(bars[4]).toEqual([min, max]);
    expect(max - min).toBeLessThan(10);
  });

  it('draws what is on the axis of a policy whose value is beyond it', () => {
    const rows = [12, 11.5, 11, 10.5].map((value, i) => between(`p${i}`, value - 1, value, value + 1));
    const { min, marks, bars } = drawn([...rows, between('bad', -1000, -400, 11)]);
    expect(marks.filter(({ row: index }) => index === 4)).toEqual([{ at: min, row: 4, symbol: 'triangle' }]);
    expect(bars[4]).toEqual([min, 11]);
  });

  it('has a mark for every bar that ends at its end, whatever the intervals are', () => {
    const interval = fc.tuple(
      fc.integer({ min: -1000, max: 1000 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 10_000 }),
    );
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 12 }), (all) => {
        const rows = all.map(([value, below, above], i) =>
          between(`p${i}`, value - below, value, value + above),
        );
        const { min, max, marks, bars } = drawn(bestFirst(rows));
        bestFirst(rows).forEach(({ name, estimate: { low, high } }, index) => {
          const arrows = marks.filter((mark) => mark.row === index && mark.symbol === 'triangle');
          expect(arrows.map(({ at }) => at)).toEqual([
            ...(low! < min ? [min] : []),
            ...(high! > max ? [max] : []),
          ]);
          expect(clippedText(rows).includes(`${name},`) || clippedText(rows).includes(`${name}.`)).toBe(
            arrows.length > 0,
          );
          if (high! >= min) expect(bars[index]).toEqual([Math.max(low!, min), Math.min(high!, max)]);
        });
      }),
      { numRuns: 100 },
    );
  });
});

it('policies are ordered best first, those without a value left out', () => {
  expect(bestFirst([row('a', 1), row('b', null), row('c', 3)]).map(({ name }) => name)).toEqual(['c', 'a']);
});

it('a comparison of nothing is refused', () =>
  expect(() => drawIntervals([], 'reward', 800)).toThrow(RangeError));

it('a value without interval has a dot and no bar', () => {
  const rows = [{ name: 'a', estimate: estimate(5), highlighted: true }];
  const series = drawIntervals(rows, 'reward', 800).option.series as {
    data: unknown[];
    markLine: { data: unknown[] };
  };
  expect(series.data).toHaveLength(1);
  expect(series.markLine.data).toEqual([]);
});

it('a clipped policy is an arrow at the left end beside its number', () => {
  const rows = bestFirst([...[10, 11, 12, 13].map((value) => row(`p${value}`, value)), row('bad', -392255)]);
  const svg = renderSvg(drawIntervals(rows, 'reward', 800), 'x', 'x');
  expect(svg).toContain('−392,255');
  const dots = positions(svg, '--baseline');
  expect(dots).toHaveLength(5);
  // The arrow is drawn half its size right of the axis's end, so that it lies within the plot.
  expect(Math.min(...dots)).toBeCloseTo(190 + 9 / 2, 1);
});

describe('labels of baselines', () => {
  it('stay where they have room and move down where they have not', () => {
    expect(spreadLabels([10, 12, 60], 15)).toEqual([10, 25, 60]);
    expect(spreadLabels([], 15)).toEqual([]);
  });

  it('never overlap, keep their order and never move up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 })), (tops) => {
        const sorted = [...tops].sort((a, b) => a - b);
        const spread = spreadLabels(sorted, 15);
        spread.forEach((top, i) => {
          expect(top).toBeGreaterThanOrEqual(sorted[i]!);
          if (i > 0) expect(top - spread[i - 1]!).toBeGreaterThanOrEqual(15);
        });
      }),
    );
  });
});

describe('the learning curve', () => {
  const points = [
    { environmentSteps: 0, gradientUpdates: 0, value: estimate(-900, 10) },
    { environmentSteps: 10, gradientUpdates: 1, value: estimate(100) },
    { environmentSteps: 20, gradientUpdates: 2, value: estimate(200, 10) },
  ];
  interface Drawn {
    yAxis: { min: number; max: number };
    series: { data: unknown[]; markLine?: { data: { yAxis: number }[] } }[];
  }
  const drawn = (floor: number) =>
    drawLearningCurve(
      points,
      [
        { name: 'low', value: -500 },
        { name: 'high', value: 150 },
      ],
      floor,
      'reward',
      800,
    ).option as unknown as Drawn;

  it('shows everything without a floor', () => expect(drawn(-Infinity).yAxis.min).toBeLessThan(-910));

  it('is cut at the floor, with the baselines below it', () => {
    const { yAxis, series } = drawn(0);
    // 5 % of the range 0 … 210 below the floor.
    expect(yAxis.min).toBeCloseTo(-10.5, 9);
    expect(series[2]!.markLine!.data.map((line) => line.yAxis)).toEqual([150]);
  });

  it('has a band from low to high, interrupted where the interval is not known', () => {
    const [low, width] = drawn(-Infinity).series;
    expect(low!.data).toEqual([
      [0, -910],
      [10, '-'],
      [20, 190],
    ]);
    expect(width!.data).toEqual([
      [0, 20],
      [10, '-'],
      [20, 20],
    ]);
  });
});

describe('a trajectory', () => {
  it('is told in stretches of one action', () => {
    expect(actionRuns(['a', 'a', 'b', 'a'])).toEqual([
      { action: 'a', from: 0, to: 2 },
      { action: 'b', from: 2, to: 3 },
      { action: 'a', from: 3, to: 4 },
    ]);
    expect(actionRuns([])).toEqual([]);
  });

  it('has a legend of its features and of the actions that occur', () => {
    const { trajectory } = simulationReport();
    expect(trajectoryLegend(trajectory, segmentGroups).map(({ label }) => label)).toEqual([
      'active',
      'semiActive',
      'nonActive',
      'none',
      'resurrection',
    ]);
  });

  it('is drawn with one coloured rectangle per stretch', () => {
    const { trajectory } = simulationReport();
    const svg = renderSvg(drawTrajectory(trajectory, segmentGroups, 350), 'x', 'x');
    const stretches = actionRuns(trajectory.actions).filter(({ action }) => action === 'resurrection').length;
    expect(svg.match(/fill="var\(--action-3\)"/g)).toHaveLength(stretches);
  });
});

describe('the action map', () => {
  const point = (x: number, action: string, y = 0.05) => ({ x, y, action });
  const map = {
    xLabel: 'x',
    yLabel: 'y',
    total: 10,
    cell: 0.1,
    points: [point(0.05, 'a'), point(0.15, 'b'), point(0.25, 'b'), point(0.25, 'b', 0.15)],
  };

  it('counts the cells of each action, most frequent first', () => {
    expect(mapActions(map)).toEqual([
      { action: 'b', share: 3 / 4 },
      { action: 'a', share: 1 / 4 },
    ]);
  });

  it('draws the cells of a row that follow each other as one, in the colour of their action', () => {
    const svg = renderSvg(drawActionMap(map, actionGroups(['a', 'b', 'c'], []), 350), 'x', 'x');
    const count = (colour: string) => svg.split(`fill="var(${colour})"`).length - 1;
    expect([count('--action-0'), count('--action-1'), count('--action-2')]).toEqual([1, 2, 0]);
  });

  it('covers every cell once, by strips of which no two could be one', () => {
    const grid = fc.uniqueArray(fc.record({ column: fc.nat(9), row: fc.nat(4) }), {
      selector: ({ column, row }) => 10 * row + column,
    });
    fc.assert(
      fc.property(
        grid,
        fc.constantFrom(0.025, 0.1, 0.3),
        fc.constantFrom(0, 0.5, 0.7),
        (cells, cell, from) => {
          const centre = (index: number) => (index + from) * cell;
          const made = strips(
            cells.map(({ column, row }) => ({ x: centre(column), y: centre(row) })),
            cell,
          );
          const rows = made.map(({ y }) => Math.round(y / cell - from));
          const firsts = made.map(({ x, length }) => Math.round(x / cell - from - (length - 1) / 2));
          const covered = made.flatMap(({ length }, i) =>
            Array.from({ length }, (_, k) => ({ column: firsts[i]! + k, row: rows[i]! })),
          );
          const ordered = (all: typeof cells) =>
            all.map(({ column, row }) => 10 * row + column).sort((a, b) => a - b);
          expect(ordered(covered)).toEqual(ordered(cells));
          made.slice(1).forEach((_, i) => {
            expect(rows[i] === rows[i + 1] && firsts[i]! + made[i]!.length === firsts[i + 1]).toBe(false);
          });
        },
      ),
    );
  });

  it('is no wider than it needs to be', () =>
    expect(drawActionMap(map, actionGroups(['a', 'b'], []), 2000).width).toBe(520));
});

describe('bars', () => {
  const panel = (values: (number | null)[]) => ({
    title: 'Cost',
    groups: [{ name: 'g', values, colours: values.map(() => 'model' as const) }],
  });
  const rows = [
    { name: 'a', highlighted: true },
    { name: 'b', highlighted: false },
  ];

  it('an undefined value has no bar and a dash', () => {
    const svg = renderSvg(drawBarPanels(rows, [panel([5, null])], 350), 'x', 'x');
    const lengths = [...svg.matchAll(/<path d="M126 [\d.]+l([\d.]+) 0[^>]*--model/g)].map(([, length]) =>
      Number(length),
    );
    // 5 of 5 and its room for the number, 1.28 * 5, over the 350 - 126 pixels of the plot.
    expect(lengths).toEqual([(350 - 126) / 1.28, 0]);
    expect(svg).toContain('>–<');
  });

  it('negative values reach left of zero', () => {
    const { min, max } = (
      drawBarPanels(rows, [panel([-50, 50])], 350).option.xAxis as { min: number; max: number }[]
    )[0]!;
    expect([min, max]).toEqual([-78, 78]);
    const below = (
      drawBarPanels(rows, [panel([-50, -10])], 350).option.xAxis as { min: number; max: number }[]
    )[0]!;
    expect([below.min, below.max]).toEqual([-64, 0]);
  });

  it.each([46.9, 47.03, 48])(
    "no number of the axis reaches over the drawing's edge, for bars up to %d",
    (value) => {
      const svg = renderSvg(drawBarPanels(rows, [panel([value, 0])], 350), 'x', 'x');
      // Numbers of the axis are centred below their tick; a digit is at most 8 pixels wide.
      const ticks = [
        ...svg.matchAll(/text-anchor="middle"[^>]*transform="translate\(([\d.]+) [^>]*>([\d.]+)<\/text>/g),
      ];
      expect(ticks.length).toBeGreaterThan(1);
      for (const [, x, text] of ticks) expect(Number(x) + 4 * text!.length).toBeLessThan(350);
    },
  );

  it('panels stand beside each other in the wide form and below each other in the narrow one', () => {
    const grids = (width: number) =>
      drawBarPanels(rows, [panel([1, 2]), panel([3, 4])], width).option.grid as {
        left: number;
        top: number;
      }[];
    const [wide, narrow] = [grids(880), grids(350)];
    expect(wide[0]!.top).toBe(wide[1]!.top);
    expect(wide[0]!.left).toBeLessThan(wide[1]!.left);
    expect(narrow[0]!.left).toBe(narrow[1]!.left);
    expect(narrow[0]!.top).toBeLessThan(narrow[1]!.top);
  });
});

describe('drawing', () => {
  const drawing = () => drawBarPanels([{ name: '<b> & "c"', highlighted: false }], [], 350);

  it('gives the same bytes twice in one process', () => {
    const one = simulationReport();
    const draw = () => renderSvg(drawTrajectory(one.trajectory, segmentGroups, 350), 'x', 'x');
    expect(draw()).toBe(draw());
  });

  it('labels the drawing for screen readers, escaped', () => {
    const empty = { width: 10, height: 10, option: {} };
    expect(renderSvg(empty, 'x', 'a "b" <c> & d')).toMatch(
      /^<svg role="img" aria-label="a &quot;b&quot; &lt;c> &amp; d" /,
    );
  });

  it('a chart without panels is refused by nobody and draws nothing', () => {
    expect(renderSvg(drawing(), 'x', 'x')).not.toContain('<text');
  });

  it('replaces every colour marker by a variable that the page defines, once for light and once for dark', () => {
    const one = simulationReport();
    const svg = renderSvg(drawTrajectory(one.trajectory, segmentGroups, 880), 'x', 'x');
    expect(svg).not.toContain('#0a0f');
    for (const [, name] of svg.matchAll(/var\((--[a-z0-9-]+)\)/g)) expect(css).toContain(`${name!}:`);
  });
});

it('a colour has a variable and a marker that stands for it', () => {
  expect([cssVariable('modelSoft'), cssVariable('action3')]).toEqual(['--model-soft', '--action-3']);
  expect(withCssVariables(`a ${marker('ink')} b`)).toBe('a var(--ink) b');
});

describe('colours of actions', () => {
  const names = Array.from({ length: 300 }, (_, i) => `a${i}`);
  // In the strip a1 … a9 once each and a250 three times; in the map a9 everywhere.
  const strip = [...names.slice(1, 10), 'a250', 'a250', 'a250'];
  const groups = actionGroups(names, [strip, ['a9', 'a9']]);

  it('follow the order of the actions while there are enough, No Action grey', () => {
    const eight = actionGroups(names.slice(0, 8), []);
    expect(eight.map(({ label, colour }) => [label, colour])).toEqual(
      names.slice(0, 8).map((name, i) => [name, `action${i}`]),
    );
  });

  it('go to No Action and the most frequent actions where there are too few; the others share one', () => {
    expect(groups.map(({ label, colour }) => [label, colour])).toEqual([
      ['a0', 'action0'],
      ['a1', 'action1'],
      ['a2', 'action2'],
      ['a3', 'action3'],
      ['a4', 'action4'],
      ['a5', 'action5'],
      ['a9', 'action6'],
      ['a250', 'action7'],
      ['other actions', 'muted'],
    ]);
    expect(['a8', 'a9', 'a250'].map((name) => colourOf(groups, name))).toEqual([
      'muted',
      'action6',
      'action7',
    ]);
  });

  it('are in the legend of a chart that shows them; a single other action by its name', () => {
    expect(actionLegend(groups, ['a9', 'a8', 'a7', 'a9']).map(({ label }) => label)).toEqual([
      'a9',
      'other actions',
    ]);
    const nine = actionGroups(names.slice(0, 9), [names.slice(1, 9)]);
    expect(nine.at(-1)!.label).toBe('a8');
  });

  it('are grey for an action nobody listed', () => expect(colourOf(groups, 'unknown')).toBe('action0'));

  it('give every action that is shown one colour, and no colour to two actions but the last', () => {
    const list = fc.array(fc.nat({ max: 30 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), list, list, (count, one, two) => {
        const actions = names.slice(0, count);
        const charts = [one, two].map((chart) => chart.filter((i) => i < count).map((i) => names[i]!));
        const made = actionGroups(actions, charts);
        for (const name of charts.flat()) {
          expect(made.filter((group) => group.actions.has(name))).toHaveLength(1);
        }
        expect(new Set(made.map(({ colour }) => colour)).size).toBe(made.length);
        expect(made.length).toBeLessThanOrEqual(9);
        expect(made.slice(0, -1).every((group) => group.actions.size === 1)).toBe(true);
      }),
    );
  });
});

it('a trajectory of many features draws as many lines as can be told apart', () => {
  const features = Array.from({ length: 40 }, (_, i) => `f${i}`);
  const values = features.map((_, i) => [i, i + 1]);
  const many = { features, values, actions: ['none', 'none'], rewards: [0, 0] };
  const lines = trajectoryLegend(many, segmentGroups).slice(0, MOST_LINES);
  expect(new Set(lines.map(({ colour, mark }) => `${colour} ${mark}`)).size).toBe(9);
  // One path a line, and the strip.
  expect(drawTrajectory(many, segmentGroups, 880).option.series).toHaveLength(10);
});

describe('calibration', () => {
  const dots = {
    name: 'email',
    colour: 'action1' as const,
    bins: [{ predicted: 0.2, observed: 0.3, share: 0.5 }],
  };

  it('is a line where both are the same, and a dot a bin', () => {
    const { series } = drawCalibration([dots], 350).option;
    expect((series as { data: unknown[] }[]).map(({ data }) => data)).toEqual([
      [
        [0, 0],
        [1, 1],
      ],
      [expect.objectContaining({ value: [0.2, 0.3] })],
    ]);
  });

  it.each([350, 880])('fits the room of %d pixels', (width) =>
    expect(drawCalibration([dots], width).width).toBeLessThanOrEqual(width),
  );

  it('of no action is refused', () =>
    expect(() => drawCalibration([], 350)).toThrow('drawCalibration: expected at least one action'));
});

it('intervals of policies among which none lies far below the others are drawn whole', () => {
  const rows = [row('a', 10), row('b', 10.2), row('c', 10.1), row('d', 9.9)];
  const wide = { ...rows[0]!, estimate: { ...rows[0]!.estimate, low: 2, high: 18 } };
  const axis = drawIntervals([wide, ...rows.slice(1)], 'value', 880).option.xAxis as { min: number };
  expect(axis.min).toBeLessThan(2);
});
