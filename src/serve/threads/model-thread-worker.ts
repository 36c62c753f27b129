/** The thread of one model: loads it, tries it, then answers batch after batch until it is told to end. */
import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../../core/errors';
import { exampleRow } from '../../dataset/features/example-row';
import { computeValues } from '../../inference/compute-values';
import type { RuntimeChoice } from '../../inference/on-onnx-runtime';
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

/** What computes a model's values here, and what should be heard of that. */
async function computed(loaded: LoadedModel, runtime: RuntimeChoice) {
  const remarks: string[] = [];
  // Rows by the dozen, which wasm multiplies faster than others begin to.
  const chooseOwn = () => chooseBackend('auto', { ladder: smallUpdatesLadder });
  const logger = { warn: (remark: string) => remarks.push(remark) };
  return { ...(await computeValues(loaded, runtime, chooseOwn, logger)), remarks };
}

async function start({ source, exploration, runtime }: ThreadStart, say: (message: ThreadMessage) => void) {
  const loaded = 'loaded' in source ? source.loaded : await loadModel(source.folder);
  const { qFunction, computedBy, remarks } = await computed(loaded, runtime);
  const decider = makeDecider(loaded, qFunction, exploration);
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
  say({ kind: 'ready', loaded, computedBy, remarks });
}

const say = (message: ThreadMessage) => parentPort!.postMessage(message);

start(workerData as ThreadStart, say).catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  say({ kind: 'unfit', reason: error.message });
});
