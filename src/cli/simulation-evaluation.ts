/** Plays policies in the segment simulator, all on the same random numbers, and puts the results side by side. */
import { Random } from '../core/random';
import type { SegmentConfig } from '../env/segment-config';
import { bestKnown } from '../env/segment-reference';
import {
  groupMeans,
  metricEstimates,
  pairedDifferences,
  type GroupOf,
  type SimulationMetric,
} from '../evaluate/simulated/compare';
import { rollout, type EpisodeResults } from '../evaluate/simulated/rollout';
import { simulationVerdict } from '../evaluate/simulated/verdict';
import type { Verdict } from '../evaluate/verdict';
import type { Policy } from '../policies/policy';
import type { PolicyResult, PolicyRole } from '../report/report';
import type { Context } from './context';
import { makeSegment, segmentBaselines, TILE_AGENTS } from './segment-policies';

/** Lanes played at once; also the unit in which episodes of different policies are paired. */
export const EVALUATION_LANES = 200;

/** Coverage of every interval. */
const LEVEL = 0.95;

export interface SimulationJudge {
  readonly config: SegmentConfig;
  readonly gamma: number;
  /** Seed of the random numbers that all policies meet. */
  readonly seed: number;
  readonly episodes: number;
  /** Episodes of the look-ahead baseline, which plans anew in every state. */
  readonly lookAheadEpisodes: number;
}

export interface PlayedPolicy {
  readonly policy: Policy;
  readonly role: PolicyRole;
  readonly results: EpisodeResults;
  /** Given where its episodes are not independent. */
  readonly groupOf: GroupOf | undefined;
}

/** Episodes of tile-q's agents are not independent draws of one policy: its unit is the agent that played them. */
function groupingOf({ name }: Policy): GroupOf | undefined {
  return name === 'tile-q' ? (episode) => (episode % EVALUATION_LANES) % TILE_AGENTS : undefined;
}

export async function playPolicy(
  judge: SimulationJudge,
  policy: Policy,
  role: PolicyRole,
  context: Context,
): Promise<PlayedPolicy> {
  const episodes =
    policy.name === 'look-ahead' ? Math.min(judge.lookAheadEpisodes, judge.episodes) : judge.episodes;
  const progress = context.progress({ title: `judging ${policy.name}`, total: episodes, unit: 'episodes' });
  const results = await rollout(policy, (lanes, random) => makeSegment(judge.config, lanes, random), {
    episodes,
    gamma: judge.gamma,
    random: Random.fromSeed(judge.seed).fork('report'),
    lanes: EVALUATION_LANES,
    onProgress: (done) => progress.update(done, []),
  });
  progress.stop();
  return { policy, role, results, groupOf: groupingOf(policy) };
}

/** Every baseline, each made when its turn comes. */
export async function playBaselines(judge: SimulationJudge, context: Context): Promise<PlayedPolicy[]> {
  const random = Random.fromSeed(judge.seed).fork('baselines');
  const played: PlayedPolicy[] = [];
  for (const make of segmentBaselines({ config: judge.config, gamma: judge.gamma, random }).values()) {
    played.push(await playPolicy(judge, await make(), 'baseline', context));
  }
  return played;
}

/** The report's rows: metrics of each policy, and the model's lead on the episodes both have played. */
export function policyResults(played: readonly PlayedPolicy[]): PolicyResult[] {
  const model = played.find(({ role }) => role === 'model');
  return played.map((one) => {
    const { policy, role, results, groupOf } = one;
    const units = groupOf === undefined ? results : groupMeans(results, groupOf);
    const lead =
      model === undefined || one === model
        ? undefined
        : pairedDifferences(model.results, results, LEVEL, groupOf);
    return {
      name: policy.name,
      role,
      description: policy.description,
      episodes: results.periods.length,
      metrics: metricEstimates(units, LEVEL),
      ...(lead === undefined ? {} : { modelMinusPolicy: lead }),
    };
  });
}

/** The model against every baseline, by what its gamma asks for. */
export function verdictOn(judge: SimulationJudge, played: readonly PlayedPolicy[]): Verdict {
  const [model, ...baselines] = played;
  const objective = objectiveOf(judge.gamma);
  return simulationVerdict({
    objective,
    model: model!.results,
    baselines: baselines.map(({ policy: { name }, results, groupOf }) => ({ name, results, groupOf })),
    bestKnown: bestKnown(judge.config, objective, judge.gamma),
    level: LEVEL,
  });
}

/** What a gamma asks to be maximised. */
export function objectiveOf(gamma: number): SimulationMetric {
  return gamma < 1 ? 'discountedReward' : 'totalReward';
}
