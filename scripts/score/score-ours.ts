/** Scores a file as `score` does. Usage: score-ours RUN COMPUTER FILE OUT */
import { quietHost } from '../../src/runs/quiet-host';
import { score } from '../../src/runs/score/score';
import { computing } from './computing';
import { printMeasured } from './measured';

async function main(run: string, computer: string, data: string, out: string) {
  await printMeasured(async () => {
    const scored = await score(run, { data, out, ...computing(computer), overwrite: true }, quietHost());
    return scored!.tally.rows;
  });
}

const [run, computer, data, out] = process.argv.slice(2);
void main(run!, computer!, data!, out!);
