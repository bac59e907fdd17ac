import type { FromSchema } from 'json-schema-to-ts';
import type { Caller } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import { isSameJson } from '../shared/contract/json.ts';
import { mergePatch } from '../shared/contract/merge-patch.ts';
import { invalid, Refusal, type Violation } from '../shared/contract/problems.ts';
import { nextVersion } from '../shared/contract/versions.ts';
import type { createWebhook, updateWebhook } from './contract.ts';
import type { webhookSchema } from './schemas.ts';
import { canonicalUrl, urlViolations } from './url.ts';

/** Whose an endpoint is: the operator's, a reseller's or a partner's. */
export type Owner = '/' | `/resellers/${string}` | `/partners/${number}`;

/** An endpoint as it is stored, without its token. */
export interface Webhook extends FromSchema<typeof webhookSchema> {
  readonly owner: Owner;
  /** One more with each new token. */
  readonly tokenVersion: number;
  /** How many webhooks to it were given up since it was last well. */
  readonly failures: number;
  /** When the last dead letter that did not reach it was counted. */
  readonly unreachedAt?: string;
  readonly suspendedAt?: string;
  /** Why it is suspended, whatever else has been said of it since. */
  readonly suspendedFor?: string;
  readonly deletedAt?: string;
}

interface Birth {
  readonly id: string;
  readonly owner: Owner;
  readonly at: string;
}

type NewWebhook = Input<typeof createWebhook>['body'];
type WebhookPatch = Input<typeof updateWebhook>['body'];

/** Whose endpoints a caller makes and manages. */
export const ownerOf = ({ resellerId, partnerId }: Caller): Owner => {
  if (resellerId !== undefined) return `/resellers/${resellerId}`;
  return partnerId === undefined ? '/' : `/partners/${partnerId}`;
};

/** The operator manages all endpoints, a tenant its own. */
export const mayManage = (caller: Caller, { owner }: Pick<Webhook, 'owner'>): boolean =>
  ownerOf(caller) === '/' || ownerOf(caller) === owner;

/** What the schema cannot say of a URL. */
export const urlRules = ({ url }: { readonly url?: unknown }, local: boolean): readonly Violation[] =>
  typeof url === 'string' ? urlViolations(url, { local }) : [];

/** Refuses that a bound caller asks for the events of a reseller other than its own (403). */
export const requireOwnReseller = (caller: Caller, resellerId: string | undefined): void => {
  if (resellerId === undefined || ownerOf(caller) === '/' || caller.resellerId === resellerId) return;
  throw new Refusal('foreign-tenant', 'The caller is bound to another tenant.');
};

/** Refuses that an endpoint moves to another origin with the token of the one before: who may change endpoints may not know their tokens (400). */
export const requireTokenToMove = ({ url }: Webhook, patch: WebhookPatch): void => {
  if (patch.url === undefined || patch.token !== undefined || new URL(patch.url).origin === new URL(url).origin) return;
  throw invalid([{ in: 'body', pointer: '/token', code: 'required', message: 'is required with a url of another origin' }]);
};

const last4 = (token: string): string => token.slice(-4);

/** A new endpoint; that of a reseller is sent that reseller's events. */
export const openWebhook = ({ token, url, ...fields }: NewWebhook, caller: Caller, { id, owner, at }: Birth): Webhook => ({
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

/** The endpoint with the patched fields, one version on and to be followed by the control plane; or the very same when nothing changed. */
export const patchWebhook = (webhook: Webhook, { token, ...given }: WebhookPatch, at: string): Webhook => {
  const patch = given.url === undefined ? given : { ...given, url: canonicalUrl(given.url) };
  const renewed = token === undefined ? {} : { tokenLast4: last4(token), tokenVersion: webhook.tokenVersion + 1 };
  // Not by its status: a suspended endpoint that was patched otherwise is pending, and still suspended.
  const resumes = patch.enabled === true && webhook.suspendedAt !== undefined;
  const amended = { ...(mergePatch(resumes ? withoutFailures(webhook) : webhook, patch) as Webhook), ...renewed };
  return isSameJson(amended, webhook) ? webhook : nextVersion(webhook, pending(amended), at);
};

const pending = ({ statusReason: _, ...webhook }: Webhook): Webhook => ({ ...webhook, status: 'pending' });

/** An endpoint whose failures are forgotten. */
export const withoutFailures = ({
  suspendedAt: _,
  suspendedFor: __,
  lastFailureAt: ___,
  unreachedAt: ____,
  ...webhook
}: Webhook): Webhook => ({
  ...pending(webhook),
  failures: 0,
});

/** An endpoint that is being removed: it is not found any more, until nothing is left of it. */
export const closeWebhook = (webhook: Webhook, at: string): Webhook => ({
  ...webhook,
  deletedAt: at,
  version: webhook.version + 1,
  updatedAt: at,
});

/** Whether events are sent to it at all. */
export const isActive = ({ enabled, status, suspendedAt }: Webhook): boolean =>
  enabled && status !== 'suspended' && suspendedAt === undefined;

/** How well an endpoint is once EventBridge follows it: what deliveries have shown since stays. */
export const settledHealth = (webhook: Webhook): Pick<Webhook, 'status' | 'statusReason'> => {
  if (!webhook.enabled) return { status: 'disabled' };
  const { status, statusReason, suspendedFor } = webhook;
  if (!isActive(webhook)) return { status: 'suspended', ...(suspendedFor !== undefined && { statusReason: suspendedFor }) };
  return status === 'failing' ? { status, ...(statusReason !== undefined && { statusReason }) } : { status: 'healthy' };
};
