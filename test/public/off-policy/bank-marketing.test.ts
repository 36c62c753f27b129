/**
 * Bank marketing: calls of two kinds, one of which began only late. Nobody drew, no column says when, and how the economy
 * stood tells the two apart: what either would have brought in the time of the other, nobody can say.
 */
import { parse } from 'yaml';
import { draftSchema } from '../../../src/dataset/schema/draft-schema';
import { judgedLog, type JudgedLog } from '../../support/judged-log';
import { describeOn, publicLog } from '../../support/public-logs';

const FILE = 'bank-marketing/bank-additional-full.csv.gz';

jest.setTimeout(600_000);

describeOn(FILE)('bank marketing under its draft of a schema (skipped where it is not there)', () => {
  let judged: JudgedLog;
  beforeAll(async () => {
    const draft = parse((await draftSchema(publicLog(FILE))).text) as object;
    judged = await judgedLog(publicLog(FILE), draft, 'always-cellular');
  });

  it('cannot tell what cellular calls for everybody would bring', () => {
    expect(judged.verdict.decision).toBe('cannot tell');
  });

  it('does not identify it, for at a quarter of the calls no cellular one was to be expected', () => {
    expect(judged.offPolicy.policies['always-cellular']).toMatchObject({
      identified: false,
      value: null,
      reasons: [
        expect.stringMatching(
          /^at 2\d(\.\d)? % of the decisions the policy does what a model of the log gives less than 1 %$/,
        ),
      ],
    });
  });

  it('doubts calls by telephone for everybody: their weights have not the mean that they should', () => {
    const { doubts } = judged.offPolicy.policies['always-telephone']!;
    expect(doubts).toEqual([
      expect.stringMatching(
        /^the probabilities are not those of the log: the mean weight of always-telephone is 1\.\d+, /,
      ),
    ]);
  });

  it('does not identify leaving everybody alone, which nobody ever was', () => {
    expect(judged.offPolicy.policies['no-action']).toMatchObject({ identified: false });
  });

  it('decides on the length of no call, which nobody knows beforehand', () => {
    expect(judged.findings.filter(({ code }) => code === 'reward-in-state')).toEqual([]);
  });
});
