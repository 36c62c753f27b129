/** What `GET /policy` says: what the model asks for, in which ranges, what bars its actions, and its readable policy. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../core/errors';
import { actionLabels } from '../../dataset/action-list';
import { compiledRules } from '../../dataset/decisions/rules';
import type { FittedFeature } from '../../dataset/features/fitted-features';
import { readRules } from '../../dataset/rules/read-rules';
import { unitMilliseconds } from '../../dataset/schema/time-units';
import { cautionText } from '../../decide/caution';
import type { LoadedModel } from '../../store/model-store';
import { modelInputs, type ModelInput } from '../requests/model-inputs';

export interface DescribedInput extends ModelInput {
  /** Of numbers: where most customers trained on lie, and the middle of them. */
  readonly range?: { readonly low: number; readonly high: number; readonly typical: number };
}

export interface PolicyDescription {
  readonly model: string;
  readonly createdAt: string;
  readonly actions: readonly string[];
  /** What its values are not; null where they are estimates of what is earned. */
  readonly caution: string | null;
  readonly inputs: readonly DescribedInput[];
  /** Whether the inputs are a state ready made, and not columns. */
  readonly isState: boolean;
  /** Contact rules in words. */
  readonly rules: readonly string[];
  /** Whether earlier contacts matter: for a rule, or for a column made of them. */
  readonly looksBack: boolean;
  /** Milliseconds of one unit of time; null where times are dates, 0 where they are steps. */
  readonly timeUnit: number | null;
  /** The policy that a person can read, beside the model; null where its run has none. */
  readonly leaves: readonly DescribedLeaf[] | null;
}

export interface DescribedLeaf {
  readonly id: string;
  readonly condition: string;
  readonly weights: Readonly<Record<string, number>>;
}

type Numeric = Extract<FittedFeature, { origin: number }>;

/** Standard deviations on either side of the mean, where no histogram says where customers lie. */
const WIDE = 2;

/** A number as the column has it, of one as the network sees it. */
function rawNumber({ kind, origin, mean, scale }: Numeric, seen: number): number {
  const value = seen / scale + mean + origin;
  const raw = kind === 'count' || kind === 'days-since' ? Math.max(0, Math.expm1(value)) : value;
  return kind === 'count' ? Math.round(raw) : Number(raw.toPrecision(4));
}

function rangeOf(fitted: Numeric, edges: readonly number[]): DescribedInput['range'] {
  const [low = -WIDE, high = WIDE] = edges.length > 1 ? [edges[0], edges.at(-1)] : [];
  const typical = edges.length > 1 ? edges[Math.floor(edges.length / 2)]! : 0;
  const [from, to, middle] = [low, high, typical].map((seen) => rawNumber(fitted, seen));
  return { low: from!, high: to!, typical: middle! };
}

function describedInputs(loaded: LoadedModel): readonly DescribedInput[] {
  const { model, manifest } = loaded;
  const inputs = modelInputs(loaded);
  if (inputs === null) {
    const { observationOffset, observationScale } = model.scaling;
    return model.features.map((name, i) => {
      const [typical, deviation] = [observationOffset[i]!, 1 / observationScale[i]!];
      const range = { low: typical - WIDE * deviation, high: typical + WIDE * deviation, typical };
      return { name, kind: 'number', use: 'feature', nullable: false, range };
    });
  }
  return inputs.map((input) => {
    const at = manifest.raw!.features.findIndex(({ column }) => column === input.name);
    const fitted = manifest.raw!.features[at];
    if (fitted === undefined || !('origin' in fitted) || fitted.kind === 'date') return input;
    return { ...input, range: rangeOf(fitted, manifest.inputs?.[at]?.edges ?? [])! };
  });
}

function operatorText(operator: string, value: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ...{ in: 'is one of', notIn: 'is none of', eq: 'is', ne: 'is not', lt: '<', lte: '≤', gt: '>', gte: '≥' },
  };
  if (operator === 'missing') return value === true ? 'is not known' : 'is known';
  return `${words[operator] ?? operator} ${[value].flat().map(String).join(', ')}`;
}

/** `rules.json` of the run that a model came from; null where there is none, or none that can be read. */
function describedLeaves(folder: string): readonly DescribedLeaf[] | null {
  const whole = resolve(folder);
  // A run may be called `model` too.
  const runs = [whole, ...(basename(whole) === 'model' ? [dirname(whole)] : [])];
  const path = runs.map((run) => join(run, 'rules.json')).find((file) => existsSync(file));
  if (path === undefined) return null;
  try {
    return readRules(path).leaves.map(({ id, condition = {}, weights }) => ({
      id,
      weights,
      condition: Object.entries(condition)
        .flatMap(([name, operators]) =>
          Object.entries(operators).map(([operator, value]) => `${name} ${operatorText(operator, value)}`),
        )
        .join(' and '),
    }));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** @param folder where the model was loaded from */
export function policyDescription(loaded: LoadedModel, folder: string): PolicyDescription {
  const { model, manifest } = loaded;
  const schema = manifest.raw?.schema;
  const rules = schema?.rules ?? [];
  const { timeUnit } = schema ?? {};
  return {
    ...{ model: manifest.sha256.manifest, createdAt: manifest.createdAt },
    ...{ actions: actionLabels(model.actions, schema), caution: cautionText(manifest.conservativeWeight) },
    ...{ inputs: describedInputs(loaded), isState: schema === undefined },
    rules:
      schema === undefined
        ? []
        : compiledRules(rules, model.actions, schema.noAction).map(({ text }) => text),
    looksBack: rules.some((rule) => !('never' in rule)) || (schema?.history?.length ?? 0) > 0,
    timeUnit: timeUnit === undefined ? null : timeUnit === 'step' ? 0 : unitMilliseconds[timeUnit],
    leaves: schema === undefined ? null : describedLeaves(folder),
  };
}
