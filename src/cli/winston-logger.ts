/** Log lines on standard error, so that standard output carries results only. */
import { createLogger, format, transports } from 'winston';
import type { Logger } from '../core/logger';

export function winstonLogger(quiet: boolean): Logger {
  const line = format.printf(({ level, message }) =>
    level === 'warn' ? `warning: ${String(message)}` : String(message),
  );
  const logger = createLogger({
    level: quiet ? 'warn' : 'info',
    format: line,
    transports: [new transports.Console({ stderrLevels: ['info', 'warn'], forceConsole: true })],
  });
  return {
    info: (message) => void logger.info(message),
    warn: (message) => void logger.warn(message),
  };
}
