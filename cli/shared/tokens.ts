/** The token that requests are sent with. */
export interface Tokens {
  current(): Promise<string>;
  /**
   * Returns another token than the one that the API refused; `undefined` when there is no way to
   * get one.
   */
  renewed(refused: string): Promise<string | undefined>;
}

/** Keeps a token; requests that are refused together have it renewed once. */
export const openTokens = (first: string | undefined, renew: (() => Promise<string>) | undefined): Tokens => {
  let token = first;
  let renewal: Promise<string> | undefined;

  const renewOnce = (): Promise<string> | undefined => {
    renewal ??= renew?.().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  return {
    async current() {
      token ??= await renewOnce();
      return token ?? '';
    },
    async renewed(refused) {
      if (token === refused && renew) token = await renewOnce();
      return token === refused ? undefined : token;
    },
  };
};

/** Sends with the current token, and once more with a new one when the answer is a 401. */
export const sendWithToken = async <A extends object>(tokens: Tokens, send: (token: string) => Promise<A>): Promise<A> => {
  const token = await tokens.current();
  const answer = await send(token);
  if (!('status' in answer) || answer.status !== 401) return answer;
  const renewed = await tokens.renewed(token);
  return renewed === undefined || renewed === token ? answer : send(renewed);
};

/** Checks whether a text can be sent as a token. */
export const isToken = (token: string): boolean => /^[\x21-\x7e]+$/.test(token);
