import { AWS_NOTE, declare, INSTALLATION } from '../command/declaration.ts';

/** `tenantry rotate-signing-key`. */
export const rotateSigningKey = declare({
  name: 'rotate-signing-key',
  summary: 'rotates the key that webhooks are signed with',
  description: `Rotates the key that webhooks are signed with, in three steps. Each step is a run; without --step
it only shows the state of the rotation.`,
  options: {
    ...INSTALLATION,
    secret: { value: '<arn>', help: 'the output SigningSecretArn of the data stack, instead of --stage' },
    step: { value: '<step>', help: 'the step: publish, switch or retire', choices: ['publish', 'switch', 'retire'] },
    'dry-run': { help: 'shows the result of the step and changes nothing' },
    force: { help: 'takes the step before its time' },
    compromised: { help: 'on retire: the old key is no longer published, so nothing that it signed verifies' },
    'keep-days': { value: '<n>', help: 'how long retired keys stay published (default: 400, as long as events are kept)' },
  },
  examples: ['--stage prod', '--stage prod --step publish'],
  notes: `Steps:
  publish   creates the next key and publishes it
  switch    the next key signs, the old one beside it; 10 minutes after publish
  retire    the old key stops signing; 25 hours after switch. It stays published, so that replays
            verify
${AWS_NOTE}`,
});
