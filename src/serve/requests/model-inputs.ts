/** What a model asks for, column by column: for its page, its description, and tensors of the Open Inference Protocol. */
import { historyMeanings } from '../../dataset/decisions/history';
import { readersOfRows } from '../../dataset/features/raw-rows';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { FittedFeature } from '../../dataset/features/fitted-features';
import type { LoadedModel } from '../../store/model-store';

export type InputKind = 'number' | 'count' | 'days-since' | 'flag' | 'category' | 'date' | 'list' | 'text';

export interface ModelInput {
  readonly name: string;
  readonly kind: InputKind;
  /** What it is for. */
  readonly use: 'feature' | 'eligibility' | 'rule';
  /** Of a category: those trained on. */
  readonly levels?: readonly string[];
  /** Whether null may stand for what is not known. */
  readonly nullable: boolean;
  /** What it is, of columns made of earlier contacts where these are not told. */
  readonly madeOf?: string;
}

function featureInput(fitted: FittedFeature, meaning: string | undefined): ModelInput {
  return {
    ...{ name: fitted.column, kind: fitted.kind, use: 'feature', nullable: fitted.missing },
    ...(fitted.kind === 'category' && { levels: fitted.levels }),
    ...(meaning !== undefined && { madeOf: meaning }),
  };
}

/** @returns null for a model that takes a state ready made */
export function modelInputs({ model, manifest }: LoadedModel): readonly ModelInput[] | null {
  return manifest.raw === undefined ? null : rawInputs(manifest.raw, model.actions);
}

function rawInputs(raw: RawInputs, actions: readonly string[]): readonly ModelInput[] {
  const { eligibleFlags, eligibleList } = readersOfRows(raw, actions).readers;
  const made = historyMeanings(raw.schema, actions);
  const features = raw.features.map((fitted) => featureInput(fitted, made.get(fitted.column)));
  const nullable = raw.schema.missing.length > 0;
  const asked = (raw.schema.rules ?? []).flatMap((rule) =>
    'never' in rule ? Object.entries(rule.where) : [],
  );
  const others: readonly ModelInput[] = [
    ...[...eligibleFlags.values()].map(
      ({ name }) => ({ name, kind: 'flag', use: 'eligibility', nullable }) as const,
    ),
    ...(eligibleList === null
      ? []
      : [{ name: eligibleList.name, kind: 'list', use: 'eligibility', nullable } as const]),
    ...asked.map(
      ([name, value]) =>
        ({ name, kind: typeof value === 'boolean' ? 'flag' : 'text', use: 'rule', nullable }) as const,
    ),
  ];
  const known = new Set(features.map(({ name }) => name));
  const once = others.filter(
    ({ name }, i) => !known.has(name) && others.findIndex((one) => one.name === name) === i,
  );
  return [...features, ...once];
}
