/** Ours against what Open Bandit Pipeline and scope-rl printed for the same twenty rows: `scripts/estimators/small-log.ts`. */
import { join } from 'node:path';
import { givenToPeers } from '../../../scripts/estimators/peers';
import { judgedOfSmallLog, smallLogFile, type SmallLog } from '../../../scripts/estimators/small-log';
import { readJsonFile } from '../../../src/core/files';
import { estimators } from '../../../src/evaluate/off-policy/estimators';
import { largestRatio } from '../../../src/evaluate/off-policy/largest-ratio';

const log = readJsonFile(join(__dirname, '../../..', smallLogFile)) as SmallLog;
const judged = judgedOfSmallLog(log);

it('is a log on which cutting weights makes a difference, and on which some are gone before others', () => {
  const { histories, ratios } = judged;
  expect(ratios.filter((ratio) => ratio > largestRatio(histories)).length).toBe(2);
  expect(
    new Set(
      Array.from({ length: histories.units }, (_, i) => histories.starts[i + 1]! - histories.starts[i]!),
    ),
  ).toEqual(new Set([2, 3, 4]));
  const { ips, clippedIps, dr, switchDr, drShrinkage } = log.values;
  expect(new Set([ips, clippedIps, dr, switchDr, drShrinkage].map((one) => one!.value.toFixed(3))).size).toBe(
    5,
  );
});

it('has a value of a peer for every estimator that one of them has', () => {
  const without = estimators.map(({ name }) => name).filter((name) => !(name in log.values));
  expect(without).toEqual(['switch', 'marginalisedIs']);
});

describe.each(Object.entries(log.values))('%s', (name, { peer, called, value }) => {
  it(`is what ${peer} ${log.versions[peer]} has of ${called}`, () => {
    const { estimate } = estimators.find((one) => one.name === name)!;
    const own = estimate(givenToPeers(judged, name)).value;
    // Self-normalised ones of scope-rl add 1e-10 to the mean weight that they divide by.
    expect(Math.abs(own / value - 1)).toBeLessThan(peer === 'obp' ? 1e-12 : 1e-9);
  });
});
