/** Plays policies in a world, all on the same random numbers, and puts the results side by side. */
import { Random } from '../../core/random';
import {
  groupMeans,
  metricEstimates,
  pairedDifferences,
  type GroupOf,
} from '../../evaluate/simulated/compare';
import { rollout, type EpisodeResults } from '../../evaluate/simulated/rollout';
import { simulationVerdict } from '../../evaluate/simulated/verdict';
import type { Verdict } from '../../evaluate/verdict';
import type { Policy } from '../../policies/policy';
import type { PolicyResult, PolicyRole } from '../../report/report';
import { baselinesOf } from '../../worlds/baselines';
import type { Baseline, Objective, OpenWorld } from '../../worlds/world';
import type { Host } from '../host';

/** Lanes played at once; also the unit in which episodes of different policies are paired. */
const LANES = 200;

/** Coverage of every interval. */
const LEVEL = 0.95;

export interface Judge {
  readonly world: OpenWorld;
  readonly gamma: number;
  /** Seed of the random numbers that all policies meet. */
  readonly seed: number;
  readonly episodes: number;
  /** Episodes of baselines that plan anew in every state. */
  readonly planningEpisodes: number;
  readonly host: Host;
}

export interface PlayedPolicy {
  readonly policy: Policy;
  readonly role: PolicyRole;
  readonly results: EpisodeResults;
  /** Given where its episodes are not independent. */
  readonly groupOf: GroupOf | undefined;
}

/** What a gamma asks to be maximised. */
export function objectiveOf(gamma: number): Objective {
  return gamma < 1 ? 'discountedReward' : 'totalReward';
}

/** Random numbers of the baselines' own making. */
export function baselineContext({ gamma, seed }: Pick<Judge, 'gamma' | 'seed'>) {
  return { gamma, random: Random.fromSeed(seed).fork('baselines') };
}

/** @param unitOf which independent unit a lane belongs to, if lanes are not independent */
export async function playPolicy(
  { world, gamma, seed, host }: Judge,
  policy: Policy,
  role: PolicyRole,
  episodes: number,
  unitOf?: Baseline['unitOf'],
): Promise<PlayedPolicy> {
  const progress = host.progress({ title: `judging ${policy.name}`, total: episodes, unit: 'episodes' });
  const results = await rollout(policy, (lanes, random) => world.make(lanes, random), {
    episodes,
    gamma,
    random: Random.fromSeed(seed).fork('report'),
    lanes: LANES,
    onProgress: (done) => progress.update(done, []),
  });
  progress.stop();
  return { policy, role, results, groupOf: unitOf && ((episode) => unitOf(episode % LANES)) };
}

export async function playBaseline(
  judge: Judge,
  { make, unitOf }: Baseline,
  episodes: number,
): Promise<PlayedPolicy> {
  return playPolicy(judge, await make(), 'baseline', episodes, unitOf);
}

/** Every baseline, each made when its turn comes. */
export async function playBaselines(judge: Judge): Promise<PlayedPolicy[]> {
  const played: PlayedPolicy[] = [];
  for (const baseline of baselinesOf(judge.world, baselineContext(judge))) {
    const { episodes, planningEpisodes } = judge;
    const own = baseline.plans === true ? Math.min(planningEpisodes, episodes) : episodes;
    played.push(await playBaseline(judge, baseline, own));
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

/** The model, played first, against every baseline, by what its gamma asks for. */
export function verdictOn(
  { world, gamma }: Pick<Judge, 'world' | 'gamma'>,
  [model, ...baselines]: readonly PlayedPolicy[],
): Verdict {
  const objective = objectiveOf(gamma);
  return simulationVerdict({
    objective,
    model: model!.results,
    baselines: baselines.map(({ policy: { name }, results, groupOf }) => ({ name, results, groupOf })),
    bestKnown: world.known?.(objective, gamma) ?? null,
    level: LEVEL,
  });
}
