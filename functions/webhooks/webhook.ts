import type { FromSchema } from 'json-schema-to-ts';
import type { Caller } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import { isSameJson } from '../shared/contract/json.ts';
import { mergePatch } from '../shared/contract/merge-patch.ts';
import { invalid, Refusal, type Violation } from '../shared/contract/problems.ts';
import { nextVersion, stampAfter } from '../shared/contract/versions.ts';
import type { createWebhook, updateWebhook } from './contract.ts';
import type { webhookSchema } from './schemas.ts';
import { canonicalUrl, urlViolations } from './url.ts';

/** The owner of an endpoint: the operator, a reseller or a partner. */
export type Owner = '/' | `/resellers/${string}` | `/partners/${number}`;

/** A stored endpoint, without its token. */
export interface Webhook extends FromSchema<typeof webhookSchema> {
  readonly owner: Owner;
  /** Increases with each new token. */
  readonly tokenVersion: number;
  /** The number of webhooks to it that were dead-lettered since it was last healthy. */
  readonly failures: number;
  /** When the last dead letter that did not reach it was counted. */
  readonly unreachedAt?: string;
  readonly suspendedAt?: string;
  /** Why it is suspended, whatever its status says since. */
  readonly suspendedFor?: string;
  readonly deletedAt?: string;
}

interface NewWebhookStamp {
  readonly id: string;
  readonly owner: Owner;
  readonly at: string;
}

type NewWebhook = Input<typeof createWebhook>['body'];
type WebhookPatch = Input<typeof updateWebhook>['body'];

/** Returns the owner of the endpoints that a caller creates and manages. */
export const ownerOf = ({ resellerId, partnerId }: Caller): Owner => {
  if (resellerId !== undefined) return `/resellers/${resellerId}`;
  return partnerId === undefined ? '/' : `/partners/${partnerId}`;
};

/** True when the caller is the operator or the owner. */
export const mayManage = (caller: Caller, { owner }: Pick<Webhook, 'owner'>): boolean =>
  ownerOf(caller) === '/' || ownerOf(caller) === owner;

/** Checks the URL beyond its schema. */
export const urlRules = ({ url }: { readonly url?: unknown }, local: boolean): readonly Violation[] =>
  typeof url === 'string' ? urlViolations(url, { local }) : [];

/** Refuses that a bound caller requests the events of another reseller (403). */
export const requireOwnReseller = (caller: Caller, resellerId: string | undefined): void => {
  if (resellerId === undefined || ownerOf(caller) === '/' || caller.resellerId === resellerId) return;
  throw new Refusal('foreign-tenant', 'The caller is bound to another tenant.');
};

/**
 * Refuses that an endpoint moves to another origin with its old token (400): whoever may change
 * endpoints may not know their tokens.
 */
export const requireTokenToMove = ({ url }: Webhook, patch: WebhookPatch): void => {
  if (patch.url === undefined || patch.token !== undefined || new URL(patch.url).origin === new URL(url).origin) return;
  throw invalid([{ in: 'body', pointer: '/token', code: 'required', message: 'is required with a url of another origin' }]);
};

const last4 = (token: string): string => token.slice(-4);

/** Creates an endpoint; a reseller's endpoint is sent that reseller's events. */
export const openWebhook = ({ token, url, ...fields }: NewWebhook, caller: Caller, { id, owner, at }: NewWebhookStamp): Webhook => ({
  ...fields,
  url: canonicalUrl(url),
  id,
  ...(caller.resellerId !== undefined && { resellerId: caller.resellerId }),
  ...(caller.resellerId === undefined && caller.partnerId !== undefined && { partnerId: caller.partnerId }),
  enabled: fields.enabled ?? true,
  owner,
  tokenLast4: last4(token),
  tokenVersion: 1,
  status: 'pending',
  failures: 0,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/**
 * Returns the endpoint with the patched fields and the next version, pending for the reconciler.
 * Returns the same object when nothing changes.
 */
export const patchWebhook = (webhook: Webhook, { token, ...fields }: WebhookPatch, at: string): Webhook => {
  const patch = fields.url === undefined ? fields : { ...fields, url: canonicalUrl(fields.url) };
  const renewal = token === undefined ? {} : { tokenLast4: last4(token), tokenVersion: webhook.tokenVersion + 1 };
  // The status does not show it: a suspended endpoint with another patch is pending, and still
  // suspended.
  const resumes = patch.enabled === true && webhook.suspendedAt !== undefined;
  const patched = { ...(mergePatch(resumes ? withoutFailures(webhook) : webhook, patch) as Webhook), ...renewal };
  return isSameJson(patched, webhook) ? webhook : nextVersion(webhook, withPendingStatus(patched), at);
};

const withPendingStatus = ({ statusReason: _, ...webhook }: Webhook): Webhook => ({ ...webhook, status: 'pending' });

/** Returns an endpoint whose failures are forgotten. */
const withoutFailures = ({ suspendedAt: _, suspendedFor: __, lastFailureAt: ___, unreachedAt: ____, ...webhook }: Webhook): Webhook => ({
  ...withPendingStatus(webhook),
  failures: 0,
});

/** Returns an endpoint that is being removed, which no caller finds any more. */
export const closeWebhook = (webhook: Webhook, at: string): Webhook => ({
  ...webhook,
  deletedAt: at,
  ...stampAfter(webhook, at),
});

/** True when events are sent to the endpoint. */
export const isActive = ({ enabled, status, suspendedAt }: Webhook): boolean =>
  enabled && status !== 'suspended' && suspendedAt === undefined;

/** Returns the health of an endpoint once EventBridge has it; what deliveries have shown stays. */
export const settledHealth = (webhook: Webhook): Pick<Webhook, 'status' | 'statusReason'> => {
  if (!webhook.enabled) return { status: 'disabled' };
  const { status, statusReason, suspendedFor } = webhook;
  if (!isActive(webhook)) return { status: 'suspended', ...(suspendedFor !== undefined && { statusReason: suspendedFor }) };
  return status === 'failing' ? { status, ...(statusReason !== undefined && { statusReason }) } : { status: 'healthy' };
};
