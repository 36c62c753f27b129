/** What computes values in a comparison, by its name: `onnx`, or a backend of our own programs. */
import type { Computer } from '../../src/inference/compute-values';
import type { ComputingRequest } from '../../src/runs/score/deciding-model';

export function computing(computer: string): ComputingRequest {
  return computer === 'onnx' ? { runtime: 'onnx' } : { backend: computer as Exclude<Computer, 'onnx'> };
}
