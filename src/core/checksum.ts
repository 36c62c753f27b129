/** A SHA-256 as files hold it. */
import { z } from 'zod';

export const checksum = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha-256 of 64 hexadecimal digits');
