/**
 * The closed loop: `npm run demo:loop` serves a model, logs what it does, checks the log, trains on it, gates what was
 * learned and swaps it in, three rounds of it, and writes what every round was truly worth beside what its report said.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { readJsonFile, writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import { customers as company } from '../src/worlds/customers/world';
import { loopPage, type LoopStudy } from './demo-loop/page';
import { ORGANIC, playRounds, type RoundResult } from './demo-loop/rounds';
import { thisMachine } from './peers/machine';

const WEEKS = 6;
const EPSILON = 0.2;
const EPISODES = 10_000;
/** The company's own discount per week, in the world's defaults and in the schema of every log. */
const GAMMA = 0.95;

async function main(): Promise<void> {
  const { seeds, customers, rounds, out } = yargs(process.argv.slice(2))
    .usage('demo-loop: serve, log, check, train, gate and swap, round after round')
    .option('seeds', { type: 'number', default: 1, describe: 'companies of their own, from seed 1 on' })
    .option('customers', { type: 'number', default: 6000, describe: 'new ones of every round' })
    .option('rounds', { type: 'number', default: 3 })
    .option('out', { type: 'string', describe: 'folder for loop.json and loop.md; goes on where it stopped' })
    .strict()
    .parseSync();
  const file = out === undefined ? null : join(out, 'loop.json');
  const settings = { customers, weeks: WEEKS, epsilon: EPSILON, episodes: EPISODES };
  let study: LoopStudy = { version, machine: thisMachine(), organic: ORGANIC, ...settings, rounds: [] };
  if (file !== null && existsSync(file)) study = readJsonFile(file) as LoopStudy;
  const say = (result: RoundResult) => process.stderr.write(`${JSON.stringify(result)}\n`);
  for (let seed = 1; seed <= seeds; seed += 1) {
    if (study.rounds.some((done) => done.seed === seed)) continue;
    const folder = mkdtempSync(join(tmpdir(), 'demo-loop-'));
    process.env.CONTACT_DQN_STATE = join(folder, 'state');
    try {
      const world = company.open({ interest: { organic: ORGANIC } });
      const found = await playRounds({ world, gamma: GAMMA, ...settings, seed, rounds, folder }, say);
      study = { ...study, rounds: [...study.rounds, ...found] };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (out === undefined || file === null) continue;
    writeFileAtomically(file, `${JSON.stringify(study, null, 2)}\n`);
    writeFileAtomically(join(out, 'loop.md'), loopPage(study));
  }
  process.stdout.write(loopPage(study));
}

void main();
