/** What stands right below the verdict on a log, where that could be taken for more than it says. */
import { logCaveat, nobodyReasons } from '../../src/report/content/log-caveats';
import { reportHtml } from '../../src/report/html';
import { reportMarkdown } from '../../src/report/markdown';
import type { Comparison, Decision, LoggedReport, OffPolicy } from '../../src/report/report';
import { verdictText } from '../../src/report/evaluation-text';
import { reportSummary } from '../../src/report/summary';
import { companyReport } from '../support/report-fixtures';

const report = companyReport();

interface Changes {
  readonly decision?: Decision;
  readonly baseline?: string;
  /** Of the model minus no-action. */
  readonly nobody?: { readonly decision: Decision; readonly value: number; readonly half: number };
  readonly offPolicy?: Partial<OffPolicy>;
}

/** The company's report, in which the model is better than what was done by 3.29, with changes. */
function changed({
  decision = 'better',
  baseline = 'logged',
  nobody,
  offPolicy = {},
}: Changes): LoggedReport {
  const { policies } = report.offPolicy;
  const noAction = policies['no-action']!;
  const { value, half } = nobody ?? { value: 5.45, half: 0.73 };
  const interval = { value, low: value - half, high: value + half, level: 0.95 };
  const difference = { ...noAction.difference!, interval };
  const comparisons = report.verdict.comparisons.map((one): Comparison =>
    one.against === 'no-action' && nobody ? { ...one, decision: nobody.decision } : one,
  );
  return {
    ...report,
    verdict: { ...report.verdict, decision, baseline, comparisons },
    offPolicy: {
      ...{ ...report.offPolicy, policies: { ...policies, 'no-action': { ...noAction, difference } } },
      ...offPolicy,
    },
  };
}

const close = { decision: 'not shown better', value: 0.12, half: 0.42 } as const;
const around = (value: number, half: number) => ({
  value,
  low: value - half,
  high: value + half,
  level: 0.95,
});
const flipsAt = (flips: number | null) => ({
  sensitivity: { ...report.offPolicy.sensitivity!, flips },
});

/** The company's report of a model that makes so many contacts, where the log has 0.6 per decision. */
function contacting(contacts: number): LoggedReport {
  const { policies } = report.offPolicy;
  const of = (name: string, value: number) => {
    const policy = policies[name]!;
    return { ...policy, metrics: { ...policy.metrics, contacts: around(value, value / 10) } };
  };
  return changed({
    offPolicy: { policies: { ...policies, model: of('model', contacts), logged: of('logged', 0.6) } },
  });
}

it('a model that would stop contacting is no green page, and says what it is', () => {
  const headOf = (one: LoggedReport) => /<header class="([^"]+)">/.exec(reportHtml(one))![1];
  expect([headOf(contacting(0.3)), headOf(contacting(0.006)), headOf(contacting(0))]).toEqual([
    ...['better', 'alone', 'alone'],
  ]);
  expect(logCaveat(contacting(0.3))).toBe('');
  expect(logCaveat(contacting(0))).toBe(
    'The model would stop contacting (0 contacts per decision, where 0.6 were made): this says that the contacts did not pay, and nothing of whom to contact.',
  );
  const worse = { ...contacting(0), verdict: { ...report.verdict, decision: 'worse' as const } };
  expect(headOf(worse)).toBe('worse');
});

