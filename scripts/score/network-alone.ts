/** Asks a saved model's network for values of rows that are there already. Usage: network-alone RUN BACKEND ROWS */
import { Random } from '../../src/core/random';
import { openModel } from '../../src/runs/open-model';
import { quietHost } from '../../src/runs/quiet-host';
import type { BackendRequest } from '../../src/runs/backend';
import { printMeasured } from './measured';

const ROWS = 8192;

async function main(run: string, backend: BackendRequest['backend'], rows: number): Promise<void> {
  const { model, qFunction } = await openModel(run, { backend }, quietHost());
  const random = Random.fromSeed(1);
  const observations = Float32Array.from({ length: ROWS * model.features.length }, () => random.uniform());
  // What is compiled is compiled before.
  await qFunction.qValues(observations);
  await printMeasured(async () => {
    let done = 0;
    for (; done < rows; done += ROWS) await qFunction.qValues(observations);
    return done;
  });
}

const [run, backend, rows] = process.argv.slice(2);
void main(run!, backend as BackendRequest['backend'], Number(rows));
