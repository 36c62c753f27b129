/** The hidden state as a Markov decision process in two tables, for customers who like one channel. */
import { eventChance, EVENTS, events, saleChance, stateIndex, type CustomersDynamics } from './dynamics';

export interface Transitions {
  /** interests * fatigues */
  readonly states: number;
  /** [actions, states] expected reward of a period, account currency */
  readonly rewards: Float64Array;
  /** [actions, states, states] chance of being in the next one; rows sum to the chance of staying a customer */
  readonly chances: Float64Array;
}

/** [levels] chances after moving by 1 up and down with these ones, kept in range. */
function moved(level: number, levels: number, up: number, down: number): Float64Array {
  const chances = new Float64Array(levels);
  chances[Math.min(levels - 1, level + 1)]! += up;
  chances[Math.max(0, level - 1)]! += down;
  chances[level]! += 1 - up - down;
  return chances;
}

/** [fatigues] chance of the level after an action, and of staying a customer at it. */
export function fatigueAfter(dynamics: CustomersDynamics, fatigue: number, action: number): Float64Array {
  const { tires, tiresMore, recovery, churn, fatigues } = dynamics;
  const more = tiresMore[action]!;
  const chances = new Float64Array(fatigues);
  for (const [extra, chance] of [1 - more, more].entries()) {
    for (const [rest, share] of [1 - recovery, recovery].entries()) {
      const level = Math.min(fatigues - 1, Math.max(0, fatigue + tires[action]! + extra - rest));
      chances[level]! += chance * share;
    }
  }
  return chances.map((chance, level) => chance * (1 - churn[level]!));
}

/** What a customer may do in a period, and where interest goes after each of it. */
export interface ActionOutcomes {
  /** expected reward of the period, account currency */
  readonly reward: number;
  /** Chances of a sale, of noticing a contact without one, and of not unsubscribing, the first two among it. */
  readonly bought: number;
  readonly noticed: number;
  readonly stays: number;
  /** [interests] chances of the next level of who bought, who noticed, and who did neither */
  readonly buyer: Float64Array;
  readonly reader: Float64Array;
  readonly other: Float64Array;
}

export function actionOutcomes(
  dynamics: CustomersDynamics,
  preference: number,
  interest: number,
  fatigue: number,
  action: number,
): ActionOutcomes {
  const { actions, organic, reward, interests, up, down } = dynamics;
  const index = stateIndex(dynamics, preference, interest, fatigue) * actions.length + action;
  const chance = (event: number) => eventChance(dynamics, index * EVENTS, event);
  const after = (event: number) => moved(interest, interests, up[action * EVENTS + event]!, down[event]!);
  return {
    reward: reward[index]!,
    bought: saleChance(dynamics, index * EVENTS, interest),
    noticed: (chance(events.opened) + chance(events.clicked)) * (1 - organic[interest]!),
    stays: 1 - chance(events.unsubscribed),
    ...{ buyer: after(events.bought), reader: after(events.opened), other: after(events.nothing) },
  };
}

/** What one action leads to from one state. */
function oneAction(...from: Parameters<typeof actionOutcomes>): {
  readonly reward: number;
  readonly interests: Float64Array;
} {
  const { reward, bought, noticed, stays, buyer, reader, other } = actionOutcomes(...from);
  return {
    reward,
    interests: other.map(
      (share, level) =>
        bought * buyer[level]! + noticed * reader[level]! + (stays - bought - noticed) * share,
    ),
  };
}

/** @param preference index of the preferred channel */
export function transitionsOf(dynamics: CustomersDynamics, preference: number): Transitions {
  const { actions, interests, fatigues } = dynamics;
  const states = interests * fatigues;
  const rewards = new Float64Array(actions.length * states);
  const chances = new Float64Array(actions.length * states * states);
  for (let row = 0; row < rewards.length; row += 1) {
    const action = Math.floor(row / states);
    const [interest, fatigue] = [Math.floor((row % states) / fatigues), row % fatigues];
    const led = oneAction(dynamics, preference, interest, fatigue, action);
    const tired = fatigueAfter(dynamics, fatigue, action);
    rewards[row] = led.reward;
    led.interests.forEach((share, level) =>
      tired.forEach((chance, next) => (chances[row * states + level * fatigues + next] = share * chance)),
    );
  }
  return { states, rewards, chances };
}
