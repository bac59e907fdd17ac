import { once } from '../shared/base/once.ts';
import { type Setting, setting } from '../shared/runtime.ts';
import type { Quotas } from './store.ts';
import { urlRules } from './webhook.ts';

/** The limits of an installation for webhook endpoints. */
export interface Policy {
  /** Allows plain http to localhost; only in the embedded runtime. */
  readonly localUrls: boolean;
  readonly quotas: Quotas;
}

export const policyOf = (setting: Setting): Policy => ({
  localUrls: setting('WEBHOOK_LOCAL_URLS') === 'true',
  quotas: { perTenant: Number(setting('WEBHOOK_QUOTA_PER_TENANT')), total: Number(setting('WEBHOOK_QUOTA')) },
});

const policy = once(() => policyOf(setting));

/** Checks the URL in a body by the rules of the installation. */
export const installationUrlRules = ({ body }: { readonly body: { readonly url?: unknown } }) => urlRules(body, policy().localUrls);
