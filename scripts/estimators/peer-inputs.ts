/** A judged policy as NumPy files for the peers: as single decisions, and as histories of one length. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { largestRatio } from '../../src/evaluate/off-policy/largest-ratio';
import type { Histories, JudgedPolicy } from '../../src/evaluate/off-policy/histories';
import { stepCount } from '../../src/evaluate/off-policy/step-ratios';
import { writeNpy } from '../peers/npy';

export interface PeerSettings {
  readonly gamma: number;
  /** How often a value is asked for; its time is the median. */
  readonly repeats: number;
  /** 0 for no interval. */
  readonly resamples: number;
}

type Columns = Readonly<
  Record<string, { readonly values: Float64Array | Int32Array; readonly width?: number }>
>;

function writePart(folder: string, settings: object, columns: Columns): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  for (const [name, { values, width }] of Object.entries(columns)) {
    const shape = width === undefined ? [values.length] : [values.length / width, width];
    writeNpy(join(folder, `${name}.npy`), values, shape);
  }
}

/** [n, actions] 1 for the likeliest action of each decision, 0 for the others: a policy that is certain. */
export function greedyOf(probabilities: Float64Array, actionCount: number): Float64Array {
  const result = new Float64Array(probabilities.length);
  for (let at = 0; at < result.length; at += actionCount) {
    const row = probabilities.subarray(at, at + actionCount);
    result[at + row.indexOf(Math.max(...row))] = 1;
  }
  return result;
}

/** [units × steps, width] where a history ends early, what a decision has that changes nothing */
function padded<Column extends Float64Array | Int32Array>(
  { units, starts }: Histories,
  steps: number,
  column: Column,
  filling: readonly number[],
): Column {
  const width = filling.length;
  const rows = Array.from({ length: units * steps }, () => filling).flat();
  const result = (column instanceof Int32Array ? Int32Array.from(rows) : Float64Array.from(rows)) as Column;
  for (let unit = 0; unit < units; unit += 1)
    result.set(column.subarray(starts[unit]! * width, starts[unit + 1]! * width), unit * steps * width);
  return result;
}

/**
 * Histories that have ended go on with a certain action that brings nothing: their weight stays as it is, which is what
 * ours do with it.
 */
function writeHistories(folder: string, judged: JudgedPolicy, settings: PeerSettings): void {
  const { histories } = judged;
  const { actionCount } = histories;
  const steps = stepCount(histories);
  const pad = <Column extends Float64Array | Int32Array>(column: Column, ...filling: number[]) =>
    padded(histories, steps, column, filling);
  const certain = Array.from({ length: actionCount }, (_, action) => (action === 0 ? 1 : 0));
  const nothing = new Array<number>(actionCount).fill(0);
  writePart(
    folder,
    { ...settings, steps },
    {
      actions: { values: pad(histories.actions, 0) },
      rewards: { values: pad(judged.rewards, 0) },
      propensities: { values: pad(histories.propensities, 1) },
      probabilities: { values: pad(judged.probabilities, ...certain), width: actionCount },
      valueModel: { values: pad(judged.valueModel!, ...nothing), width: actionCount },
    },
  );
}

/** @param judged with both models; its decisions stand for themselves alone */
export function writePeerInputs(folder: string, judged: JudgedPolicy, settings: PeerSettings): void {
  const { histories, probabilities, rewards, rewardModel } = judged;
  const { actionCount, actions, propensities } = histories;
  writePart(
    join(folder, 'rows'),
    { ...settings, largest: largestRatio(histories) },
    {
      actions: { values: actions },
      rewards: { values: rewards },
      propensities: { values: propensities },
      probabilities: { values: probabilities, width: actionCount },
      greedy: { values: greedyOf(probabilities, actionCount), width: actionCount },
      rewardModel: { values: rewardModel!, width: actionCount },
    },
  );
  writeHistories(join(folder, 'histories'), judged, settings);
}
