/** Asks a saved model's network for values of rows that are there already. Usage: network-alone RUN COMPUTER ROWS */
import { Random } from '../../src/core/random';
import { openDecidingModel } from '../../src/runs/score/deciding-model';
import { quietHost } from '../../src/runs/quiet-host';
import { computing } from './computing';
import { printMeasured } from './measured';

const ROWS = 8192;

async function main(run: string, computer: string, rows: number): Promise<void> {
  const { model, qFunction } = await openDecidingModel(run, computing(computer), quietHost());
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

const [run, computer, rows] = process.argv.slice(2);
void main(run!, computer!, Number(rows));
