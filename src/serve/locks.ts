/** Locks of what one service alone may write. */
import { dirname } from 'node:path';
import type { Clock } from '../core/clock';
import { fileError, makeFolder } from '../core/files';
import type { Logger } from '../core/logger';
import type { Processes } from '../core/processes';
import { takeLock, type FolderLock } from '../track/folder-lock';
import type { KnowCustomers } from './customers/known-customers';
import type { OpenFile } from './log/line-file';

/** What a service needs of the program around it. */
export interface ServiceHost {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly processes: Processes;
  /** A test gives a disk that is full. */
  readonly openFile?: OpenFile;
  /** Makes columns of customers that requests need not have; without it they bring all. */
  readonly knowCustomers?: KnowCustomers | undefined;
  /** Of the model's thread, where it is not beside `model-thread.ts`. */
  readonly threadFile?: string;
}

/**
 * @param log folder of a decision log; null for none
 * @param store file of a contact store; null for none
 * @throws InputError if another service has one of them
 */
export function takeLocks(
  { log, store }: { readonly log: string | null; readonly store: string | null },
  host: Pick<ServiceHost, 'clock' | 'processes'>,
): FolderLock[] {
  const paths = [
    ...(log === null ? [] : [`${log}/service.lock`]),
    ...(store === null ? [] : [`${store}.lock`]),
  ];
  const locks: FolderLock[] = [];
  try {
    for (const path of paths) {
      try {
        makeFolder(dirname(path));
      } catch (error) {
        throw fileError('make the folder', dirname(path), error);
      }
      locks.push(takeLock(path, host, 'service'));
    }
    return locks;
  } catch (error) {
    for (const lock of locks) lock.release();
    throw error;
  }
}
