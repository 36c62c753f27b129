/** A new run on a log as it was asked for: the log is read and split, and what its audit says is said. */
import { basename, resolve } from 'node:path';
import { InputError } from '../../core/errors';
import { pause } from '../../core/pause';
import { isStudySchema } from '../../dataset/schema/read-schema';
import type { Finding, Severity } from '../../dataset/audit/finding';
import { rowCount, type LoggedRows } from '../../dataset/logged-rows';
import type { Host } from '../host';
import { common, sourcesOf, type Plan, type SettingsRequest } from '../plan-request';
import { mergeSettings, resolveSettings, type SettingsTree } from '../settings';
import { carriedColumns } from './carried-columns';
import { horizonOf } from './learned/candidates';
import { sizeOf } from './learned/learner-config';
import { learnedSettings, type LearnedMethod, type LearnedSettings } from './learned/settings';
import { settledOn, shapingOfLearned } from './learned/unlogged';
import type { Contacts, LoadedLog, SplitSettings } from './loaded-log';
import { loadLog, shapingOf, type LogSource } from './log-source';
import { sidesHash } from './sides-hash';
import { expectNoSpending, spendingFlags } from './spending/flags';
import { limitsOf } from './spending/limits';
import { loggedDefaults, loggedSettings, type LoggedSettings } from './settings';
import { loggedTask } from './task';

function resolveLogged(request: SettingsRequest, preset: SettingsTree): LoggedSettings {
  const { noActionReward } = request;
  const sources = sourcesOf(request, preset);
  return resolveSettings(loggedSettings, {
    ...sources,
    flags: { ...sources.flags, ...(noActionReward !== undefined && { shaping: { noActionReward } }) },
  });
}

/** A training that nobody gave a length sees every row at least once, and is evaluated as often as a short one. */
function lengthFor(rows: number): SettingsTree {
  const { steps, evaluation } = loggedSettings.parse(loggedDefaults);
  if (rows <= steps) return {};
  return { steps: rows, evaluation: { interval: Math.round((evaluation.interval * rows) / steps) } };
}

/** Says so where a training is too short for its log. */
function sayUnseenRows({ steps }: LoggedSettings, rows: number, { logger }: Host): void {
  if (steps >= rows) return;
  logger.warn(`${steps} steps see ${steps} of the ${rows} rows trained on; --steps ${rows} sees each once`);
}

/** What the audit says before anything is learned; all of it heads the report. */
function sayFindings(file: string, findings: readonly Finding[], { logger }: Host): void {
  for (const { severity, code, message } of findings)
    if (severity === 'block') logger.info(`${file}: blocks, ${code}: ${message}`);
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  logger.info(
    `${file}: the audit found ${count('block')} that block, ${count('warn')} that warn, ${count('note')} to be known`,
  );
}

/** @throws InputError for what says something of rows that are replayed alone */
function resolveLearned(method: LearnedMethod, request: SettingsRequest): LearnedSettings {
  const flags = { '--steps': request.steps, '--environments': request.environments };
  for (const [flag, value] of Object.entries(flags))
    if (value !== undefined)
      throw new InputError(
        `${flag}: expected with --method replay-study, got --method ${method}, which learns in passes: --set passes.most=20`,
      );
  return resolveSettings(learnedSettings, {
    ...sourcesOf(request, { method }),
    flags: { noActionReward: request.noActionReward, ...spendingFlags(request) },
  });
}

/** Says so where a method is asked for that has nothing to look ahead to. */
function sayHorizon(method: LearnedMethod, contacts: Contacts, { logger }: Host): void {
  if (method === 'auto' || method === 'one-step' || horizonOf(contacts).ahead) return;
  logger.info(
    `--method ${method}: the schema says nothing of what later decisions are worth (discount), or there are none: each counts alone, and every method is the same regression`,
  );
}

/** A log read and split, its audit told. Each part may take seconds; between two, whoever wants an end is heard. */
async function openLog(
  source: LogSource,
  split: SplitSettings,
  audited: (train: LoggedRows) => Parameters<LoadedLog['audit']>[0],
  host: Host,
) {
  const { file, schema } = source;
  const customers = await carriedColumns(source);
  const log = await loadLog(source, host);
  await pause();
  const splits = log.split(split);
  if (splits.train.features.length === 0)
    throw new InputError(
      `${file}: expected a column to decide on, found none; what does the same for everybody is judged by evaluate --policy`,
    );
  const unused =
    splits.unused - (split.validationShare === undefined ? 0 : splits.decisions.validation.length);
  if (unused > 0)
    host.logger.info(
      `${file}: ${unused} decisions are neither trained nor judged on (validation, or between two sides)`,
    );
  await pause();
  const findings = log.audit(audited(splits.train));
  sayFindings(file, findings, host);
  return {
    name: basename(file).replace(/\.csv(\.gz)?$/i, ''),
    data: {
      kind: 'logged' as const,
      data: resolve(file),
      ...{ dataHash: log.dataHash, logHash: log.logHash, sidesHash: sidesHash(log, splits.decisions) },
      schema,
      ...(customers !== null && { customers }),
    },
    log: { contacts: log.contacts, splits, findings },
  };
}

async function planReplay(source: LogSource, request: SettingsRequest, host: Host): Promise<Plan> {
  const { defaults } = source;
  expectNoSpending(request, '--method one-step, dqn or iql, got replay-study');
  const start = { ...loggedDefaults, shaping: shapingOf(source) };
  // Refused before a large log is read.
  const { split } = resolveLogged(request, mergeSettings(start, defaults));
  const settingsFor = (rows: number) =>
    resolveLogged(request, mergeSettings({ ...start, ...lengthFor(rows) }, defaults));
  const { name, data, log } = await openLog(source, split, (train) => settingsFor(rowCount(train)), host);
  const rows = rowCount(log.splits.train);
  const settings = settingsFor(rows);
  sayUnseenRows(settings, rows, host);
  return {
    ...{ name, settings },
    run: (execution) => {
      const config = { ...common(request), ...execution, ...data, settings };
      return { config, task: loggedTask(config, log, host) };
    },
  };
}

async function planLearned(
  method: LearnedMethod,
  source: LogSource,
  request: SettingsRequest,
  host: Host,
): Promise<Plan> {
  const asked = resolveLearned(method, request);
  const { audit, split } = asked;
  const shaping = shapingOfLearned(asked, source);
  const { name, data, log } = await openLog(source, split, () => ({ audit, shaping }), host);
  const settings = settledOn(log.contacts, source, asked, host);
  limitsOf(settings.spending, log.contacts);
  sayHorizon(method, log.contacts, host);
  return {
    name,
    settings: sizeOf(settings, rowCount(log.splits.train)),
    run: (execution) => {
      const config = { ...common(request), ...execution, ...data, settings };
      return { config, task: loggedTask(config, log, host) };
    },
  };
}

/** @throws InputError naming the flag, file, row or setting that is wrong */
export function planLogged(source: LogSource, request: SettingsRequest, host: Host): Promise<Plan> {
  const { method = isStudySchema(source.schema) ? 'replay-study' : 'auto' } = request;
  return method === 'replay-study'
    ? planReplay(source, request, host)
    : planLearned(method, source, request, host);
}
