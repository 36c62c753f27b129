/** The formats there are; a file of its own, so that a command's flags need nothing of what writes them. */
export const exportFormats = ['tfjs', 'onnx', 'savedmodel', 'rules'] as const;

export type ExportFormat = (typeof exportFormats)[number];
