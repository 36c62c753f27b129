import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { configOf, openModel } from '../../src/runs/open-model';
import { worlds } from '../../src/worlds/list';
import { useFreshFolders } from '../support/fresh-folders';
import { hearingHost } from '../support/hosts';
import { ladder } from '../support/ladder-world';
import { shipped } from '../support/run-cli';

const freshFolder = useFreshFolders();
const run = shipped('models/segment');

describe('the run of a model', () => {
  it.each([run, `${run}/`, join(run, 'model'), `${join(run, 'model')}/`])('is found from %s', (folder) => {
    expect(configOf(folder, worlds)).toMatchObject({
      kind: 'simulation',
      settings: { environment: 'segment' },
    });
  });

  it('is unknown where the model lies alone, whatever its folder is called', () => {
    const folder = join(freshFolder(), 'model');
    cpSync(join(run, 'model'), folder, { recursive: true });
    expect(configOf(folder, worlds)).toBeNull();
    mkdirSync(join(folder, 'model'));
    expect(configOf(join(folder, 'model'), worlds)).toBeNull();
  });

  it('is refused where this program does not bring its world', () => {
    expect(() => configOf(run, [ladder])).toThrow('settings.environment: expected "ladder", got "segment"');
  });
});

it('a model is opened from its run or its own folder, on the backend that is named', async () => {
  const observation = Float32Array.of(5000, 1000, 500);
  const values = [];
  for (const folder of [run, join(run, 'model')]) {
    const host = hearingHost();
    const { backend, manifest, qFunction } = await openModel(folder, { backend: 'cpu' }, host);
    expect(backend.name).toBe('cpu');
    expect(host.heard.info).toEqual([`backend cpu: ${backend.device}`]);
    expect(manifest.environment).toBe('segment');
    values.push(await qFunction.qValues(observation));
    qFunction.dispose();
  }
  expect(values[1]).toEqual(values[0]);
});

it('a folder without a model is refused', async () => {
  const folder = freshFolder();
  await expect(openModel(folder, { backend: 'cpu' }, hearingHost())).rejects.toMatchObject({
    name: 'InputError',
  });
});
