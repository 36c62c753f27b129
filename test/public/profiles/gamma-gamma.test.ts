/** Gamma-gamma on CDNOW against what was published of it. */
import { Random } from '../../../src/core/random';
import { fitGammaGamma, spendAssumption } from '../../../src/profiles/models/value/gamma-gamma';
import { summaryOf } from '../../../src/profiles/models/purchases/summary';
import { CALIBRATED_UNTIL, CDNOW, cdnowHistories } from '../../support/cdnow';
import { describeOn } from '../../support/public-logs';

describeOn(CDNOW)(`gamma-gamma on ${CDNOW}`, () => {
  const summary = summaryOf(cdnowHistories(), CALIBRATED_UNTIL);
  const model = fitGammaGamma(summary, Random.fromSeed(1));

  it('has the published parameters', () => {
    // Fader & Hardie (2013): p 6.25, q 3.74, gamma 15.44, of 946 customers. Likelihood and errors: lifetimes 0.11.3.
    expect(model.customers).toBe(946);
    expect(model.p.toFixed(2)).toBe('6.25');
    expect(model.q.toFixed(2)).toBe('3.74');
    expect(model.gamma.toFixed(2)).toBe('15.44');
    expect(model.logLikelihood.toFixed(1)).toBe('-4055.9');
    expect(model.standardErrors!.p / 1.189687).toBeCloseTo(1, 2);
    expect(model.standardErrors!.q / 0.290166).toBeCloseTo(1, 2);
    expect(model.standardErrors!.gamma / 4.159994).toBeCloseTo(1, 2);
  });

  it('has an assumption that is not refuted', () => {
    const { correlation, holds } = spendAssumption(summary, { resamples: 500, random: Random.fromSeed(1) });
    // That of pandas 3.1.1 on the data of lifetimes.
    expect(correlation.value).toBeCloseTo(0.1139, 3);
    expect(holds).toBe(true);
  });
});
