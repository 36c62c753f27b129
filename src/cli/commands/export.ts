/** `export`: a saved model in the formats that others serve. */
import { join } from 'node:path';
import { z } from 'zod';
import { exportFormats } from '../../runs/export/request';
import { defineCommand } from '../command';
import { createContext } from '../context';

const flags = z.strictObject({
  model: z.string().describe("a run's folder, or its model/ folder"),
  format: z
    .enum(exportFormats)
    .optional()
    .describe(
      'tfjs: for TensorFlow.js in a page or in Node; onnx: for ONNX Runtime, Triton or KServe; savedmodel: for TensorFlow Serving; rules: the readable policy for an engine of rules',
    ),
  all: z
    .boolean()
    .default(false)
    .describe(
      'every format that the model can be written in, and model-card.md, which says how to serve each',
    ),
  out: z.string().describe('folder to write'),
  overwrite: z.boolean().default(false).describe('replace the export that lies there'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const exportCommand = defineCommand({
  name: 'export',
  description: 'Write a saved model in the formats that others serve, deciding as it does here',
  flags,
  examples: [
    ['$0 export --model models/mine --all --out exported', 'every format, and a model card'],
    ['$0 export --model models/mine --format onnx --out exported', 'raw columns in, actions out: one file'],
    ['$0 export --model models/segment --format tfjs --out page/model', 'for a page, without a server'],
  ],
  async run({ quiet, json, ...request }) {
    const context = createContext(quiet || json);
    const { exportModel } = await import('../../runs/export/export-model.js');
    const exported = await exportModel(request, context);
    const { out, files } = exported;
    context.print(
      json
        ? JSON.stringify(exported, null, 2)
        : ['export.json', ...files].map((path) => `written: ${join(out, path)}`).join('\n'),
    );
    return 0;
  },
});
