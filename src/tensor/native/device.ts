/** The GPUs and the driver as the machine itself reports them; whether TensorFlow uses one, only TensorFlow knows. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export interface Gpu {
  /** Index, as nvidia-smi and `--gpu-id` number them. */
  readonly index: number;
  readonly name: string;
  /** Memory, MiB; null where the driver does not tell, as on chips that share the memory of the machine. */
  readonly memoryMiB: number | null;
  /** Such as 8.9; null where the driver is too old to tell. */
  readonly computeCapability: number | null;
}

export interface GpuFindings {
  readonly gpus: readonly Gpu[];
  /** Version of the NVIDIA driver; null if there is none. */
  readonly driver: string | null;
  /** Why no GPU is listed; null if one is. */
  readonly problem: string | null;
}

const run = promisify(execFile);
// A driver that is not kept loaded takes seconds to start.
const TIMEOUT_MS = 15_000;
const FIELDS = 'index,name,driver_version,memory.total';

function parseNumber(text: string | undefined): number | null {
  const value = parseFloat(text ?? '');
  return Number.isNaN(value) ? null : value;
}

/** Rows of `index, name, driver, memory[, compute capability]`. */
function parseRows(stdout: string): GpuFindings {
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .filter((cells) => /^\d+$/.test(cells[0]!) && cells.length >= 4);
  const gpus = rows.map(([index, name, , memory, capability]) => ({
    index: Number(index),
    name: name!,
    memoryMiB: parseNumber(memory),
    computeCapability: parseNumber(capability),
  }));
  const problem = gpus.length === 0 ? 'nvidia-smi lists no GPU' : null;
  return { gpus, driver: rows[0]?.[2] ?? null, problem };
}

async function query(command: string, fields: string): Promise<GpuFindings> {
  const { stdout } = await run(command, [`--query-gpu=${fields}`, '--format=csv,noheader'], {
    timeout: TIMEOUT_MS,
  });
  return parseRows(stdout);
}

/** The driver's own file, for containers that have the driver but not its tools. */
function kernelDriver(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8');
    return /Kernel Module.*?\s(\d+(\.\d+)+)\s/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

interface CommandFailure extends Error {
  readonly code?: number | string | null;
  readonly killed?: boolean;
  readonly stdout?: string;
}

function describeFailure({ code, killed, stdout, message }: CommandFailure): string {
  if (code === 'ENOENT') return 'nvidia-smi is not there';
  if (killed === true) return `nvidia-smi did not answer in ${TIMEOUT_MS / 1000} s`;
  // It prints its complaints, of several lines, to standard output.
  return `nvidia-smi: ${(stdout?.trim() ? stdout : message).trim().split('\n')[0]!}`;
}

/**
 * What the driver says; never fails.
 *
 * @param command    the driver's tool
 * @param driverFile where the driver's kernel module writes its version
 */
export async function findGpus({
  command = 'nvidia-smi',
  driverFile = '/proc/driver/nvidia/version',
} = {}): Promise<GpuFindings> {
  try {
    // Drivers before 2021 refuse the whole question for the one field that they do not know.
    return await query(command, `${FIELDS},compute_cap`).catch((error: CommandFailure) => {
      if (typeof error.code !== 'number') throw error;
      return query(command, FIELDS);
    });
  } catch (error) {
    return { gpus: [], driver: kernelDriver(driverFile), problem: describeFailure(error as CommandFailure) };
  }
}

/**
 * The GPU that TensorFlow was shown.
 *
 * @param visible CUDA_VISIBLE_DEVICES with which TensorFlow was loaded: one entry
 * @returns null if it cannot be told, as by the identifier of a part of a GPU
 */
export function shownGpu(gpus: readonly Gpu[], visible: string | undefined): Gpu | null {
  if (gpus.length === 1) return gpus[0]!;
  return gpus.find(({ index }) => String(index) === visible) ?? null;
}

/**
 * Whether matrix products of float32 are computed in TF32, with 10 bits of mantissa instead of 23: TensorFlow does
 * so on every GPU that can, from compute capability 8.0 on, unless NVIDIA_TF32_OVERRIDE=0.
 *
 * @param override NVIDIA_TF32_OVERRIDE
 * @returns null if the GPU is not known
 */
export function usesTf32(gpu: Gpu | null, override: string | undefined): boolean | null {
  if (override === '0') return false;
  if (gpu?.computeCapability === undefined || gpu.computeCapability === null) return null;
  return gpu.computeCapability >= 8;
}
