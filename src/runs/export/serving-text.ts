/** How each format is served, in lines to copy. */
import { OPSET } from '../../export/onnx/onnx-model';
import type { ExportFormat } from '../../export/formats';
import { NOTICE } from './contact-limits';

const code = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;

const texts: Readonly<Record<ExportFormat, readonly string[]>> = {
  tfjs: [
    '### tfjs',
    'In a page, from any server of files, or in Node. `policy.mjs` takes raw columns and imports nothing; `model.json` alone gives values of encoded features by plain `tf.loadLayersModel`.',
    code(
      'js',
      [
        "import { createPolicy } from './tfjs/policy.mjs';",
        "const data = await (await fetch('./tfjs/policy.json')).json();",
        "const policy = createPolicy({ tf, model: await tf.loadLayersModel('./tfjs/model.json'), data });",
        'const [{ action, reason }] = await policy.decide([row]);',
      ].join('\n'),
    ),
  ],
  onnx: [
    '### onnx',
    `Opset ${OPSET}, standard operators alone: ONNX Runtime 1.15 or later in any language, Triton, KServe. Every input is an array of one value per row; \`allowed\` is rows by actions.`,
    code(
      'python',
      [
        'import numpy as np, onnxruntime',
        "session = onnxruntime.InferenceSession('onnx/model.onnx')",
        "action, = session.run(['action'], feeds)  # feeds: an array for each input below",
      ].join('\n'),
    ),
  ],
  savedmodel: [
    '### savedmodel',
    'The same inputs and outputs as `onnx`, for TensorFlow Serving; the folder has a version, as it asks for.',
    code(
      'sh',
      'docker run -p 127.0.0.1:8501:8501 -e MODEL_NAME=contacts -v "$PWD/savedmodel:/models/contacts" tensorflow/serving',
    ),
  ],
  rules: [
    '### rules',
    'Leaves in order, of which the first whose `condition` matches counts; `weights` are in the order of `variations`. The form is that of GrowthBook’s contextual bandits; any engine that tries conditions in order can hold them.',
    `${NOTICE} \`checkBefore\` in the file lists them by action.`,
  ],
};

export function servingText(format: ExportFormat): string {
  return texts[format].join('\n\n');
}
