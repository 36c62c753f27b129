/** Commands on WebGPU, as processes: they must end by themselves, for Dawn keeps threads of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, runCli, SHORT_SIMULATION, shipped } from '../support/run-cli';

const backend = ['--backend', 'webgpu'];

it('trains, judges and ends', async () => {
  await inFolder(async (cwd) => {
    const { code } = await runCli(['train', ...backend, ...SHORT_SIMULATION, '--out', 'run'], { cwd });
    expect(code).toBe(0);
    const report = JSON.parse(readFileSync(join(cwd, 'run/report.json'), 'utf8')) as {
      backend: { name: string; tensorflow: string | null; program: string };
    };
    expect(report.backend).toMatchObject({ name: 'webgpu', tensorflow: null, program: 'eager' });
  });
}, 120_000);

it('stops at Ctrl-C with a checkpoint, continues from it, and ends', async () => {
  const [, , ...others] = SHORT_SIMULATION;
  await inFolder(async (cwd) => {
    const started = () => existsSync(join(cwd, 'run/metrics.csv'));
    const stopped = await runCli(['train', ...backend, '--steps', '1600', ...others, '--out', 'run'], {
      cwd,
      signal: { name: 'SIGINT', when: started },
    });
    expect(stopped.code).toBe(130);
    expect((await runCli(['train', '--resume', 'run', '--quiet'], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, 'run/report.json'))).toBe(true);
  });
}, 180_000);

it('predicts what plain JavaScript predicts, but for rounding', async () => {
  await inFolder(async (cwd) => {
    const qValues = async (name: string) => {
      const model = ['--model', shipped('models/segment'), '--state', '1500, 1200, 2300'];
      const { code, stdout } = await runCli(['predict', ...model, '--backend', name, '--json'], { cwd });
      expect(code).toBe(0);
      const { predictions } = JSON.parse(stdout) as { predictions: { qValues: Record<string, number> }[] };
      return predictions[0]!.qValues;
    };
    const [found, expected] = [await qValues('webgpu'), await qValues('cpu')];
    for (const [action, value] of Object.entries(expected))
      expect(Math.abs(found[action]! / value - 1)).toBeLessThan(1e-5);
  });
}, 120_000);
