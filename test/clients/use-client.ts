/**
 * A program on the generated client, which stands beside it when it is compiled: creates an
 * organization, reads it, is refused, and parses webhooks. Prints what it got as JSON.
 */

import { createOrganization, getOrganization, type Organization, type Problem } from '#client';
import { createClient } from '#client/http';
import { zWebhookEvent } from '#client/zod';

const given = JSON.parse(process.env.GIVEN ?? '') as {
  readonly url: string;
  readonly token: string;
  readonly resellerId: string;
  readonly name: string;
  readonly webhooks: readonly unknown[];
};
const client = createClient({ baseUrl: given.url, auth: () => given.token });
const path = { resellerId: given.resellerId };
const body = { name: given.name, email: 'it@contoso.example', allowedUsers: 5, metadata: { tier: 'gold' } };

const made = await createOrganization({ client, path, body, throwOnError: true });
// The answer has one type: that of a dry run would not compile here.
const organization: Organization = made.data;
const read = await getOrganization({ client, path: { ...path, id: organization.id }, throwOnError: true });

const missing = await getOrganization({ client, path: { ...path, id: 'nobody' } });
const problem: Problem | undefined = missing.error;

// What the pattern of a name refuses is not sent.
const refused = await createOrganization({ client, path, body: { ...body, name: 'a\u0000b' } }).then(
  ({ error }) => error,
  (error: unknown) => error,
);

// Every webhook is of one of the types; `event` says of which.
const names = given.webhooks.map((webhook) => {
  const event = zWebhookEvent.parse(webhook);
  return event.event === 'reseller.organization.created' ? event.data.name : event.event;
});

console.log(JSON.stringify({ made: organization, read: read.data, code: problem?.code, refused: String(refused), names }));
