/** Example rows of a model: drawn when it is saved, decided anew when it is loaded. */
import type { Model } from '../agents/model';
import { InputError, show } from '../core/errors';
import type { Random } from '../core/random';
import { allowedBy } from '../dataset/decisions/bars';
import type { Past } from '../dataset/decisions/past';
import { pastOfTold } from '../dataset/decisions/told-past';
import { RowDrawer, type DrawnRow } from '../dataset/features/drawn-rows';
import type { RawInputs } from '../dataset/features/raw-inputs';
import { encodeRows, type RowContext } from '../dataset/features/raw-rows';
import type { QFunction } from '../policies/policy';
import type { DecisionCase, DecisionCases } from './case-schema';
import { decide, type Decided } from './decide';
import { drawnStates } from './drawn-states';
import { barredReasons, decisionReasons } from './reasons';

/** Kept whatever they show. */
const FIRST = 50;
/** Drawn, of which those beyond the first are kept that show a refusal which none before shows. */
const DRAWN = 1000;
const ABOUT =
  'Drawn from the fit of the features, so that no row is a customer. Whoever loads the model decides them anew.';

export interface CaseModel {
  /** Of its Q-values, relative to the largest of a row, or to 1: how far other machines and programs round otherwise. */
  readonly tolerance: number;
  readonly model: Pick<Model, 'actions' | 'support' | 'scaling' | 'features'>;
  readonly raw: RawInputs | undefined;
  readonly qFunction: QFunction;
}

type Question = Pick<DecisionCase, 'columns' | 'state' | 'history'>;

/** Those with a past and those without, which are encoded apart. */
async function decideQuestions(
  { model, raw, qFunction }: CaseModel,
  questions: readonly Question[],
  place: string,
): Promise<Decided> {
  const placeOf = (row: number) => `${place} ${row + 1}`;
  if (raw === undefined) {
    const observations = Float32Array.from(questions.flatMap(({ state }) => state ?? []));
    return decide(model, qFunction, { rows: questions.length, observations, bars: null, place: placeOf });
  }
  const { schema } = raw;
  const isPastKnown = questions[0]!.history !== null;
  const pasts = questions.map(({ history }, i) =>
    pastOfTold(history ?? [], `${place} ${i + 1}.history`, schema, model.actions),
  );
  const rows = questions.map(({ columns }) => columns ?? {});
  const context = contextOf((row) => pasts[row]!, isPastKnown);
  const encoded = encodeRows(raw, rows, place, model.actions, context);
  return decide(model, qFunction, { ...encoded, place: placeOf });
}

function answers(model: CaseModel['model'], decided: Decided): Omit<DecisionCase, keyof Question>[] {
  const count = model.actions.length;
  const allowed = allowedBy(decided.bars);
  const [why, reasonAgainst] = [decisionReasons(model, decided), barredReasons(model, decided)];
  return Array.from(decided.actions, (action, row) => ({
    allowed: model.actions.map((_, i) => (allowed?.[row * count + i] === 0 ? 0 : 1)),
    barred: Object.fromEntries(
      model.actions.flatMap((name, i) => {
        const reason = reasonAgainst(row, i);
        return reason === null ? [] : [[name, reason]];
      }),
    ),
    qValues: [...decided.qValues.subarray(row * count, (row + 1) * count)],
    ...{ action: model.actions[action]!, reason: why(row) },
  }));
}

const refusalsOf = ({ barred }: Pick<DecisionCase, 'barred'>) =>
  Object.entries(barred).map(([name, reason]) => `${name}: ${reason}`);

/** The first ones, and one of each further refusal. */
function chosenCases(all: readonly DecisionCase[]): DecisionCase[] {
  const seen = new Set<string>();
  return all.filter((one, i) => {
    const refusals = refusalsOf(one);
    const isNew = refusals.some((refusal) => !seen.has(refusal));
    refusals.forEach((refusal) => seen.add(refusal));
    return i < FIRST || isNew;
  });
}

function contextOf(pastOf: (row: number) => Past, isPastKnown: boolean): RowContext {
  return isPastKnown ? { pastOf } : { isStrict: true };
}

