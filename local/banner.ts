import { styleText } from 'node:util';
import type { Demo } from './demo.ts';
import type { LocalWebhook } from './synthesize.ts';

interface Scene {
  readonly url: string;
  readonly demo: Demo;
  readonly webhooks: readonly LocalWebhook[];
  /** Of the stacks that run beside Tenantry's. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The link of the console, when there is one. */
  readonly consoleLink?: string;
}

const outputLines = (outputs: Scene['outputs']): string =>
  Object.entries(outputs)
    .map(([name, value]) => `  output          ${name} = ${value}\n`)
    .join('');

/**
 * Writes what a new user can paste: the address, the demo data, and a request for each way to sign
 * in.
 */
export const banner = ({ url, demo, webhooks, outputs, consoleLink }: Scene): string => `
${styleText(['bold', 'green'], 'Tenantry is ready')} at ${styleText('bold', url)}   (Ctrl-C stops it)

  demo partner    ${demo.partnerId}   user ${demo.userName}   password ${demo.password}
  demo reseller   ${demo.resellerId}
  reference       ${url}/docs
  webhooks        ${webhooks.length === 0 ? `none: npx tenantry listen --url ${url}, in another terminal, prints them` : webhooks.map((webhook) => webhook.url).join('  ')}
${consoleLink === undefined ? '' : `  console         ${consoleLink}\n`}${outputLines(outputs)}
${styleText('dim', '# create an organization of the demo reseller')}
TOKEN=$(npx tenantry token --permissions reseller:organization:create,reseller:organization:read)
curl -i ${url}/v3/resellers/${demo.resellerId}/organizations \\
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H 'Idempotency-Key: try-1' \\
  -d '{"name":"Fabrikam Ltd","email":"it@fabrikam.example","allowedUsers":40}'

${styleText('dim', '# create a partner below the demo partner')}
curl -i ${url}/v1/partners -u ${demo.userName}:${demo.password} -H 'Content-Type: application/json' \\
  -d '{"name":"Northwind","parent":{"id":${demo.partnerId}},"contact":{"userName":"ada","firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","phone":"+14155552671","userRole":"Partner User"}}'

${styleText('dim', '# the API, described')}
curl -s ${url}/openapi.json

${styleText('dim', '# create a contact that is welcomed by e-mail, then set its password with what follows the # of the link shown here')}
curl -i ${url}/v1/partners/${demo.partnerId}/contacts -u ${demo.userName}:${demo.password} -H 'Content-Type: application/json' \\
  -d '{"userName":"grace","firstName":"Grace","lastName":"Hopper","email":"grace@example.com","phone":"+14155552672","userRole":"Partner User","sendWelcomeEmail":true}'
curl -i ${url}/v1/password -H 'Content-Type: application/json' \\
  -d '{"token":"<token>","password":"correct horse battery staple"}'
`;
