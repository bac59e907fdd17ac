import { createServer } from 'node:http';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { onLoopback } from './loopback.ts';

/** What a token shall allow, and the tenant that it acts for; the operator when it names none. */
export interface TokenRequest {
  readonly permissions: readonly string[];
  readonly reseller?: string | undefined;
  readonly partner?: string | undefined;
}

/** Where the journeys get their tokens. */
export interface TokenDesk {
  /** A shell command for TOKEN_COMMAND. */
  readonly command: string;
  stop(): Promise<void>;
}

/** Opens a desk on loopback that hands out tokens, the same for the same request. */
export const openTokenDesk = async (issue: (request: TokenRequest) => Promise<string>): Promise<TokenDesk> => {
  const issued = new Map<string, Promise<string>>();
  const desk = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '', 'http://any').searchParams.get('ask') ?? '';
    const token = issued.get(asked) ?? issue(read(asked.split(' ')));
    issued.set(asked, token);
    await token.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const { port, stop } = await onLoopback(desk);
  return { command: `ask() { curl -sG --fail-with-body --noproxy '*' --data-urlencode "ask=$*" http://127.0.0.1:${port}/; }; ask`, stop };
};

const text = { type: 'string' } as const;

const read = (args: string[]): TokenRequest => {
  const { permissions = '', ...tenant } = parseOnce({ args, options: { permissions: text, reseller: text, partner: text } }).values;
  return { permissions: permissions.split(','), ...tenant };
};
