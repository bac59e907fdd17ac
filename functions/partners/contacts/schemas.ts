import { int32Id, stamps } from '../../shared/contract/schemas.ts';
import { contactAnswerFields, contactSchema } from '../schemas.ts';

/** A contact as every answer and event shows it. */
export const contactAnswerSchema = {
  ...contactSchema,
  title: 'Contact',
  required: ['id', ...contactSchema.required, 'isActive', 'sendWelcomeEmail', 'version', 'createdAt', 'updatedAt'],
  properties: { id: int32Id, ...contactAnswerFields, ...stamps },
} as const;
