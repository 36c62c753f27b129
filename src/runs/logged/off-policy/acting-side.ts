/** The decisions of a side at which policies may act, and those of customers who were left alone for certain. */
import { reordered } from '../../../dataset/contacts/row-order';
import { measuresOf } from '../../../evaluate/logged/measures';
import { heldBack } from '../../../evaluate/off-policy/held-back';
import {
  estimandOf,
  shapeOfHistories,
  type ShapeOfHistories,
} from '../../../evaluate/off-policy/histories-of';
import type { Estimand } from '../../../evaluate/off-policy/estimator';
import type { OffPolicyRequest } from '../../../evaluate/off-policy/request';
import type { Policy } from '../../../policies/policy';
import type { Contacts } from '../loaded-log';
import { partOf, type RowsOfLog } from './log-to-judge';

export interface ActingSide extends RowsOfLog {
  readonly shape: ShapeOfHistories;
  /** Of the whole side. */
  readonly estimand: Estimand;
  /** Those who were held back; undefined where nobody was. */
  readonly heldBack: OffPolicyRequest['heldBack'];
  /** A policy that was made for the rows of the whole side, on these. */
  readonly policy: (policy: Policy) => Policy;
}

function leftAlone({ log, decisions }: Contacts, some: Int32Array): ActingSide['heldBack'] {
  const shape = shapeOfHistories(log, decisions, some);
  const propensities = new Float64Array(some.length).fill(1);
  return {
    histories: { ...shape, propensities, actionPropensities: null },
    measures: measuresOf(log, decisions, some),
  };
}

/** Rules and records know decisions by their place on the whole side. */
function atPlaces(policy: Policy, places: Int32Array): Policy {
  const { name, description, isRecord = false } = policy;
  return {
    ...{ name, description, isRecord },
    probabilities: (decisions, out) => {
      const { rows } = decisions;
      return policy.probabilities({ ...decisions, ...(rows && { rows: reordered(places, rows) }) }, out);
    },
  };
}

export function actingSide(contacts: Contacts, side: RowsOfLog): ActingSide {
  const { log, decisions, schema } = contacts;
  const whole = shapeOfHistories(log, decisions, side.decisions);
  const estimand = estimandOf(schema, whole);
  const parts = heldBack(log, decisions, side.decisions, whole, estimand);
  if (parts === null)
    return {
      ...{ ...side, shape: whole, estimand, heldBack: undefined },
      policy: (policy) => policy,
    };
  const { acting, apart } = parts;
  const part = partOf(side, acting);
  return {
    ...{ ...part, shape: shapeOfHistories(log, decisions, part.decisions), estimand },
    heldBack: leftAlone(contacts, reordered(side.decisions, apart)),
    policy: (policy) => atPlaces(policy, acting),
  };
}
