/** Every command, in the order of `--help`. */
import type { Command } from '../command';
import { assign } from './assign';
import { bench } from './bench';
import { checkData } from './check-data';
import { collect } from './collect';
import { compare } from './compare';
import { doctor } from './doctor';
import { evaluate } from './evaluate';
import { experiment } from './experiment';
import { forget } from './forget';
import { predict } from './predict';
import { prepare } from './prepare';
import { selfTest } from './self-test';
import { serve } from './serve';
import { simulateLog } from './simulate-log';
import { train } from './train';

export const commands: readonly Command[] = [
  train,
  evaluate,
  compare,
  checkData,
  prepare,
  simulateLog,
  selfTest,
  predict,
  assign,
  experiment,
  serve,
  collect,
  forget,
  doctor,
  bench,
];
