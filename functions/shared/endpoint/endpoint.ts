import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { withActiveTenant } from '../auth/active-tenant.ts';
import { attemptCounter } from '../auth/attempts.ts';
import { basicVerifier } from '../auth/basic.ts';
import { tokenVerifier } from '../auth/bearer.ts';
import { findPrincipal } from '../auth/credential.ts';
import { untilAnswerDeadline, withDeadline } from '../base/deadline.ts';
import { once } from '../base/once.ts';
import type { Caller } from '../contract/caller.ts';
import type { Contract, Input, Rules } from '../contract/contract.ts';
import type { Validate } from '../contract/violations.ts';
import type { Reply } from '../http/idempotency.ts';
import { keepsAnswer } from '../http/input-schema.ts';
import { installationTable, type Setting, setting } from '../runtime.ts';
import { cursorsFor, type ReadCursors } from '../table/cursor-secret.ts';
import type { Origin } from '../table/events.ts';
import type { Table } from '../table/table.ts';
import type { Write } from '../table/transaction.ts';
import { answerProblems } from './answer-problems.ts';
import { authenticate, type Verifiers } from './authenticate.ts';
import { dryRun, isDryRun } from './dry-run.ts';
import { type Exchange, type Headers, type Middleware, toResult } from './exchange.ts';
import { idempotency } from './idempotency.ts';
import { observe, traceparent } from './observe.ts';
import { readInput } from './read-input.ts';
import { requireVerb } from './require-verb.ts';
import { routed } from './routed.ts';

/**
 * A request as an operation gets it: validated, authorised, and with the writes that store its
 * answer under its key.
 */
export interface Request<C extends Contract> extends Input<C> {
  readonly caller: Caller;
  readonly header: Headers;
  readonly origin: Origin;
  readonly remember: (reply: Reply) => readonly Write[];
}

/** An operation: decides, stores, replies. All its dependencies are `deps`. */
export type Operation<C extends Contract, Deps> = (request: Request<C>, deps: Deps) => Promise<Reply>;

interface EndpointOptions<C extends Contract, Deps> {
  readonly validate: Validate;
  readonly rules?: Rules<C>;
  /**
   * Runs a dry run of an operation whose later writes depend on its earlier ones, which a table
   * without writes does not support.
   */
  readonly dryRun?: Operation<C, Deps>;
}

/** The resources that an operation's dependencies are created from. */
interface Installation {
  readonly setting: Setting;
  readonly table: Table;
  /** The cursors of the operation's list, whose secret is read at their first use. */
  readonly cursors: ReadCursors;
}

/** Creates the Lambda handler of an operation, with the middlewares of every request. */
export const endpoint = <C extends Contract, Deps>(
  contract: C,
  { validate, rules, dryRun: ownDryRun }: EndpointOptions<C, Deps>,
  operation: Operation<C, Deps>,
  compose: (installation: Installation) => Deps,
) => {
  const table = once(() => installationTable(setting));
  const composeOn = (on: Table) => compose({ setting, table: on, cursors: cursorsFor(contract, on) });
  const deps = once(() => composeOn(table()));
  const answer = async (event: Exchange): Promise<Reply> => {
    const request = requestOf<C>(event);
    const depsOn = (on: Table) => (on === table() ? deps() : composeOn(on));
    const answerOn = async (on: Table): Promise<Reply> => {
      if (!isDryRun(event)) return operation(request, depsOn(on));
      if (ownDryRun) return ownDryRun(request, depsOn(on));
      return dryRun(on, (unwritten) => operation(request, depsOn(unwritten)));
    };
    return contract.method === 'GET' ? answerOn(table()) : withActiveTenant(contract.access, event.caller, table(), answerOn);
  };
  const run = async (event: Exchange): Promise<APIGatewayProxyStructuredResultV2> => toResult(await untilAnswerDeadline(answer(event)));
  const stack = middy(run, WITHOUT_EARLY_TIMEOUT).use([
    observe(contract),
    answerProblems(contract),
    requireVerb(contract),
    ...guardsOf(contract),
    readInput(contract, validate, rules),
    ...idempotencyOf(contract),
  ]);
  return withDeadline(routed(contract, (event: Exchange, context: Context) => stack(event, context)));
};

// Middy's own timeout would be a defect.
const WITHOUT_EARLY_TIMEOUT = { timeoutEarlyInMillis: 0 };

const guardsOf = ({ access, method }: Contract): readonly Middleware[] =>
  access === 'public'
    ? []
    : [
        authenticate(
          access,
          once(() => verifiersOf(access.schemes, method)),
        ),
      ];

const idempotencyOf = (contract: Contract): readonly Middleware[] =>
  keepsAnswer(contract) ? [idempotency(() => installationTable(setting))] : [];

const verifiersOf = (schemes: readonly ('bearer' | 'basic')[], method: Contract['method']): Verifiers => ({
  bearer: tokenVerifier(setting),
  ...(schemes.includes('basic') && { basic: passwordVerifier(installationTable(setting), method !== 'GET') }),
});

const passwordVerifier = (table: Table, afresh: boolean) =>
  basicVerifier({ find: findPrincipal(table), open: attemptCounter(table), clock: Date.now, afresh });

const requestOf = <C extends Contract>(event: Exchange): Request<C> => {
  const { input, caller, remember = () => [] } = event;
  return { ...input, caller, remember, origin: originOf(event) } as Request<C>;
};

const originOf = ({ caller, input, requestContext, headers }: Exchange): Origin => {
  const key = input?.header['idempotency-key'];
  const trace = traceparent(headers);
  return {
    actor: caller?.actor ?? 'anonymous',
    requestId: requestContext.requestId,
    sourceIp: requestContext.http.sourceIp,
    ...(key !== undefined && { idempotencyKey: key }),
    ...(trace !== undefined && { traceparent: trace }),
  };
};
