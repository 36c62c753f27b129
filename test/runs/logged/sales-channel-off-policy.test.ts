/** What the sample of the published sales-channel study says of policies: hardly anything, for its state holds the action. */
import type { Finding } from '../../../src/dataset/audit/finding';
import type { MatchedActions } from '../../../src/evaluate/logged/matched-actions';
import type { OffPolicy } from '../../../src/evaluate/off-policy/result';
import type { Verdict } from '../../../src/evaluate/verdict';
import { runHere } from '../../support/command-here';
import { shipped } from '../../support/run-cli';

interface Document {
  readonly offPolicy: OffPolicy;
  readonly matchedActions: MatchedActions;
  readonly audit: { readonly findings: readonly Finding[] };
  readonly verdict: Verdict;
}

async function evaluated(...subject: readonly string[]): Promise<Document> {
  const sample = ['--data', shipped('data/sales-channel/prepared.csv'), '--preset', 'sales-channel'];
  const { stdout } = await runHere(['evaluate', '--quiet', '--json', ...sample, ...subject], __dirname);
  return JSON.parse(stdout) as Document;
}

describe('an e-mail for everybody, on all 296 rows', () => {
  let document: Document;
  beforeAll(async () => {
    document = await evaluated('--policy', 'always-EMsent');
  });

  it('does not identify No Action, and says what it would have to bring: 129.88 / 296', () => {
    const { identified, assumption } = document.offPolicy.policies['no-action']!;
    expect(identified).toBe(false);
    expect(assumption).toMatchObject({ actions: ['No Action'], share: 1 });
    expect(assumption!.breakEven).toBeCloseTo(129.88 / 296, 9);
  });

  it('finds that a feature determines the action', () => {
    expect(document.audit.findings).toContainEqual(
      expect.objectContaining({ code: 'action-in-state', severity: 'block' }),
    );
  });

  it('cannot tell, because of it', () => {
    expect(document.verdict.decision).toBe('cannot tell');
    expect(document.verdict.reasons.slice(0, 2)).toEqual([
      'the audit of the log: action-in-state',
      'the audit of the log: no-overlap',
    ]);
  });

  it('has no value of either constant', () => {
    const { policies } = document.offPolicy;
    expect([policies['always-EMsent']!.value, policies['always-DM_sent']!.value]).toEqual([null, null]);
  });
});

describe('the shipped model, on the rows held out', () => {
  let document: Document;
  beforeAll(async () => {
    document = await evaluated('--model', shipped('models/sales-channel'));
  });

  it('cannot tell', () => {
    expect(document.verdict.decision).toBe('cannot tell');
  });

  it('has an e-mail for everybody beside the model', () => {
    expect(Object.keys(document.matchedActions.policies)).toEqual(
      expect.arrayContaining(['model', 'always-EMsent']),
    );
  });

  it('has wins by chance beside the wins: 12.6 of the 15', () => {
    const { noActionWins, expectedChanceWins } = document.matchedActions.policies.model!;
    expect(noActionWins).toBe(15);
    expect(expectedChanceWins).toBeCloseTo(12.58, 2);
  });

  // So few rows let a model of the actions be so unsure that constants seem to have support.
  it('doubts every policy that is weighted, for the same reason', () => {
    const weighted = Object.values(document.offPolicy.policies).filter(({ role }) => role !== 'logged');
    for (const { doubts } of weighted)
      expect(doubts).toEqual(expect.arrayContaining(['the audit of the log: action-in-state']));
  });
});
