/** Every command, in the order of `--help`. */
import type { Command } from '../command';
import { assign } from './assign';
import { bench } from './bench';
import { checkData } from './check-data';
import { collect } from './collect';
import { compare } from './compare';
import { customersApply } from './customers-apply';
import { customersCalibrate } from './customers-calibrate';
import { customersFit } from './customers-fit';
import { customersJudge } from './customers-judge';
import { customersProfile } from './customers-profile';
import { doctor } from './doctor';
import { enrich } from './enrich';
import { evaluate } from './evaluate';
import { exportCommand } from './export';
import { experiment } from './experiment';
import { forget } from './forget';
import { predict } from './predict';
import { prepare } from './prepare';
import { score } from './score';
import { selfTest } from './self-test';
import { serve } from './serve';
import { simulateCompany } from './simulate-company';
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
  exportCommand,
  score,
  assign,
  experiment,
  customersProfile,
  customersFit,
  customersJudge,
  customersApply,
  customersCalibrate,
  enrich,
  simulateCompany,
  serve,
  collect,
  forget,
  doctor,
  bench,
];

/** What is said of commands whose names begin with the same word. */
export const groups: Readonly<Record<string, string>> = {
  customers: 'What is known of customers at a moment, from the tables of a company',
};
