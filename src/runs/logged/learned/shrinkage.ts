/** Draws what was learned of customers' differences together by as much as they did not come true on validation customers. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import { shrunkAdvantages } from '../../../agents/dqn/shrunk-advantages';
import type { Model } from '../../../agents/model';
import { behaviourProbabilities } from '../../../agents/supported-actions';
import { rowCount, type LoggedRows } from '../../../dataset/logged-rows';
import { decisionChunks } from '../../../evaluate/logged/chunks';
import { advantageCalibration } from '../../../evaluate/off-policy/advantage-calibration';
import type { DecisionColumns } from '../../../replay/logged-decisions';
import type { ShrunkModel } from '../../task';
import type { Contacts, LoggedSplits } from '../loaded-log';
import { actingSide } from '../off-policy/acting-side';
import type { Candidate } from './candidates';
import { decisionColumns } from './columns';

interface Asked {
  /** [n, actions] in the units of the reward */
  readonly qValues: Float32Array;
  /** [n, actions] chance in the log, by the model's own filter */
  readonly behaviour: Float64Array;
  /** [n, actions] what the model may take; null where it may all */
  readonly open: Uint8Array | null;
}

async function asked(model: Model, rows: LoggedRows): Promise<Asked> {
  const width = rows.actions.length;
  const qFunction = new ModelQFunction(model);
  const qValues = new Float32Array(rowCount(rows) * width);
  const behaviour = new Float64Array(qValues.length);
  const open = new Uint8Array(qValues.length).fill(1);
  for (const { observations, allowed, rows: places } of decisionChunks(rows, {})) {
    const first = places[0]! * width;
    qValues.set(await qFunction.qValues(observations), first);
    behaviour.set(behaviourProbabilities(model.support!, observations, allowed), first);
    const supported = qFunction.supportedActions(observations, allowed);
    if (supported !== null) open.set(supported, first);
  }
  qFunction.dispose();
  return { qValues, behaviour, open };
}

/** [n] highest value of what may be taken; 0 where nothing may */
function bestValues({ qValues, open }: Asked, width: number): Float64Array {
  return Float64Array.from({ length: qValues.length / width }, (_, i) => {
    let best = -Infinity;
    for (let at = i * width; at < (i + 1) * width; at += 1)
      if (open![at] === 1) best = Math.max(best, qValues[at]!);
    return best === -Infinity ? 0 : best;
  });
}

/** [n] rewards, and what followed by the policy of the same values */
function targetsOf({ rewards, discounts, next }: DecisionColumns, best: Float64Array): Float64Array {
  return Float64Array.from(rewards, (reward, i) =>
    next[i] === -1 ? reward : reward + discounts[i]! * best[next[i]!]!,
  );
}

/**
 * @param model with its support filter
 * @returns null where an action was never logged: of its differences nothing can be known
 */
export async function shrunkModel(
  model: Model,
  candidate: Candidate,
  contacts: Contacts,
  splits: LoggedSplits,
  level: number,
): Promise<ShrunkModel | null> {
  if (model.support!.customers.includes(0)) return null;
  const side = { rows: splits.validation(), decisions: splits.decisions.validation };
  const acting = actingSide(contacts, side);
  const { rows, shape } = acting;
  const answers = await asked(model, rows);
  const scaling = { ...model.scaling, rewardScale: 1 };
  const columns = decisionColumns(contacts, acting, answers.open, candidate, scaling);
  const n = rowCount(rows);
  const calibration = advantageCalibration(
    {
      ...{ histories: shape, behaviour: answers.behaviour, qValues: answers.qValues },
      targets: targetsOf(columns, bestValues(answers, rows.actions.length)),
      weights: columns.weights === null ? new Float64Array(n).fill(1) : Float64Array.from(columns.weights),
    },
    level,
  );
  return { model: shrunkAdvantages(model, calibration), calibration };
}
