// Node's part of the parity check of an exported `tfjs`: node answer-in-node.mjs FOLDER ASKED.json
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answerRows } from './answer-rows.mjs';

const [folder, asked] = process.argv.slice(2).map((path) => resolve(path));
const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const { createPolicy } = await import(pathToFileURL(join(folder, 'policy.mjs')).href);
const { buffer, byteOffset, byteLength } = readFileSync(join(folder, 'weights.bin'));
const files = {
  model: read('model.json'),
  weights: buffer.slice(byteOffset, byteOffset + byteLength),
  data: read('policy.json'),
};
const { rows, histories } = JSON.parse(readFileSync(asked, 'utf8'));
const answers = await answerRows(tf, createPolicy, files, rows, histories);
process.stdout.write(JSON.stringify(answers));
