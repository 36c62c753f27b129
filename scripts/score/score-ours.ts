/** Scores a file as `score` does. Usage: score-ours RUN BACKEND FILE OUT */
import { quietHost } from '../../src/runs/quiet-host';
import { score } from '../../src/runs/score/score';
import type { BackendRequest } from '../../src/runs/backend';
import { printMeasured } from './measured';

async function main(run: string, backend: BackendRequest['backend'], data: string, out: string) {
  await printMeasured(async () => {
    const scored = await score(run, { data, out, backend, overwrite: true }, quietHost());
    return scored!.tally.rows;
  });
}

const [run, backend, data, out] = process.argv.slice(2);
void main(run!, backend as BackendRequest['backend'], data!, out!);
