/** What a policy would earn, contact and spend at other prices of cost: a frontier, where a policy is a point of it. */
import type { Estimate } from '../../core/estimate';
import { pause } from '../../core/pause';
import { policyDoubts } from './doubts';
import { loggedMean } from './logged-mean';
import { valuesOf, type PolicyValues } from './policy-values';
import type { OffPolicyRequest } from './request';
import { responsesOf } from './responses';
import { takenOn } from './taken-on';

/** What decides by the same values at some price of cost. */
export interface FrontierPolicy {
  /** Of a unit of cost, in the units of the reward. */
  readonly price: number;
  /** Whether it is the policy that is judged. */
  readonly isChosen: boolean;
  /** [actions] cost of each */
  readonly costs: readonly number[];
  /** [n, actions] made when it is its turn */
  readonly probabilities: () => Float64Array;
}

/** By the estimator that decides the verdict, with Student's t intervals by unit; per decision or per history. */
export interface FrontierPoint extends Pick<FrontierPolicy, 'price' | 'isChosen'> {
  readonly identified: boolean;
  /** What forbids to conclude anything from its value. */
  readonly doubts: readonly string[];
  /** null where nothing is identified */
  readonly value: Estimate | null;
  readonly contacts: Estimate | null;
  readonly cost: Estimate | null;
  /** Cost of a decision on average where each is as the log has it: known without its outcomes. */
  readonly spent: Estimate;
}

const NAME = 'the policy at this price';

/**
 * @param request of the evaluation whose verdict it stands beside: its histories and models serve again
 * @param onProgress told how many are judged
 */
export async function frontierOf(
  request: OffPolicyRequest,
  policies: readonly FrontierPolicy[],
  onProgress?: (done: number) => void,
): Promise<FrontierPoint[]> {
  const names = ['reward', 'contacts', 'cost'];
  const measures = new Map([...request.measures].filter(([name]) => names.includes(name)));
  const { settings, histories, unit } = request;
  const logged = loggedMean(request);
  const responses = responsesOf(histories, request.measures.get('reward')!.values);
  const points: FrontierPoint[] = [];
  for (const { price, isChosen, costs, probabilities: done } of policies) {
    const probabilities = done();
    const candidate = { name: NAME, role: 'model' as const, description: '', isFixed: true, probabilities };
    const values = valuesOf({ ...request, measures }, candidate, logged);
    const { identified } = values;
    const metrics: PolicyValues['metrics'] = values.value === null ? {} : values.metrics;
    points.push({
      ...{ price, isChosen, identified },
      doubts: [...request.doubts, ...policyDoubts(NAME, values, responses, settings, unit)],
      value: metrics.reward ?? null,
      contacts: metrics.contacts ?? null,
      cost: metrics.cost ?? null,
      spent: takenOn(histories, probabilities, costs, settings.level),
    });
    onProgress?.(points.length);
    await pause();
  }
  return points;
}
