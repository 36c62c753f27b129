/** What `doctor` found, for people. */
import { textColumn } from '../report/terminal';
import { textTable } from '../report/text-table';
import type { Advice } from '../runs/doctor/advice';
import type { BackendFacts, DoctorFacts, NativeFacts } from '../runs/doctor/facts';

type Gpu = DoctorFacts['gpu']['gpus'][number];
type LibraryCheck = DoctorFacts['cudaLibraries'][number];
type Row = readonly [string, string];

const WIDTH = 90;

/** Lines of at most WIDTH characters: a reason must be read to its end, a table would cut it. */
function wrap([what, found]: Row): Row[] {
  const lines = found.match(new RegExp(`.{1,${WIDTH}}(?=\\s|$)|\\S+`, 'g')) ?? [''];
  return lines.map((line, i): Row => [i === 0 ? what : '', line.trim()]);
}

function gpuText({ index, name, memoryMiB, computeCapability }: Gpu): string {
  const memory = memoryMiB === null ? '' : `, ${(memoryMiB / 1024).toFixed(1)} GiB`;
  const capability = computeCapability === null ? '' : `, compute capability ${computeCapability.toFixed(1)}`;
  return `${index}: ${name}${memory}${capability}`;
}

function gpuRows({ gpu: { gpus, driver, problem } }: DoctorFacts): Row[] {
  const found: Row[] = gpus.map((one) => ['GPU', gpuText(one)]);
  return [
    ...(found.length > 0 ? found : ([['GPU', `none found: ${problem ?? ''}`]] as const)),
    ['NVIDIA driver', driver ?? 'none found'],
  ];
}

function nativeRows({ setup, folder, binding, tensorflow }: NativeFacts): Row[] {
  const built = setup && `${setup.variant}, TensorFlow ${setup.tensorflow} in ${folder!}`;
  return [
    ['native set-up', built ?? 'none'],
    ['binding', binding === null ? 'none' : `${binding}, TensorFlow ${tensorflow ?? ''}`],
  ];
}

function libraryRow({ name, required, path, opens, reason }: LibraryCheck): Row {
  const where = path === null ? '' : `, ${path}`;
  return [
    name,
    opens ? `opens${where}` : `${required ? 'does not open' : 'does not open (optional)'}: ${reason ?? ''}`,
  ];
}

function cudaRows({ cudaLibraries, native, gpu }: DoctorFacts): Row[] {
  if (cudaLibraries.length > 0) return cudaLibraries.map(libraryRow);
  const why =
    gpu.driver === null ? 'no GPU' : `no native TensorFlow${native.tensorflow === null ? '' : ' for CUDA'}`;
  return [['CUDA libraries', `none needed: ${why}`]];
}

function tf32Text({ tf32 }: NativeFacts): string {
  if (tf32 === null) return 'cannot be told';
  return tf32
    ? 'on: float32 products keep 10 bits of mantissa; NVIDIA_TF32_OVERRIDE=0 for all 23'
    : 'off: float32 products keep all 23 bits of mantissa';
}

function settingRows({ gpu, native }: DoctorFacts): Row[] {
  if (gpu.gpus.length === 0 && !native.gpuInUse) return [];
  const { visibleDevice, memoryGrowth, kernelCache } = native.settings;
  return [
    [
      'GPU in use',
      native.gpuInUse ? `yes, TensorFlow says so (CUDA_VISIBLE_DEVICES=${visibleDevice})` : 'no',
    ],
    [
      'GPU memory',
      memoryGrowth ? 'taken as needed' : 'all taken at the start (TF_FORCE_GPU_ALLOW_GROWTH=true)',
    ],
    ['TF32', tf32Text(native)],
    ['compiled kernels', kernelCache === null ? 'not kept (CUDA_CACHE_DISABLE=1)' : `kept in ${kernelCache}`],
  ];
}

function backendRow({ name, info, reason, probeMilliseconds }: BackendFacts): Row {
  if (info === null) return [`backend ${name}`, `no: ${reason ?? ''}`];
  return [
    `backend ${name}`,
    `works: ${info.device}; first training step ${(probeMilliseconds ?? 0).toFixed(0)} ms`,
  ];
}

function adviceText(advice: Advice | null): string {
  if (advice === null) return 'nothing';
  return advice.command === null ? advice.problem : `${advice.command}   (${advice.problem})`;
}

/** Aligned text, a row per finding, what would improve it last. */
export function doctorTable(facts: DoctorFacts, advice: Advice | null): string {
  const { machine, auto, autoReason } = facts;
  const rows: Row[] = [
    ['contact-dqn', facts.version],
    ['Node', machine.node],
    ['platform', machine.platform],
    ['processor', `${machine.processor}, ${machine.cores} cores`],
    ['memory', `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ...gpuRows(facts),
    ...nativeRows(facts.native),
    ...cudaRows(facts),
    ...settingRows(facts),
    ...facts.backends.map(backendRow),
    [
      'ONNX Runtime',
      facts.onnxRuntime === null
        ? 'none: score and serve compute by our own programs (npm run setup:onnx brings it)'
        : `${facts.onnxRuntime}: score and serve compute with it`,
    ],
    ['--backend auto', `${auto?.name ?? 'none'}: ${autoReason}`],
    ['would improve it', adviceText(advice)],
  ];
  const columns = ['what', 'found'].map(textColumn);
  return textTable(columns, rows.flatMap(wrap), 160);
}