describe('below the verdict stands', () => {
  it('nothing where nothing weakens it', () => {
    expect(logCaveat(report)).toBe('');
    expect(reportHtml(report)).not.toContain('class="caveat"');
  });

  it('that the policy contacts nobody, first of all', () => {
    const { test } = report.splits;
    const model = test.policies.model!;
    const withNoActions = (noActions: number): LoggedReport => ({
      ...changed({ decision: 'cannot tell' }),
      splits: {
        ...report.splits,
        test: { ...test, policies: { ...test.policies, model: { ...model, noActions } } },
      },
    });
    expect(logCaveat(withNoActions(test.rows))).toBe(
      `The model contacts nobody: it chooses No Action at all ${test.rows} decisions held out.`,
    );
    expect(logCaveat(withNoActions(test.rows - 1))).toBe('');
  });

  it.each<readonly [string, readonly [number, number], string]>([
    [
      'that it contacts nearly always, which is known whatever comes of it',
      [0.95, 0.4],
      'The model contacts nearly always: at 95 % of the 2,000 decisions judged, each as it was logged, where somebody was contacted at 40 %.',
    ],
    [
      'that it contacts always',
      [1, 0.4],
      'The model contacts always: at 100 % of the 2,000 decisions judged, each as it was logged, where somebody was contacted at 40 %.',
    ],
    ['nothing of it where it leaves some alone', [0.9495, 0.4], ''],
    ['nothing of it where that is what was done', [1, 0.95], ''],
  ])('%s', (_, [own, done], words) => {
    const { test } = report.splits;
    const { model, logged } = test.policies;
    const at = (lines: NonNullable<typeof model>, share: number) => ({
      ...lines,
      ...{ contacts: share * 2000, noActions: (1 - share) * 2000 },
    });
    const policies = { ...test.policies, model: at(model!, own), logged: at(logged!, done) };
    const one = {
      ...changed({ decision: 'cannot tell' }),
      splits: { ...report.splits, test: { ...test, rows: 2000, policies } },
    };
    expect(logCaveat(one)).toBe(words);
  });

  it.each<readonly [string, Changes, string]>([
    [
      'that contacting nobody may be as good',
      { nobody: close },
      'But contacting nobody is not shown worse: the model minus that is 0.12 (95 % interval −0.30 to 0.54) per decision.',
    ],
    [
      'that contacting nobody is better',
      { nobody: { decision: 'worse', value: -2, half: 1 } },
      'But contacting nobody is better: the model minus that is −2.0 (95 % interval −3.0 to −1.0) per decision.',
    ],
    [
      'that the mix of actions gains as much',
      { offPolicy: { permutedControl: around(3.3, 0.41) } },
      'As much is gained by its mix of actions alone: with rewards shuffled among decisions of the same action the difference is 3.30 (95 % interval 2.89 to 3.71), so that nothing shows the model to know whom to contact.',
    ],
    [
      'how little turns it over',
      { offPolicy: flipsAt(1.04) },
      'The verdict turns over where something unseen moved the odds of an action by a factor of 1.04.',
    ],
  ])('%s', (_, changes, words) => expect(logCaveat(changed(changes))).toBe(words));

  it('all of that together, in every form of the report, right after the headline', () => {
    const one = changed({
      nobody: close,
      offPolicy: { permutedControl: around(4, 0.4), ...flipsAt(1.09) },
    });
    const words = logCaveat(one);
    expect(words.match(/But contacting|As much is|The verdict turns/g)).toHaveLength(3);
    expect(reportMarkdown(one).split('\n\n')[1]).toBe(words);
    expect(reportHtml(one)).toMatch(/<\/h1>\n<p class="caveat">But contacting nobody/);
    const flat = (text: string) => text.replace(/\s+/g, ' ');
    expect(flat(reportSummary(one))).toContain(`2.90 to 3.68). ${words} - the model minus what was done`);
    const evaluated = { ...one, judgedOn: '', rules: {} };
    expect(flat(verdictText(evaluated))).toContain(`verdict: better ${words} the model minus what was done`);
  });

  it.each<readonly [string, Changes]>([
    ['a policy that is shown worse', { nobody: { decision: 'better', value: 1, half: 0.5 } }],
    ['the policy that the verdict is against', { baseline: 'no-action', nobody: close }],
    ['what no verdict of "better" stands over', { decision: 'not shown better', nobody: close }],
    ['a control that gains less', { offPolicy: { permutedControl: around(3.28, 5) } }],
    ['a verdict that stands from 1.1 on', { offPolicy: flipsAt(1.1) }],
    ['a difference that is not clear of 0', { offPolicy: flipsAt(null) }],
  ])('nothing of %s', (_, changes) => expect(logCaveat(changed(changes))).toBe(''));

  it('another policy that does the same with everybody, but none of which nothing can be told', () => {
    const { 'always-call': always, ...others } = report.offPolicy.policies;
    const interval = around(0.5, 1);
    const known = { ...always!, doubts: [], difference: { ...always!.difference!, interval } };
    const comparisons = report.verdict.comparisons.map((one): Comparison =>
      one.against === 'always-call' ? { ...one, decision: 'not shown better' } : one,
    );
    const one = {
      ...report,
      verdict: { ...report.verdict, comparisons },
      offPolicy: { ...report.offPolicy, policies: { ...others, 'always-call': known } },
    };
    expect(logCaveat(one)).toBe(
      'But always-call is not shown worse: the model minus that is 0.5 (95 % interval −0.5 to 1.5) per decision.',
    );
    const doubtful = { ...one.offPolicy, policies: report.offPolicy.policies };
    expect(logCaveat({ ...one, offPolicy: doubtful })).toBe('');
  });
});

