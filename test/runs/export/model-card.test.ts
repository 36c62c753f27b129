/** Cards of the models that ship: what stands in their reports, and nothing that does not. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parityModels } from '../../../scripts/parity/models';
import { modelCard } from '../../../src/runs/export/model-card';
import { loadModel } from '../../../src/store/model-store';
import { useFreshFolders } from '../../support/fresh-folders';
import { shipped } from '../../support/run-cli';
import { savedRun } from '../../support/saved-run';

const freshFolder = useFreshFolders();

async function cardOf(folder: string, formats: Parameters<typeof modelCard>[2] = ['onnx']): Promise<string> {
  return modelCard(folder, await loadModel(folder), formats);
}

it('tells the verdict of a simulation and what every policy earns', async () => {
  const folder = shipped('models/segment');
  const card = await cardOf(folder, ['tfjs', 'savedmodel']);
  const { verdict, policies, objective } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    verdict: { decision: string; baseline: string };
    policies: { name: string; metrics: Record<string, { value: number }> }[];
    objective: string;
  };
  expect(card).toContain('Learned by acting in the simulator "segment": no customer was asked.');
  expect(card).toContain(`**${verdict.decision}**, against ${verdict.baseline}.`);
  for (const { name, metrics } of policies) {
    const rounded = Math.round(metrics[objective]!.value).toLocaleString('en-US').replace('-', '−');
    expect(card).toContain(`| ${name} | ${rounded} (`);
  }
  expect(card).toContain('### savedmodel');
  expect(card).not.toContain('### onnx');
});

it('tells of a log what it cannot tell, and no number in its place', async () => {
  const card = await cardOf(shipped('models/sales-channel'));
  expect(card).toContain('Learned from logged contacts, "prepared.csv"');
  expect(card).toContain('**cannot tell**, against logged.');
  expect(card).toContain('| model | not identified |  |');
});

it('tells all that decides beside the network', async () => {
  const [first, second] = parityModels() as [
    ReturnType<typeof parityModels>[0],
    ReturnType<typeof parityModels>[0],
  ];
  const charged = await cardOf(await savedRun(join(freshFolder(), 'run'), first));
  expect(charged).toContain(
    'Taken off the values when an action is chosen: email 0.2000, mail 1.500, call 4.',
  );
  expect(charged).toContain(
    'only where the log supports it: by 30 customers or more, and with a probability of 0.06 or more',
  );
  expect(charged).toContain('Not judged: there is no report beside the model.');
  expect(charged).toContain('| decided | float64 | when it is decided: milliseconds since 1970 in UTC |');
  const assumed = await cardOf(await savedRun(join(freshFolder(), 'run'), second));
  expect(assumed).toContain('none was never logged; it is assumed to be worth 1.25.');
  expect(assumed).toContain(
    'call is new: it has the values of email, and is not taken until a log supports it.',
  );
});

it('says of a log what its report says: headline, what weakens it, and every reason', async () => {
  const folder = await savedRun(join(freshFolder(), 'run'), parityModels()[0]!);
  const golden = (name: string) => readFileSync(join(__dirname, '../../golden', name), 'utf8');
  const report = JSON.parse(golden('company.json')) as { offPolicy: { sensitivity: { flips: number } } };
  report.offPolicy.sensitivity.flips = 1.02;
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
  const card = await cardOf(folder);
  const [title, ...lines] = golden('company.md').split('\n## ')[0]!.split('\n');
  expect(card).toContain(title!.slice('# '.length));
  const reasons = lines.filter((line) => line.startsWith('- '));
  expect(reasons).toHaveLength(3);
  for (const reason of reasons) expect(card).toContain(reason);
  expect(card).toContain(
    'The verdict turns over where something unseen moved the odds of an action by a factor of 1.02.',
  );
});
