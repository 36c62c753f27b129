/**
 * Churn and segments beside scikit-learn, on the Telco customers: `node scripts/run.mjs scripts/bench-customers/churn-segments
 * --telco Telco-Customer-Churn.csv.gz --out FILE.json`. Ends with 1 where the two are farther apart than they may be.
 */
import { loadavg } from 'node:os';
import yargs from 'yargs';
import { writeFileAtomically } from '../../src/core/files';
import { version } from '../../src/core/version';
import { thisMachine } from '../peers/machine';
import { besideScikit } from './beside-scikit';
import { readTelco } from './telco';

async function main(): Promise<void> {
  const { telco, out } = yargs(process.argv.slice(2))
    .usage('churn and segments beside scikit-learn; needs Python 3.11')
    .option('telco', { type: 'string', demandOption: true, describe: 'Telco-Customer-Churn.csv.gz' })
    .option('out', { type: 'string', demandOption: true, describe: 'JSON file to write' })
    .strict()
    .parseSync();
  const compared = await besideScikit(readTelco(telco));
  const load = Number(loadavg()[0]!.toFixed(1));
  writeFileAtomically(
    out,
    `${JSON.stringify({ version, machine: thisMachine(), load, ...compared }, null, 2)}\n`,
  );
  for (const { method, ours, theirs, holds } of compared.churn)
    process.stdout.write(
      `${method}: AUC ${ours.auc.toFixed(4)} against ${theirs.auc.toFixed(4)}, calibration error ${ours.calibrationError.toFixed(4)} against ${theirs.calibrationError.toFixed(4)}, ${ours.seconds} s against ${theirs.seconds} s${holds ? '' : ': too far apart'}\n`,
    );
  const { kMeans, dbscan, ward } = compared.segments;
  process.stdout.write(
    `k-means: inertia ${kMeans.inertia.toFixed(1)} against ${kMeans.theirInertia.toFixed(1)}; DBSCAN: ${dbscan.groups} groups, Rand ${dbscan.adjustedRand}; Ward: Rand ${ward.adjustedRand}\n`,
  );
  const all = [...compared.churn, kMeans, dbscan, ward];
  if (!all.every(({ holds }) => holds)) process.exitCode = 1;
}

void main();
