/** A thread that makes columns beside a service ends when nobody waits for them any more. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBeside } from '../../../src/runs/company-columns/columns-of-served';
import { loadModel } from '../../../src/store/model-store';
import { savedCompanyModel } from '../../support/company-model';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

it('ends the thread that is at work, and one that has not begun', async () => {
  const folder = freshFolder();
  const { manifest, customers } = await loadModel(await savedCompanyModel(folder));
  const request = { company: 'company.yaml', asOf: undefined, now: 0, model: { manifest, customers } };
  const endless = join(folder, 'endless.js');
  writeFileSync(endless, 'setInterval(() => undefined, 1000);');
  const ending = new AbortController();
  const made = makeBeside(request, endless, ending.signal);
  ending.abort(new Error('the service is shutting down'));
  await expect(made).rejects.toThrow('the service is shutting down');
  await expect(makeBeside(request, endless, ending.signal)).rejects.toThrow('the service is shutting down');
});