/** Whether the model takes a row: what was drawn of one meaning of a column need not be a value of its other ones. */
function isTaken({ columns, history }: DrawnRow, raw: RawInputs, actions: readonly string[]): boolean {
  const past = pastOfTold(history ?? [], 'history', raw.schema, actions);
  try {
    encodeRows(
      raw,
      [columns],
      'row',
      actions,
      contextOf(() => past, history !== null),
    );
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function questionsOf({ model, raw }: CaseModel, random: Random): readonly (readonly Question[])[] {
  if (raw === undefined)
    return [drawnStates(model, FIRST, random).map((state) => ({ state, history: null }))];
  const drawer = new RowDrawer(raw, model.actions, random);
  const asks =
    (raw.schema.rules ?? []).some((rule) => !('never' in rule)) || raw.schema.history !== undefined;
  const draw = (isPastKnown: boolean) =>
    Array.from({ length: DRAWN }, () => drawer.draw(isPastKnown)).filter((row) =>
      isTaken(row, raw, model.actions),
    );
  return asks ? [draw(true), draw(false)] : [draw(false)];
}

/**
 * At least 50 rows of each kind (with a past and without, where the model looks back), and one of every refusal that a
 * thousand rows show; fewer where a model takes few of the rows that are drawn.
 *
 * @param random stream of the rows
 * @returns null where it takes none
 */
export async function makeCases(of: CaseModel, random: Random): Promise<DecisionCases | null> {
  const cases: DecisionCase[] = [];
  for (const questions of questionsOf(of, random)) {
    if (questions.length === 0) continue;
    const decided = await decideQuestions(of, questions, 'cases');
    const all = answers(of.model, decided).map((answer, i) => ({ ...questions[i]!, ...answer }));
    cases.push(...chosenCases(all));
  }
  if (cases.length === 0) return null;
  return { schemaVersion: 1, about: ABOUT, tolerance: of.tolerance, actions: of.model.actions, cases };
}

/**
 * @param gpu whether values are computed on a GPU, which may multiply in TF32: 10 bits of mantissa in place of 23
 * @returns tolerance of Q-values there
 */
export function toleranceOn({ gpu }: { readonly gpu: boolean }): number {
  return gpu ? 2e-3 : 1e-5;
}

/** @returns what is expected and what comes out instead; null where they agree */
function disagreement(
  given: DecisionCase,
  found: Omit<DecisionCase, keyof Question>,
  actions: readonly string[],
  /** [actions] by which is chosen */
  values: Float32Array | Float64Array,
  tolerance: number,
): string | null {
  const most = tolerance * Math.max(1, ...given.qValues.map(Math.abs));
  const wrong = given.qValues.findIndex((value, i) => !(Math.abs(value - found.qValues[i]!) <= most));
  if (wrong >= 0)
    return `the value ${given.qValues[wrong]} of ${show(actions[wrong])}, got ${found.qValues[wrong]}`;
  if (String(given.allowed) !== String(found.allowed))
    return `actions allowed ${show(given.allowed)}, got ${show(found.allowed)}`;
  const gap = values[actions.indexOf(found.action)]! - values[actions.indexOf(given.action)]!;
  const isTie = Math.abs(gap) <= 2 * most;
  return given.action === found.action || isTie ? null : `${show(given.action)}, got ${show(found.action)}`;
}

/**
 * Decides the example rows anew.
 *
 * @param place the file, for messages
 * @throws InputError naming the first case that comes out otherwise
 */
export async function replayCases(
  of: CaseModel,
  { cases, actions, tolerance }: DecisionCases,
  place: string,
): Promise<void> {
  for (const isPastKnown of [true, false]) {
    const own = cases.flatMap((one, index) =>
      (one.history !== null) === isPastKnown ? [{ one, index }] : [],
    );
    if (own.length === 0) continue;
    const questions = own.map(({ one }) => one);
    const decided = await decideQuestions(of, questions, place);
    const found = answers(of.model, decided);
    const width = actions.length;
    own.forEach(({ one, index }, i) => {
      const values = decided.values.subarray(i * width, (i + 1) * width);
      const wrong = disagreement(one, found[i]!, actions, values, Math.max(tolerance, of.tolerance));
      if (wrong === null) return;
      throw new InputError(
        `${place} cases.${index}: expected ${wrong}: this program decides otherwise than the one that saved the model`,
      );
    });
  }
}
