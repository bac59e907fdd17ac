import formatsModule from 'ajv-formats/dist/formats.js';
import { isDateTime } from '../functions/shared/time.ts';

const { email, int32 } = formatsModule.fullFormats;

/** What the formats of our schemas mean. A time is what the functions read as one, and nothing else. */
export const FORMATS = { email, int32, 'date-time': isDateTime };
