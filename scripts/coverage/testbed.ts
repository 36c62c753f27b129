/** The world of `self-test`: histories of three offers, the best policy judged on logs that chance wrote. */
import { Random } from '../../src/core/random';
import { judgedOn, ofHistories, uniformLog } from '../../src/runs/self-test/testbed';
import { bestPolicy } from '../../src/runs/self-test/true-value';
import { nextBestAction } from '../../src/worlds/list';
import type { NamedSetting } from './named-setting';

const NAME = 'testbed, 1,000 customers';
const CUSTOMERS = 1000;

export const testbed: NamedSetting = {
  name: NAME,
  description:
    'Three offers per customer in the world next-best-action, each drawn with chance 1/3. Judged is the best policy, an advertisement and then large discounts, whose value is exact; every estimator of histories.',
  open: async () => {
    const world = nextBestAction.open({});
    const best = await bestPolicy(world, Random.fromSeed(1));
    return {
      ...{ name: NAME, truth: best.value, estimators: ofHistories },
      makeLog: async (random) => judgedOn(await uniformLog(world, CUSTOMERS, random), best.policy, random),
    };
  },
};
