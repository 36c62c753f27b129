/** Standard output and error as a program finds them: closed by their reader, or on a full disk. */
import { fileError } from '../core/files';

/** Whether nobody reads any more: a pipe that was closed, or a terminal that is gone. */
function isClosed({ code }: NodeJS.ErrnoException, stream: NodeJS.WriteStream): boolean {
  return code === 'EPIPE' || code === 'ECONNRESET' || (code === 'EIO' && stream.isTTY);
}

/**
 * Without this, Node ends the process in the middle of its work when a stream fails. Standard error carries progress and
 * log lines, which no result depends on, so that work goes on without them. A result that its reader did not want to
 * its end (`| head`) is no failure; one that cannot be written is one line and exit code 2.
 */
export function guardStandardStreams(): void {
  process.stderr.on('error', () => undefined);
  let failed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed || isClosed(error, process.stdout)) return;
    failed = true;
    process.stderr.write(`${fileError('write', 'standard output', error).message}\n`);
    // The command ends before or after it is known that its result could not be written.
    process.on('exit', (code) => {
      if (code === 0) process.exitCode = 2;
    });
  });
}
