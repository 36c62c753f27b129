/** Whether the decisions to judge on are like those to train on. */
import { InputError } from '../../core/errors';
import { splitDecisions, type DecisionSplit, type SplitRequest } from '../decisions/split-decisions';
import type { AuditInput } from './audit-input';
import { binned } from './bins';
import type { Check } from './finding';
import { decimals, named } from './words';

const BINS = 10;
/** Doubt in a bin that one side does not have. */
const DOUBT = 0.5;

/**
 * Population stability index, less what chance alone makes of as many decisions.
 *
 * @see Yurdakul & Naranjo (2020), Statistical properties of the population stability index,
 *   https://doi.org/10.21314/JRMV.2020.227
 */
export function stabilityIndex(first: readonly number[], second: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count + DOUBT, 0);
  const [m, n] = [total(first), total(second)];
  const index = first.reduce((sum, count, bin) => {
    const [p, q] = [(count + DOUBT) / m, (second[bin]! + DOUBT) / n];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
  const used = first.filter((count, bin) => count + second[bin]! > 0).length;
  return Math.max(0, index - (used - 1) * (1 / m + 1 / n));
}

function driftOf(input: AuditInput, { train, test }: DecisionSplit): { name: string; index: number }[] {
  const { decisions } = input;
  const all = Int32Array.from([...train, ...test]);
  return decisions.features.map((column) => {
    const { codes, count } = binned(column, all, decisions.times, BINS);
    const counts = [0, 1].map(() => new Array<number>(count).fill(0));
    codes.forEach((code, place) => (counts[place < train.length ? 0 : 1]![code]! += 1));
    return { name: column.name, index: stabilityIndex(counts[0]!, counts[1]!) };
  });
}

/** A side without decisions is for those to refuse who need it; an audit has nothing to compare then. */
export function splitOrNone({ decisions, schema }: AuditInput, request: SplitRequest): DecisionSplit | null {
  try {
    return splitDecisions(decisions, request, schema);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** What was learned on other customers or other times may not hold where it is judged, nor later where it is used. */
export const drift: Check = (input) => {
  const { schema, decisions, settings } = input;
  if (schema.split === undefined || decisions.count < 2 * settings.fewestUnits) return [];
  const split = splitOrNone(input, schema.split);
  if (split === null) return [];
  const shifted = driftOf(input, split)
    .filter(({ index }) => index >= settings.driftIndex)
    .sort((a, b) => b.index - a.index);
  if (shifted.length === 0) return [];
  const listed = named(shifted.map(({ name, index }) => `${name} (${decimals(index)})`));
  return [
    {
      ...{
        code: 'drift',
        severity: 'warn',
        lines: [],
        values: { features: shifted.length, largest: shifted[0]!.index },
      },
      message:
        `from training to test ${listed} ${shifted.length === 1 ? 'is' : 'are'} distributed otherwise (population ` +
        `stability index, ${settings.driftIndex} and more is a shift): what was learned may not hold there`,
    },
  ];
};
