/** What a model decides for customers, as the thread of the model does it. */
import { InputError } from '../../core/errors';
import { actionLabels } from '../../dataset/action-list';
import { reasonAgainst } from '../../dataset/decisions/bars';
import { rowBins } from '../../dataset/features/input-histograms';
import { decide, propensityOf, valueOverNoAction, type Decided } from '../../decide/decide';
import { expectExploration, type Exploration } from '../../decide/exploration';
import { barredReasons, decisionReasons } from '../../decide/reasons';
import type { QFunction } from '../../policies/policy';
import type { LoadedModel } from '../../store/model-store';
import { rowsPreparer, type PreparedRows } from './asked-rows';
import type { AnsweredCustomer, AskedCustomer, DecidedCustomer } from './messages';

/** @param explores whether something else than the best may be tried */
export type Decider = (
  customers: readonly AskedCustomer[],
  explores: boolean,
) => Promise<readonly AnsweredCustomer[]>;

function answersOf(
  { model, manifest }: LoadedModel,
  decided: Decided,
  { remarks, observations }: PreparedRows,
  binsOf: ReturnType<typeof rowBins> | null,
): (row: number) => DecidedCustomer {
  const names = actionLabels(model.actions, manifest.raw?.schema);
  const { bars } = decided;
  const reasonOf = decisionReasons(model, decided);
  const whyNot = barredReasons(model, decided);
  return (row) => {
    const first = row * names.length;
    const barred: Record<string, string> = {};
    const unsupported: Record<string, string> = {};
    names.forEach((name, action) => {
      const rule = bars === null ? null : reasonAgainst(bars, first + action);
      const reason = rule ?? whyNot(row, action);
      if (rule !== null) barred[name] = rule;
      else if (reason !== null) unsupported[name] = reason;
    });
    return {
      kind: 'decided',
      action: names[decided.actions[row]!]!,
      value: valueOverNoAction(decided, row),
      propensity: propensityOf(decided, row),
      reason: reasonOf(row),
      isTried: decided.actions[row] !== decided.best[row],
      qValues: [...decided.qValues.subarray(first, first + names.length)],
      ...{ barred, unsupported, remarks: remarks[row]!, bins: binsOf?.(observations, row) ?? [] },
    };
  };
}

/**
 * @param exploration of those that may be tried
 * @throws InputError unless the exploration fits the number of actions
 */
export function makeDecider(
  loaded: LoadedModel,
  qFunction: QFunction,
  exploration: Exploration | null,
): Decider {
  if (exploration !== null) expectExploration(exploration, loaded.model.actions.length);
  const prepare = rowsPreparer(loaded);
  const { raw, inputs } = loaded.manifest;
  const binsOf = raw === undefined || inputs === undefined ? null : rowBins(raw.features, inputs);
  const decideRows = async (customers: readonly AskedCustomer[], explores: boolean) => {
    const rows = prepare(customers);
    const draws = Float64Array.from(rows.customerOf, (customer) => customers[customer]!.draw);
    const trial = explores && exploration !== null ? { exploration, draws } : null;
    const decided = rows.rows === 0 ? null : await decide(loaded.model, qFunction, rows, trial);
    const answerOf = decided === null ? null : answersOf(loaded, decided, rows, binsOf);
    const answers = new Array<AnsweredCustomer>(customers.length);
    for (const [customer, refused] of rows.refused) answers[customer] = refused;
    rows.customerOf.forEach((customer, row) => (answers[customer] = answerOf!(row)));
    return answers;
  };
  const decideAlone = (customer: AskedCustomer, explores: boolean) =>
    decideRows([customer], explores).catch((error: unknown) => {
      if (error instanceof InputError) return [overflowing(customer)];
      throw error;
    });
  return async (customers, explores) => {
    try {
      return await decideRows(customers, explores);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const [only, ...others] = customers;
      // A number so large that values overflow: of many, whose it was shows when each is decided alone.
      if (only !== undefined && others.length === 0) return [overflowing(only)];
      const alone: AnsweredCustomer[] = [];
      for (const customer of customers) alone.push(...(await decideAlone(customer, explores)));
      return alone;
    }
  };
}

function overflowing({ place, columns }: AskedCustomer): AnsweredCustomer {
  const key = columns === null ? 'state' : 'columns';
  return {
    kind: 'refused',
    field: place === '' ? key : `${place}.${key}`,
    reason: 'expected numbers of the size that the model was trained on: its values are not finite',
  };
}
