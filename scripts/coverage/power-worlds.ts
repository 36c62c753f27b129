/** Where the power of verdicts is measured: each world known by its name, its log, and two policies, a good and a bad one. */
import { once } from '../../src/core/once';
import type { Random } from '../../src/core/random';
import { constantPolicy } from '../../src/policies/constant';
import type { Policy } from '../../src/policies/policy';
import { flagsOf } from '../../src/runs/self-test/value-model';
import { moments } from '../../src/stats/moments';
import { banditRows, certainOf, loggedValue, tails, truth, worstValue, type Tail } from './bandit';
import { cases, simulatedValues } from './customers';
import { campaignLog } from './customers-log';
import type { PowerLog, PowerTruth } from './power';

export interface PowerWorld {
  readonly name: string;
  readonly description: string;
  /** Worked out once, however many threads draw logs. */
  readonly truth: () => Promise<PowerTruth>;
  readonly makeLog: (customers: number, random: Random) => Promise<PowerLog>;
}

function bandit(tail: Tail): PowerWorld {
  return {
    name: `bandit, ${tail.name}`,
    description: `The bandit, where ${tail.description}: mixtures of the best and the worst action of each group, values exact.`,
    truth: () => Promise.resolve({ good: truth, bad: worstValue, logged: loggedValue }),
    makeLog: (rows, random) => {
      const log = banditRows(rows, tail, random);
      return Promise.resolve({
        ...{ ...log, ...flagsOf(log.of) },
        ...{ good: certainOf(log, 'best'), bad: certainOf(log, 'worst') },
      });
    },
  };
}

const [, oneDecision] = cases;
const { campaign } = oneDecision;
const CALL = 4;
// In a single week who is left alone is worth most: what a contact costs is paid now, what it starts comes later.
const good = constantPolicy(campaign.world.actions, 0);
const bad = constantPolicy(campaign.world.actions, CALL);

const customers: PowerWorld = {
  name: oneDecision.title,
  description: `The log of the setting "${oneDecision.title}": mixtures of no contact at all and of calls wherever they are allowed, values by long simulation.`,
  truth: once(async () => {
    const values = await simulatedValues(campaign, [good, bad, campaign.behaviour]);
    const [ofGood, ofBad, logged] = values.map((all) => moments(all).mean) as [number, number, number];
    return { good: ofGood, bad: ofBad, logged };
  }),
  makeLog: async (count, random) => {
    const log = await campaignLog(campaign, count, random);
    const probabilitiesOf = async (policy: Policy) => {
      const out = new Float64Array(log.allowed.length);
      await policy.probabilities(log, out);
      return out;
    };
    return { ...log, good: await probabilitiesOf(good), bad: await probabilitiesOf(bad) };
  },
};

export const powerWorlds: readonly PowerWorld[] = [customers, ...tails.map(bandit)];

/** @throws Error for another name */
export function openPowerWorld(name: string): PowerWorld {
  const world = powerWorlds.find((one) => one.name === name);
  if (world === undefined) throw new Error(`coverage: there is no world ${name} of which power is measured`);
  return world;
}
