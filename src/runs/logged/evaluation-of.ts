/** What an evaluation on a log comes to: as a document, as text, and as what its page is drawn from. */
import { version } from '../../core/version';
import { warningsOf, type Finding } from '../../dataset/audit/finding';
import { isStudySchema } from '../../dataset/schema/read-schema';
import type { MatchedActions } from '../../evaluate/logged/matched-actions';
import type { Looks } from '../../evaluate/looks';
import type { OffPolicySettings } from '../../evaluate/off-policy/settings';
import { judgedRowsText } from '../../report/content/judged-rows';
import { leavesTexts } from '../../report/content/leaves';
import { unloggedTexts } from '../../report/content/unlogged';
import { looksInText, matchedText, policyValuesText, verdictText } from '../../report/evaluation-text';
import type { EvaluatedLog, LoggedReport } from '../../report/report';
import type { BackendInfo } from '../../tensor/backends/loader';
import type { Evaluation } from '../evaluation';
import type { JudgedSide } from './judged-side';
import type { LoadedLog } from './loaded-log';
import type { LogSource } from './log-source';
import type { LogJudgement } from './off-policy/judge-log';
import { policyResults } from './policy-results';
import type { ReadSides } from './written-rules';

export interface JudgedLog extends Pick<ReadSides, 'rules'> {
  readonly source: LogSource;
  readonly log: LoadedLog;
  readonly side: JudgedSide;
  readonly findings: readonly Finding[];
  readonly matched: MatchedActions;
  readonly judgement: LogJudgement;
  readonly looks: Looks;
  readonly settings: OffPolicySettings;
  /** Of the model's actions that no log showed. */
  readonly unlogged?: LoggedReport['unlogged'];
  /** What the model ran on; absent of policies that need none. */
  readonly backend?: BackendInfo;
}

function pageOf({
  source,
  log,
  side,
  findings,
  matched,
  judgement,
  looks,
  settings,
  rules,
  unlogged,
}: JudgedLog): EvaluatedLog {
  const { offPolicy, verdict } = judgement;
  const { file, schema } = source;
  return {
    ...{ version, data: file, dataHash: log.dataHash, actions: side.judged.rows.actions },
    config: { schema, settings: { offPolicy: settings } },
    judgedOn: judgedRowsText(side.rows, offPolicy, file),
    policies: policyResults(offPolicy, side.judged.rows),
    ...{
      rules,
      offPolicy,
      matchedActions: matched,
      warnings: warningsOf(findings),
      audit: { findings },
      ...(unlogged !== undefined && { unlogged }),
      ...{ looks, verdict },
    },
  };
}

function textOf({ source, matched, looks, rules }: JudgedLog, page: EvaluatedLog): string {
  const { judgedOn } = page;
  return [
    judgedOn,
    policyValuesText(page),
    ...leavesTexts(rules),
    ...unloggedTexts(page),
    // Of the published form the published lines too; of a company's log they would be taken for values.
    ...(isStudySchema(source.schema) ? [matchedText(matched)] : []),
    looksInText(looks),
    verdictText(page),
  ].join('\n\n');
}

export function evaluationOf(judged: JudgedLog): Evaluation {
  const { source, side, matched, looks, settings, rules, unlogged, backend } = judged;
  const page = pageOf(judged);
  const { judgedOn, offPolicy, warnings, audit, verdict } = page;
  return {
    document: {
      ...{ schemaVersion: 1, kind: 'logged', data: source.file, split: side.split },
      ...{ rows: side.judged.decisions.length, judgedOn },
      ...(backend !== undefined && { backend }),
      ...(Object.keys(rules).length > 0 && { rules }),
      ...(unlogged !== undefined && { unlogged }),
      ...{ settings, offPolicy, matchedActions: matched, warnings, audit, looks, verdict },
    },
    text: textOf(judged, page),
    ...{ verdict, page },
  };
}
