/** What two mails change of visits to a shop: 64,000 customers who were dealt one of them, or none. */
import { halfOf, mails, readHillstrom } from '../../../scripts/bench-customers/read-hillstrom';
import { Random } from '../../../src/core/random';
import { armShares, bestTreatment } from '../../../src/profiles/judge/best-treatment';
import { judgeUplift, type JudgedUplift } from '../../../src/profiles/judge/judge-uplift';
import { applyUplift, fitUplift, upliftSettingsSchema } from '../../../src/profiles/models/uplift/uplift';
import { describeOn, publicLog } from '../../support/public-logs';

const FILE = 'hillstrom/hillstrom.csv.gz';

describeOn(FILE)('two mails of Hillstrom', () => {
  const random = Random.fromSeed(1);
  const all = readHillstrom(publicLog(FILE));
  const [fitted, judged] = [halfOf(all, 0), halfOf(all, 1)];
  const judge = (
    learner: 't' | 'x',
    method: 'logistic' | 'svm' | 'forest',
    only: number | null,
  ): JudgedUplift => {
    const settings = upliftSettingsSchema.parse({
      learner,
      method,
      logged: ['history'],
      models: { forestTrees: 50 },
    });
    const trial = { actionNames: mails, actions: fitted.actions, outcomes: fitted.visits };
    const effects = applyUplift(fitUplift(fitted.table, trial, settings, random), judged.table);
    const { scores, treated } = bestTreatment(effects, judged.actions, only);
    return judgeUplift(
      {
        ...{ scores, treated, outcomes: judged.visits, propensities: armShares(judged.actions) },
        customers: Int32Array.from(scores, (_, row) => row),
      },
      { shares: [0.1, 0.3, 0.5, 1], resamples: 200, terms: { worth: 1, cost: 0.05, contacts: 8000 } },
      random,
    );
  };

  it('has the effects that the arms have', () => {
    // Over all customers: visits .1828, .1514 and .1062; a half is known to about .004.
    expect(judge('t', 'logistic', 1).averageEffect.value).toBeCloseTo(0.1828 - 0.1062, 2);
    expect(judge('t', 'logistic', 2).averageEffect.value).toBeCloseTo(0.1514 - 0.1062, 2);
  });

  it.each([
    ['t', 'logistic'],
    ['x', 'logistic'],
    ['t', 'svm'],
    ['t', 'forest'],
    ['x', 'forest'],
  ] as const)('knows better than chance whom the mail for women moves: %s, %s', (learner, method) => {
    const { qini, randomQini, at } = judge(learner, method, 2);
    expect(qini.low).toBeGreaterThan(0);
    expect(randomQini.low).toBeLessThan(0);
    expect(randomQini.high).toBeGreaterThan(0);
    expect(at[1]!.uplift.low).toBeGreaterThan(at.at(-1)!.uplift.value!);
  });

  it('says what 8,000 mails for women are worth, sent to the right customers', () => {
    const { contacts, modelMinusRandom, all } = judge('t', 'logistic', 2).values;
    expect(contacts).toBe(8000);
    expect(modelMinusRandom.low).toBeGreaterThan(0);
    expect(all).toBeNull();
  });

  it('chooses between both, and says what it is worth', () => {
    const { averageEffect, values } = judge('t', 'logistic', null);
    // Each the better mail is at least as good as the mail for men to all.
    expect(averageEffect.high).toBeGreaterThan(0.0766);
    expect(values.model.low).toBeGreaterThan(0);
  });
});
