/** The terms of reward shaping as the study published them. */
import { salesChannelSchema } from '../../dataset/presets/sales-channel';
import { shapingConfigSchema, type ShapingConfig } from './shaping';

export const publishedShaping: ShapingConfig = shapingConfigSchema.parse(salesChannelSchema.shaping);
