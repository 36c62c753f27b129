/** What a report says of the ways of learning that were tried. */
import type { SelectionReport, TriedCandidate } from '../../../report/report';
import type { CandidateResult, TrainingResult } from '../../../train/training-result';
import type { LearnedRunConfig } from '../../run-config';
import type { Contacts } from '../loaded-log';
import { waysOn, type Candidate } from './candidates';
import { gammaOf } from './learner-config';

function triedCandidate(
  candidate: Candidate,
  { kept, environmentSteps, divergence }: CandidateResult,
  rows: number,
  { schema }: Contacts,
  isKept: boolean,
): TriedCandidate {
  return {
    ...{ ...candidate, gamma: gammaOf(candidate, schema) },
    passes: environmentSteps / rows,
    keptPass: kept!.environmentSteps / rows,
    ...{ value: kept!.value, divergence, isKept },
  };
}

/** @param rows decisions that each way of learning learned from */
export function selectionReport(
  { settings }: LearnedRunConfig,
  contacts: Contacts,
  { selection, learningCurve, environmentSteps }: TrainingResult,
  rows: number,
): SelectionReport {
  const { candidates, chosen } = selection!;
  return {
    estimator: learningCurve[0]!.estimator!,
    ...{ rows, decisions: environmentSteps },
    candidates: waysOn(contacts, settings).map((candidate, i) =>
      triedCandidate(candidate, candidates[i]!, rows, contacts, i === chosen),
    ),
  };
}
