/** What a service is told by signals. */
import { STOPPED } from './context';

/**
 * @param reload called at every SIGHUP
 * @returns when the service is to end: Ctrl-C or SIGTERM; a second one ends the process at once
 */
export function untilStopped(reload: () => void): Promise<void> {
  process.on('SIGHUP', reload);
  return new Promise((done) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(STOPPED);
      asked = true;
      done();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
