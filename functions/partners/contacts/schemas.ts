import { int32Id, stamps } from '../../shared/contract/schemas.ts';
import { contactAnswerFields, contactSchema } from '../schemas.ts';

/** A contact as answers and events show it. */
export const contactAnswerSchema = {
  ...contactSchema,
  title: 'Contact',
  required: ['id', ...contactSchema.required, 'isActive', 'sendWelcomeEmail', 'version', 'createdAt', 'updatedAt'],
  properties: { id: int32Id, ...contactAnswerFields, ...stamps },
} as const;

/** The example in the documents. */
export const example = {
  userName: 'grace',
  firstName: 'Grace',
  lastName: 'Hopper',
  email: 'grace@example.com',
  phone: '+14155552672',
  userRole: 'Partner User',
} as const;

export const answer = {
  id: 1957747793,
  ...example,
  isActive: true,
  sendWelcomeEmail: true,
  version: 1,
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
} as const;
