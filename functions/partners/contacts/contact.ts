import type { FromSchema } from 'json-schema-to-ts';
import { isReservedUserName } from '../../shared/auth/api-user-name.ts';
import { permissionMissing } from '../../shared/contract/access.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { mergePatch } from '../../shared/contract/merge-patch.ts';
import { isAbove, ROLE_PERMISSIONS, type UserRole } from '../../shared/contract/permissions.ts';
import { pickBySchema } from '../../shared/contract/pick-by-schema.ts';
import { invalid, Refusal, type Violation } from '../../shared/contract/problems.ts';
import { nextVersion } from '../../shared/contract/versions.ts';
import { isSameName } from '../../shared/table/held-names.ts';
import { partnerSchema } from '../schemas.ts';
import type { createContact, updateContact } from './contract.ts';
import type { contactAnswerSchema } from './schemas.ts';

export type Contact = FromSchema<typeof contactAnswerSchema>;
type NewContact = Input<typeof createContact>['body'];
export type ContactPatch = Input<typeof updateContact>['body'];

/**
 * Refuses a new user name that looks like one of an API credential. `pointer` is the path of the
 * contact in the body.
 */
export const userNameRules = (userName: unknown, pointer: string): readonly Violation[] =>
  typeof userName === 'string' && isReservedUserName(userName)
    ? [{ in: 'body', pointer, code: 'reserved', message: 'must not begin with "key-", in any spelling: user names of API credentials do' }]
    : [];

/** Creates a contact from the fields of a request. */
export const openContact = (fields: NewContact, { id, at }: { readonly id: number; readonly at: string }): Contact => ({
  ...fields,
  id,
  isActive: fields.isActive ?? true,
  sendWelcomeEmail: fields.sendWelcomeEmail ?? false,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/**
 * Returns the contact with the patch applied, or the same object when nothing changes. `pointer` is
 * the path of the patch in the body.
 * @throws {Refusal} `invalid-request` when the new user name is reserved; an unchanged one is kept
 */
export const patchContact = (contact: Contact, patch: ContactPatch, at: string, pointer = ''): Contact => {
  const renamed = patch.userName !== undefined && !isSameName(patch.userName, contact.userName);
  const violations = renamed ? userNameRules(patch.userName, `${pointer}/userName`) : [];
  if (violations.length > 0) throw invalid(violations);
  return nextVersion(contact, mergePatch(contact, patch) as Contact, at);
};

/** Returns the part of a contact that its partner shows. */
export const embeddedContact = (contact: Contact) =>
  pickBySchema(partnerSchema.properties.contact, contact) as FromSchema<typeof partnerSchema>['contact'];

/** True for a user who may change everything of its partner. */
export const isSupervisor = ({ userRole, isActive }: Pick<Contact, 'userRole' | 'isActive'>): boolean =>
  isActive && userRole === 'Partner Supervisor';

/**
 * Refuses a caller that gives a role above its own, or one with a permission that its token lacks
 * (403).
 */
export const requireRole = (caller: Caller, userRole: UserRole): void => {
  requireRank(caller, userRole);
  const missing = ROLE_PERMISSIONS[userRole].find((permission) => !caller.permissions.has(permission));
  if (missing) throw permissionMissing(missing, `The permission ${missing} is required of whoever gives the role ${userRole}.`);
};

/** Refuses a caller that changes a user above it, or gives a role that it does not have (403). */
export const requireChange = (caller: Caller, before: Contact, after: Contact): void => {
  requireRank(caller, before.userRole);
  if (givesRole(before, after)) requireRole(caller, after.userRole);
};

/** Refuses a user whose own role is below another's (403); a token has no role. */
export const requireRank = ({ role }: Caller, userRole: UserRole): void => {
  if (role && isAbove(userRole, role)) throw new Refusal('role-too-high', `A ${role} cannot make or change a ${userRole}.`);
};

/**
 * True when somebody gains the role: the role changes, the contact is activated, or a link to set
 * its password is sent.
 */
const givesRole = (before: Contact, after: Contact): boolean =>
  before.userRole !== after.userRole ||
  (!before.isActive && after.isActive) ||
  before.email !== after.email ||
  (!before.sendWelcomeEmail && after.sendWelcomeEmail);
