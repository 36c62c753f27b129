/** Flags that several commands have. */
import { z } from 'zod';
import { backendNames } from '../tensor/backends/loader';

export const backendFlag = z
  .enum(['auto', ...backendNames])
  .default('auto')
  .describe('tensorflow, wasm or cpu; auto takes the best that trains here');
