/** The world of `self-test`: histories of three offers, the best policy judged on logs that chance wrote. */
import { once } from '../../src/core/once';
import { Random } from '../../src/core/random';
import { judgedOn, ofHistories, uniformLog } from '../../src/runs/self-test/testbed';
import { bestPolicy } from '../../src/runs/self-test/true-value';
import { nextBestAction } from '../../src/worlds/list';
import { differenceToLog } from './difference';
import { exact, type NamedSetting } from './named-setting';

const NAME = 'testbed, 1,000 customers';
const CUSTOMERS = 1000;
/** What offers by chance bring, in closed form: 4 + .18 (50/9 + 25 · 4/27). */
const LOGGED = 17 / 3;

const world = nextBestAction.open({});
const best = once(() => bestPolicy(world, Random.fromSeed(1)));

export const testbed: NamedSetting = {
  name: NAME,
  description:
    'Three offers per customer in the world next-best-action, each drawn with chance 1/3. Judged is the best policy, an advertisement and then large discounts, whose value is exact; every estimator of histories.',
  truth: async () => {
    const { value } = await best();
    return { ...exact(value), difference: exact(value - LOGGED) };
  },
  open: async () => {
    const { policy } = await best();
    return {
      ...{ name: NAME, estimators: ofHistories },
      // A guarantee would have to allow for a purchase at each of the hundred moments.
      difference: differenceToLog('history', null),
      makeLog: async (random) => judgedOn(await uniformLog(world, CUSTOMERS, random), policy, random),
    };
  },
};
