/** Log lines on standard error, so that standard output carries results only. */
import type * as Winston from 'winston';
import type { Logger } from '../core/logger';
import { onDemand } from '../core/on-demand';

const loadWinston = onDemand<typeof Winston>('winston');

function createWinston(): Winston.Logger {
  const { createLogger, format, transports } = loadWinston();
  const line = format.printf(({ level, message }) =>
    level === 'warn' ? `warning: ${String(message)}` : String(message),
  );
  return createLogger({
    level: 'info',
    format: line,
    transports: [new transports.Console({ stderrLevels: ['info', 'warn'], forceConsole: true })],
  });
}

/** Made when there is something to say, which a quiet command seldom has. */
export function winstonLogger(quiet: boolean): Logger {
  let logger: Winston.Logger | undefined;
  const write = (level: 'info' | 'warn', message: string) =>
    void (logger ??= createWinston())[level](message);
  return {
    info: (message) => {
      if (!quiet) write('info', message);
    },
    warn: (message) => write('warn', message),
  };
}
