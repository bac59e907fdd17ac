import { createServer } from 'node:http';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { listenOnLoopback } from './loopback.ts';

/** The permissions of a token, and the tenant that it acts for: the operator when it names none. */
export interface TokenRequest {
  readonly permissions: readonly string[];
  readonly reseller?: string | undefined;
  readonly partner?: string | undefined;
}

/** The server from which the journeys get their tokens. */
export interface TokenServer {
  /** A shell command for TOKEN_COMMAND. */
  readonly command: string;
  stop(): Promise<void>;
}

/** Starts a server on loopback that issues tokens, the same for the same request. */
export const startTokenServer = async (issue: (request: TokenRequest) => Promise<string>): Promise<TokenServer> => {
  const issued = new Map<string, Promise<string>>();
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '', 'http://any').searchParams.get('ask') ?? '';
    const token = issued.get(asked) ?? issue(read(asked.split(' ')));
    issued.set(asked, token);
    await token.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const { port, stop } = await listenOnLoopback(server);
  return { command: `ask() { curl -sG --fail-with-body --noproxy '*' --data-urlencode "ask=$*" http://127.0.0.1:${port}/; }; ask`, stop };
};

const text = { type: 'string' } as const;

const read = (args: string[]): TokenRequest => {
  const { permissions = '', ...tenant } = parseOnce({ args, options: { permissions: text, reseller: text, partner: text } }).values;
  return { permissions: permissions.split(','), ...tenant };
};
