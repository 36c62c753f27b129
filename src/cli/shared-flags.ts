/** Flags that several commands have. */
import { z } from 'zod';
import { backendChoices } from '../runs/worlds';

export const backendFlag = z
  .enum(backendChoices)
  .default('auto')
  .describe('tensorflow, webgpu, wasm or cpu; auto: the best that trains here');

export const runtimeFlag = z
  .enum(['auto', 'onnx', 'own'])
  .default('auto')
  .describe(
    'what computes values: onnx is ONNX Runtime, which npm run setup:onnx brings, own are our own programs; auto: ONNX Runtime where it is',
  );

export const noCacheFlag = z
  .boolean()
  .default(false)
  .describe(
    'do not keep what was read of a log of more than 50 MB for the next start (kept in .contact-dqn-cache/ here, or in the folder that CONTACT_DQN_CACHE names)',
  );

export const gpuIdFlag = z
  .int()
  .nonnegative()
  .optional()
  .describe(
    'index of the GPU to use (default what CUDA_VISIBLE_DEVICES says first, else 0); exit with 3 unless a GPU is used (doctor: with --require-gpu)',
  );

export const xlaFlag = z
  .enum(['auto', 'on', 'off'])
  .default('auto')
  .describe(
    'compile the updates (native TensorFlow only): on, off, or auto: where it pays back within the run',
  );
