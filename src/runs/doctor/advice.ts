/** What stands between this machine and faster training, and the one command that would mend it. */
import { isCheckout } from '../../core/version';
import { cudaNeeds, type LibraryCheck } from '../../tensor/native/checks';
import type { DoctorFacts } from './facts';

export interface Advice {
  readonly problem: string;
  /** What to type; null where no command helps. */
  readonly command: string | null;
}

const SETUP = 'npm run setup:native';
const SETUP_GPU = `${SETUP} -- --gpu`;

function hidesEveryGpu(visibleDevice: string): boolean {
  return visibleDevice === '' || visibleDevice === '-1';
}

function libraryObstacle(missing: readonly LibraryCheck[]): Advice {
  const [first, ...others] = missing as [LibraryCheck, ...LibraryCheck[]];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const problem = `${first.name} does not open: ${first.reason ?? ''}${more}`;
  // It comes with the driver, in a container from outside.
  if (first.name === 'libcuda.so.1') {
    return {
      problem: `${problem}; a container gets it by --gpus all and NVIDIA_DRIVER_CAPABILITIES=compute,utility`,
      command: null,
    };
  }
  return { problem, command: SETUP_GPU };
}

function nativeProblem({ setup, problem }: DoctorFacts['native']): string {
  return setup === null ? 'native TensorFlow is not set up here' : `native TensorFlow: ${problem ?? ''}`;
}

const DOCTOR = 'npm run doctor';

/** npm scripts are there in a checkout only; an installed package has its own command. */
function asPossible(advice: Advice | null, checkout: boolean): Advice | null {
  if (checkout || !advice?.command) return advice;
  const { problem, command } = advice;
  return command.startsWith(SETUP)
    ? {
        problem: `${problem}; it is set up, and used, in a checkout of contact-dqn: ${command}`,
        command: null,
      }
    : { problem, command: command.replace(DOCTOR, 'contact-dqn doctor') };
}

/**
 * Why TensorFlow computes on no GPU; null if it does.
 *
 * @param checkout whether this program runs from a checkout, not from an installed package
 */
export function gpuObstacle(facts: DoctorFacts, checkout = isCheckout): Advice | null {
  return asPossible(gpuProblem(facts), checkout);
}

function gpuProblem({ gpu, native, cudaLibraries }: DoctorFacts): Advice | null {
  if (native.gpuInUse) return null;
  if (gpu.driver === null && gpu.gpus.length === 0) {
    return { problem: `no NVIDIA GPU was found: ${gpu.problem ?? ''}`, command: null };
  }
  if (native.tensorflow === null) return { problem: nativeProblem(native), command: SETUP_GPU };
  if (hidesEveryGpu(native.settings.visibleDevice)) {
    const problem = `CUDA_VISIBLE_DEVICES=${native.settings.visibleDevice} hides every GPU`;
    return { problem, command: 'unset CUDA_VISIBLE_DEVICES' };
  }
  if (native.cudaBuild === false) {
    return { problem: `TensorFlow ${native.tensorflow} is a build for the CPU`, command: SETUP_GPU };
  }
  const { cuda, driver: oldest } = cudaNeeds(native.tensorflow);
  if (gpu.driver !== null && parseInt(gpu.driver, 10) < oldest) {
    const problem = `the NVIDIA driver ${gpu.driver} is too old: CUDA ${cuda} needs ${oldest} or newer`;
    return { problem, command: null };
  }
  const missing = cudaLibraries.filter(({ required, opens }) => required && !opens);
  if (missing.length > 0) return libraryObstacle(missing);
  return {
    problem: 'every library opens, yet TensorFlow finds no GPU; it may say why',
    command: `TF_CPP_MIN_LOG_LEVEL=0 ${DOCTOR}`,
  };
}

/** What would improve this machine most; null if nothing would. `checkout` as above. */
export function adviceFor(facts: DoctorFacts, checkout = isCheckout): Advice | null {
  const { machine, gpu, native } = facts;
  // Native TensorFlow is built on Linux only; elsewhere nothing is faster than what npm brings.
  if (!machine.platform.startsWith('linux')) return null;
  if (gpu.driver !== null || gpu.gpus.length > 0) return gpuObstacle(facts, checkout);
  if (native.tensorflow !== null) return null;
  return asPossible({ problem: nativeProblem(native), command: SETUP }, checkout);
}
