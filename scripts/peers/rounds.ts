/** Runs the contenders of a match in turn, round by round, and gathers what they measured. */
import type { Contender, Match, Outcome } from './contender';
import { metrics, type Failure, type Measurement, type Ratio } from './results';
import { ratioOf, spread, type Spread } from './statistics';

export interface MatchResult {
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
  readonly versions: Readonly<Record<string, string>>;
}

/** The outcomes of one contender at one task, one per round. */
function measurementOf(
  { section }: Match,
  { name, ours }: Contender,
  outcomes: readonly Outcome[],
): Measurement {
  const { task, metric } = outcomes[0]!;
  const all = (value: (outcome: Outcome) => number) => spread(outcomes.map(value));
  const details = Object.keys(outcomes[0]!.details ?? {}).map((key) => [
    key,
    all((outcome) => outcome.details![key]!),
  ]);
  return {
    ...{ section, task, contender: name, ours, metric },
    value: all((outcome) => outcome.value),
    peakMegabytes: all((outcome) => outcome.peakMegabytes),
    details: Object.fromEntries(details) as Record<string, Spread>,
  };
}

/** A contender that fails once is out, and reported with its reason. */
export async function playMatch(
  match: Match,
  rounds: number,
  say: (line: string) => void,
): Promise<MatchResult> {
  const outcomes = new Map<Contender, (readonly Outcome[])[]>(match.contenders.map((one) => [one, []]));
  const failures: Failure[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of [...outcomes.keys()]) {
      say(`${match.section}: ${match.task}, round ${round + 1} of ${rounds}: ${contender.name}`);
      try {
        outcomes.get(contender)!.push(await contender.run(round));
      } catch (error) {
        outcomes.delete(contender);
        const reason = (error as Error).message;
        failures.push({ section: match.section, task: match.task, contender: contender.name, reason });
        say(`  out: ${reason}`);
      }
    }
  }
  const played = [...outcomes].flatMap(([contender, perRound]) =>
    perRound[0]!.map((_, i) =>
      measurementOf(
        match,
        contender,
        perRound.map((round) => round[i]!),
      ),
    ),
  );
  const versions = [...outcomes.values()].flatMap((perRound) => perRound[0]!.map((one) => one.versions));
  return {
    measurements: played,
    failures,
    versions: Object.assign({}, ...versions) as Record<string, string>,
  };
}

/** Each of ours against each peer at the same task: how many times faster, round by round. */
export function ratiosOf(measurements: readonly Measurement[]): Ratio[] {
  return measurements
    .filter(({ ours }) => ours)
    .flatMap((own) =>
      measurements
        .filter(({ ours, section, task }) => !ours && section === own.section && task === own.task)
        .map(({ section, task, contender, value, metric }) => ({
          ...{ section, task, ours: own.contender, peer: contender },
          ratio: metrics[metric].lessIsBetter ? ratioOf(value, own.value) : ratioOf(own.value, value),
        })),
    );
}
