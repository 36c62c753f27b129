/** BG/NBD on CDNOW against what was published of it. */
import { Random } from '../../../src/core/random';
import { fitBgNbd } from '../../../src/profiles/models/value/bg-nbd';
import { expectedPurchases, expectedRepeats } from '../../../src/profiles/models/value/bg-nbd-ahead';
import { summaryOf } from '../../../src/profiles/models/purchases/summary';
import { CALIBRATED_UNTIL, CDNOW, WEEKS_AHEAD, cdnowHistories } from '../../support/cdnow';
import { describeOn } from '../../support/public-logs';

describeOn(CDNOW)(`BG/NBD on ${CDNOW}`, () => {
  const model = fitBgNbd(summaryOf(cdnowHistories(), CALIBRATED_UNTIL), Random.fromSeed(1));

  it('has the published parameters and likelihood', () => {
    // Fader, Hardie & Lee (2005), table 2.
    expect(model.r.toFixed(3)).toBe('0.243');
    expect(model.alpha.toFixed(3)).toBe('4.414');
    expect(model.a.toFixed(3)).toBe('0.793');
    expect(model.b.toFixed(3)).toBe('2.426');
    expect(model.logLikelihood.toFixed(1)).toBe('-9582.4');
  });

  it('has the standard errors that lifetimes 0.11.3 finds', () => {
    const { r, alpha, a, b } = model.standardErrors!;
    expect(r / 0.012557).toBeCloseTo(1, 3);
    expect(alpha / 0.378221).toBeCloseTo(1, 3);
    expect(a / 0.185719).toBeCloseTo(1, 3);
    expect(b / 0.705345).toBeCloseTo(1, 3);
  });

  it('expects the published purchases', () => {
    // Fader, Hardie & Lee's spreadsheet (brucehardie.com/notes/004): after so many weeks of a new customer; and of one who
    // bought again twice, the last time after 30.43 of 38.86 weeks, in the 39 weeks that follow.
    const published = [
      [1 / 7, 0.0078],
      [1, 0.0532],
      [3, 0.1506],
      [223 / 7, 1.0405],
      [32, 1.0437],
      [78, 1.8576],
    ] as const;
    for (const [weeks, purchases] of published)
      expect(expectedRepeats(model, weeks)).toBeCloseTo(purchases, 3);
    const one = {
      frequency: Float64Array.of(2),
      recency: Float64Array.of(30.43),
      age: Float64Array.of(38.86),
    };
    expect(expectedPurchases(model, one, WEEKS_AHEAD)[0]).toBeCloseTo(1.226, 3);
  });
});
