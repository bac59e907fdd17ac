/**
 * The calls of EventBridge that set an endpoint up. Every method is one call; a missing resource is
 * `undefined`.
 */
export interface ControlPlane {
  connection(pair: PairId): Promise<Connection | undefined>;
  /** Starts the authorisation, which takes a while. */
  createConnection(pair: PairId, token: Token): Promise<void>;
  updateConnection(pair: PairId, token: Token): Promise<void>;
  /** Starts the removal, which takes a while. */
  removeConnection(pair: PairId): Promise<void>;
  destination(pair: PairId): Promise<Destination | undefined>;
  /** Returns its ARN. */
  createDestination(pair: PairId, to: Address): Promise<string>;
  updateDestination(pair: PairId, to: Address): Promise<void>;
  removeDestination(pair: PairId): Promise<void>;
  rule(id: string): Promise<Rule | undefined>;
  /** Creates the rule, or changes it and keeps its target. */
  putRule(id: string, rule: Rule): Promise<void>;
  /** Works only on a rule without a target. */
  removeRule(id: string): Promise<void>;
  /** Sends what the rule matches to a destination, instead of the earlier one. */
  putTarget(id: string, destinationArn: string): Promise<void>;
  removeTarget(id: string): Promise<void>;
}

/**
 * A connection of an endpoint and the destination that uses it. Each origin that the endpoint moves
 * to gets another pair, from 0.
 */
export interface PairId {
  readonly id: string;
  readonly pair: number;
}

/** The secret of an endpoint and its number. */
export interface Token {
  readonly token: string;
  readonly tokenVersion: number;
}

/** The connection that has the token of an endpoint. */
export interface Connection {
  readonly arn: string;
  readonly state: 'authorized' | 'waiting' | 'refused' | 'leaving';
  /** The version of its token; absent when unknown. */
  readonly tokenVersion?: number;
}

/** The URL of an endpoint and the connection to authenticate with. */
export interface Address {
  readonly url: string;
  readonly connectionArn: string;
}

/** The API destination of an endpoint. */
export interface Destination extends Address {
  readonly arn: string;
}

/** The events that an endpoint is sent: a pattern as JSON, and whether it is sent any. */
export interface Rule {
  readonly pattern: string;
  readonly enabled: boolean;
}

/**
 * A call that EventBridge refused. It has no details of the call or the answer except their names,
 * because both may quote the token.
 */
export class ControlPlaneError extends Error {
  readonly action: string;
  readonly code: string;
  /** True for a throttle, a fault of the service or no answer at all. */
  readonly outage: boolean;

  constructor(action: string, code: string, outage: boolean) {
    super(`${action}: ${code}`);
    this.name = 'ControlPlaneError';
    this.action = action;
    this.code = code;
    this.outage = outage;
  }
}
