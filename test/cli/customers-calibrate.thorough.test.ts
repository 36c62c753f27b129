/** From a company to the world that is its own, and a policy learned in it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useFreshFolders } from '../support/fresh-folders';
import { runCli } from '../support/run-cli';

const fresh = useFreshFolders();

interface Reported {
  readonly kind: string;
  readonly verdict: { readonly decision: string; readonly lines: readonly string[] };
  readonly flows: readonly { readonly action: string; readonly from: string; readonly to: string }[];
}

const json = <Value>(folder: string, file: string) =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Value;

it('goes from tables over segments to a trained policy and its report', async () => {
  const folder = fresh();
  const run = async (...words: string[]) => {
    const { code, stdout, stderr } = await runCli([...words, '--quiet'], { cwd: folder });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  await run('simulate-company', '--customers', '800', '--out', 'company');
  const company = ['--company', 'company/company.yaml'];
  await run('customers', 'fit', 'segments', ...company, '--as-of', '2025-10-06', '--out', 'segments');
  const { segments } = json<{ segments: { segments: { name: string; share: number }[] } }>(
    folder,
    'segments/model.json',
  );
  const [largest] = segments.segments.toSorted((a, b) => b.share - a.share);

  const text = await run('customers', 'calibrate', ...company, '--from', '2025-10-06', '--out', 'all');
  expect(text).toMatch(/^The segment world (does not reproduce|reproduces) the log in/);
  expect(text).toContain('written: all/world.json');
  const report = json<Reported>(folder, 'all/report.json');
  expect(report.kind).toBe('world calibration');
  // Lost customers have no rows, and none of them buys.
  expect(report.flows.map(({ action }) => action)).toContain('nothing decided');

  expect(text.replace(/\s+/g, ' ')).toContain('contacts were given by chances that differ (');

  const one = ['--segments', 'segments', '--segment', largest!.name, '--from', '2025-10-06'];
  await run('customers', 'calibrate', ...company, ...one, '--out', 'one');
  const { segment: world } = json<{ segment: { arrivals: object } }>(folder, 'one/world.json');
  expect(world.arrivals).toEqual({ active: 0, semiActive: 0, nonActive: 0 });

  const short = ['--steps', '1000', '--set', 'report.episodes=100', '--set', 'lookAheadEpisodes=20'];
  await run('train', '--environment', 'segment', '--config', 'all/world.json', ...short, '--out', 'policy');
  expect(existsSync(join(folder, 'policy/report.html'))).toBe(true);
  const trained = json<unknown>(folder, 'policy/report.json');
  expect(JSON.stringify(trained)).toContain('always-email');
});
