import type { Command, Declaration } from '../../cli/command/declaration.ts';
import { COMMANDS } from '../../cli/commands.ts';
import { GROUPS } from '../../cli/groups.ts';
import { code, item, paragraph } from '../documents/markdown.ts';

const INTRODUCTION = `# Commands

\`npx tenantry\` is what an operator runs. \`npx tenantry <command> --help\` describes one command,
\`npx tenantry --version\` prints its version. Generated from the declarations of the commands and
from the contracts of the API.

- A call that the help would have prevented ends with 2, and says where to look; whatever else fails
  ends with 1.
- Tables are for people; \`--json\` is for programs, where a command has it, and \`--quiet\`, which
  prints ids alone, for scripts.
- \`--stage\` finds tables, queues, buses, secrets and addresses in the outputs of the stacks, with
  the AWS credentials of the operator. \`--name\` is the installation's name, where it is not
  \`tenantry\`. \`--stage local\` is the runtime on this machine, and uses no credentials
  ([which command does what there](drills.md#on-a-laptop)).
- A shell completes commands, options and values after \`source <(npx tenantry completion bash)\`;
  also for \`zsh\`, and for \`fish\` with \`npx tenantry completion fish | source\`.

## Resources

A command of a resource is an operation of the API: options are the members of its body and its
filters, and a nested member has a dot, as \`--address.city\`. Requests are repeated where that is
safe.

    npx tenantry organizations create --reseller <id> --name 'Fabrikam Ltd' \\
      --email it@fabrikam.example --allowed-users 40 --metadata tier=gold
    npx tenantry organizations list --reseller <id> --search fab --all
    npx tenantry organizations update <id> --reseller <id> --allowed-users 50 --if-match 1
    npx tenantry organizations update <id> --reseller <id> --data '{"description":null}'

They call, in this order: \`--api-url\`; the API of \`--stage\`; that of \`TENANTRY_URL\`; that of the
stage \`TENANTRY_STAGE\`; \`http://127.0.0.1:3000\`, which \`npx tenantry start\` runs. The token is
\`TENANTRY_TOKEN\`, or what \`--token-command\` prints. Without these, the runtime on this machine gets
a local token, and a stage with a user pool one of [its operator's client](identity.md), each with
the permissions that the operation needs and no other.
`;

/** Writes the page of all commands. */
export const commandsDocument = async (): Promise<string> => {
  const groups = await Promise.all(
    GROUPS.map(async ({ name, load }) => (await load()).flatMap(({ declaration }) => lineOf(declaration, `${name} ${declaration.name}`))),
  );
  return [INTRODUCTION, ...groups.flat(), '', '## Commands of the operator', ...COMMANDS.flatMap(sectionOf), ''].join('\n');
};

const lineOf = ({ words, options, summary }: Declaration, path: string): readonly string[] => {
  const needed = Object.entries(options).filter(([, { help }]) => /\brequired$/.test(help));
  const needs = needed.map(([name]) => code(`--${name}`)).join(', ');
  return item(`${code(words === undefined ? path : `${path} ${words}`)}: ${summary}${needs === '' ? '' : `; needs ${needs}`}`);
};

const sectionOf = ({ declaration }: Command): readonly string[] => [
  '',
  `### ${declaration.name}`,
  '',
  ...paragraph((declaration.description ?? declaration.summary).replaceAll('\n', ' ')),
  '',
  ...Object.entries(declaration.options).flatMap(([name, { value, help }]) =>
    item(`${code(`--${name}${value === undefined ? '' : ` ${value}`}`)}: ${help}`),
  ),
];
