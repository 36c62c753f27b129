/** The whole way of a seed of the study, small: logs, three trainings, and what each policy is worth. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { learned } from '../../scripts/study-enriched/learned';
import { studyRules, studySeed } from '../../scripts/study-enriched/one-seed';
import { arms, writeLogs } from '../../scripts/study-enriched/seed-logs';
import type { OurMethod } from '../../scripts/study-logged/ours';
import { enrichedStudyPage } from '../../scripts/study-enriched/page';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('learns from a log with and without columns, and compares what is learned in another company', async () => {
  const sizes = { customers: 300, fresh: 60, history: 14, weeks: 2, window: '28d' };
  const method: OurMethod = {
    name: 'one-step',
    method: 'one-step',
    settings: { gamma: 'declared', passes: { most: 2 } },
  };
  const seedLogs = await writeLogs(sizes, 1, folder);
  const texts = arms.map((arm) => readFileSync(seedLogs.logs[arm].data, 'utf8'));
  const lines = texts.map((text) => text.split('\n').length);
  expect(lines).toEqual(lines.map(() => seedLogs.rows + 2));

  const found = await studySeed(sizes, 1, method, seedLogs);
  const worth = (name: string) => found.worths.find(({ policy }) => policy === name)!;
  expect(found.worths.length).toBe(6);
  for (const { actions, stays } of found.worths) {
    expect(actions.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(stays).toBeLessThanOrEqual(1);
  }
  for (const { policy, against, value, discounted } of found.differences) {
    expect(value.value).toBeCloseTo(worth(policy).value.value - worth(against).value.value, 10);
    expect(discounted.value).toBeCloseTo(
      worth(policy).discounted.value - worth(against).discounted.value,
      10,
    );
  }
  // What was written and learned is found again, and by other settings it is learned anew.
  const runs = () => readdirSync(seedLogs.folder).filter((name) => name.startsWith('one-step-'));
  const listed = () => statSync(join(seedLogs.folder, 'logs.json')).mtimeMs;
  const [before, writtenAt] = [runs(), listed()];
  expect(before.length).toBe(arms.length);
  expect((await writeLogs(sizes, 1, folder)).folder).toBe(seedLogs.folder);
  await learned(seedLogs.logs.plain, method, 1, 'plain', seedLogs.folder);
  expect([runs(), listed()]).toEqual([before, writtenAt]);
  const longer = { ...method, settings: { ...method.settings, passes: { most: 3 } } };
  await learned(seedLogs.logs.plain, longer, 1, 'plain', seedLogs.folder);
  expect(runs().length).toBe(arms.length + 1);
  const rules = await studyRules(sizes, 1, seedLogs.tables);
  for (const { since } of [...found.worths, ...rules.worths])
    expect(since.reduce((all, { decisions }) => all + decisions, 0)).toBeCloseTo(1, 10);
  const machine = { processor: 'P', cores: 2, memoryGigabytes: 1, system: 'S' };
  const page = enrichedStudyPage({ version: '1', machine, sizes, results: [found], rules: [rules] });
  expect(page).toContain('By one-step, 1 of 5 seeds');
  expect(page).toContain('favourite-channel');
}, 300_000);
