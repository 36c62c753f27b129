/** What a request is answered, and what is logged of it. */
import type { DecisionLine } from '../log/log-lines';
import type { AskedCustomer, DecidedCustomer } from '../threads/messages';
import type { AskedInRequest } from '../requests/decide-request';

export interface DecisionAnswer {
  /** Of the decision: `POST /outcome` asks for it. */
  readonly id: string;
  readonly customer?: string;
  readonly action: string;
  /** How much more than No Action, by the model, in units of the reward. */
  readonly valueOverNoAction: number;
  /** How likely this action was. */
  readonly propensity: number;
  readonly reason: string;
  /** Hash of the model that decided. */
  readonly model: string;
  /** Moment of the columns that the request did not have, where it was decided by such. */
  readonly columnsAsOf?: string;
  /** What to know of the columns, if anything. */
  readonly remarks?: readonly string[];
}

export interface ExplainedAnswer {
  readonly action: string;
  readonly reason: string;
  readonly model: string;
  readonly qValues: Readonly<Record<string, number>>;
  readonly barred: Readonly<Record<string, string>>;
  readonly unsupported: Readonly<Record<string, string>>;
  readonly remarks: readonly string[];
  /** As of a decision. */
  readonly columnsAsOf?: string;
}

/** @param of hash of the model, and moment of the columns that the request did not have */
export function decisionAnswer(
  id: string,
  { customer }: AskedInRequest,
  { action, value, propensity, reason, remarks }: DecidedCustomer,
  [model, columnsAsOf]: readonly [string, string | null],
): DecisionAnswer {
  return {
    id,
    ...(customer !== undefined && { customer }),
    ...{ action, valueOverNoAction: value, propensity, reason, model },
    ...(columnsAsOf !== null && { columnsAsOf }),
    ...(remarks.length > 0 && { remarks }),
  };
}

/** Only some of the columns, where not all may be kept. */
function loggedColumns(
  columns: AskedCustomer['columns'],
  kept: ReadonlySet<string> | null,
): AskedCustomer['columns'] {
  if (columns === null || kept === null) return columns;
  return Object.fromEntries(Object.entries(columns).filter(([name]) => kept.has(name)));
}

/** @param kept names of the columns that are logged; null for all */
export function decisionLine(
  { id, action, propensity, valueOverNoAction: value, reason, model, columnsAsOf }: DecisionAnswer,
  { customer, group }: AskedInRequest,
  { columns, state }: AskedCustomer,
  { barred }: DecidedCustomer,
  [time, actions, kept]: readonly [string | number, readonly string[], ReadonlySet<string> | null],
): DecisionLine {
  return {
    kind: 'decision',
    ...{ id, time, customer: customer ?? null, model },
    ...{ columns: loggedColumns(columns, kept), state },
    ...(columnsAsOf !== undefined && { columnsAsOf }),
    allowed: actions.filter((name) => !Object.hasOwn(barred, name)),
    ...{ action, propensity, value, reason, group: group ?? 'model' },
  };
}
