import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { newOrganization } from '../../../functions/organizations/schemas.ts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
(addFormats.default ?? addFormats)(ajv, ['email', 'date-time', 'int32']);

/** The validator of a body, compiled at each start. */
export const validate = ajv.compile(newOrganization);
