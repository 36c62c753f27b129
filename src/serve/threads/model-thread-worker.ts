/** The thread of one model: loads it, tries it, then answers batch after batch until it is told to end. */
import { parentPort, workerData } from 'node:worker_threads';
import { ModelQFunction } from '../../agents/dqn/model-q-function';
import { InputError } from '../../core/errors';
import { exampleRow } from '../../dataset/features/example-row';
import { loadModel, type LoadedModel } from '../../store/model-store';
import { chooseBackend, smallUpdatesLadder } from '../../tensor/backend';
import { makeDecider, type Decider } from './decider';
import type { AskedCustomer, BatchMessage, ThreadMessage, ThreadStart } from './messages';

/** A customer about whom nothing is known but what every model must be able to answer. */
function exampleCustomer({ model, manifest }: LoadedModel): AskedCustomer {
  const { raw } = manifest;
  return {
    columns: raw === undefined ? null : exampleRow(raw, model.actions),
    state: raw === undefined ? model.features.map(() => 0) : null,
    ...{ history: null, kept: null, now: 0, place: '', draw: 0 },
  };
}

/** @throws InputError unless the model decides for a customer */
async function expectDecides(decider: Decider, loaded: LoadedModel): Promise<void> {
  const [answer] = await decider([exampleCustomer(loaded)], true);
  if (answer?.kind === 'refused') throw new InputError(`${answer.field}: ${answer.reason}`);
}

async function start({ source, exploration }: ThreadStart, say: (message: ThreadMessage) => void) {
  // Rows by the dozen, which wasm multiplies faster than others begin to.
  const { info } = await chooseBackend('auto', { ladder: smallUpdatesLadder });
  const loaded = 'loaded' in source ? source.loaded : await loadModel(source.folder);
  const decider = makeDecider(loaded, new ModelQFunction(loaded.model), exploration);
  await expectDecides(decider, loaded);
  let last = Promise.resolve();
  const answer = async ({ id, customers, explores }: BatchMessage) => {
    try {
      say({ kind: 'answers', id, customers: await decider(customers, explores) });
    } catch (error) {
      say({ kind: 'failed', id, reason: (error as Error).stack ?? String(error) });
    }
  };
  parentPort!.on('message', (batch: BatchMessage) => {
    last = last.then(() => answer(batch));
  });
  say({ kind: 'ready', loaded, backend: info.name });
}

const say = (message: ThreadMessage) => parentPort!.postMessage(message);

start(workerData as ThreadStart, say).catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  say({ kind: 'unfit', reason: error.message });
});