describe('among the reasons stands', () => {
  const worse = { decision: 'worse', value: -2, half: 1 } as const;

  it.each<readonly [string, Changes, string]>([
    [
      'that contacting nobody is worse',
      {},
      'contacting nobody is worse: the model minus that is 5.45 (95 % interval 4.72 to 6.18) per decision',
    ],
    [
      'that it is not shown worse, of what is not shown better either',
      { decision: 'not shown better', nobody: close },
      'contacting nobody is not shown worse: the model minus that is 0.12 (95 % interval −0.30 to 0.54) per decision',
    ],
    [
      'that it is better than what is worse than the log',
      { decision: 'worse', nobody: worse },
      'contacting nobody is better: the model minus that is −2.0 (95 % interval −3.0 to −1.0) per decision',
    ],
    [
      'that it is as good, where of another policy nothing can be told',
      { decision: 'cannot tell', baseline: 'uplift', nobody: { ...close, decision: 'as good as' } },
      'contacting nobody is as good: the model minus that is 0.12 (95 % interval −0.30 to 0.54) per decision',
    ],
  ])('%s, in every form of the report', (_, changes, words) => {
    const one = changed(changes);
    expect(nobodyReasons(one)).toEqual([words]);
    const flat = (text: string) => text.replace(/\s+/g, ' ');
    expect(reportMarkdown(one)).toContain(`\n- ${words}\n`);
    expect(reportHtml(one).replaceAll('\u00a0', ' ')).toContain(`<li>${words}</li>`);
    expect(flat(reportSummary(one))).toContain(`- ${words}`);
    expect(verdictText({ ...one, judgedOn: '', rules: {} })).toContain(`\n  ${words}`);
  });

  it.each<readonly [string, Changes]>([
    ['nothing of it where the caveat says it', { nobody: close }],
    ['nothing of it where the verdict is against it', { baseline: 'no-action' }],
    [
      'nothing of it where nothing can be told',
      { decision: 'not shown better', nobody: { ...close, decision: 'cannot tell' } },
    ],
  ])('%s', (_, changes) => expect(nobodyReasons(changed(changes))).toEqual([]));
});

describe('the headline of what cannot be told', () => {
  const reason =
    'a handful of customers could turn the result: of those who say most, too few were treated so';
  const doubted = changed({ decision: 'cannot tell' });
  const { model, ...others } = doubted.offPolicy.policies;
  const one = {
    ...doubted,
    verdict: { ...doubted.verdict, reasons: [reason, 'another'] },
    offPolicy: {
      ...doubted.offPolicy,
      policies: { model: { ...model!, doubts: [reason, 'another'] }, ...others },
    },
  };

  it('gives the reason there is, on the terminal and in report.md', () => {
    const words = `It cannot be told from this log whether the model is better than what was done: ${reason}.`;
    expect(reportMarkdown(one).split('\n')[0]).toBe(`# ${words}`);
    expect(reportSummary(one).replace(/\s+/g, ' ')).toContain(words);
  });
});
