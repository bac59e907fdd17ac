/** The calls of EventBridge by which an endpoint is set up; every method is one call, and what is not there is `undefined`. */
export interface ControlPlane {
  connection(pair: PairId): Promise<Connection | undefined>;
  /** Authorises a while later. */
  createConnection(pair: PairId, token: Token): Promise<void>;
  updateConnection(pair: PairId, token: Token): Promise<void>;
  /** Is gone a while later. */
  removeConnection(pair: PairId): Promise<void>;
  destination(pair: PairId): Promise<Destination | undefined>;
  /** Answers its ARN. */
  createDestination(pair: PairId, to: Address): Promise<string>;
  updateDestination(pair: PairId, to: Address): Promise<void>;
  removeDestination(pair: PairId): Promise<void>;
  rule(id: string): Promise<Rule | undefined>;
  /** Makes the rule, or changes it; its target stays. */
  putRule(id: string, rule: Rule): Promise<void>;
  /** Only without a target. */
  removeRule(id: string): Promise<void>;
  /** Sends what the rule matches to a destination, instead of where it was sent. */
  putTarget(id: string, destinationArn: string): Promise<void>;
  removeTarget(id: string): Promise<void>;
}

/** A connection of an endpoint and the destination that signs in with it: another pair for each origin that the endpoint moves to, from 0. */
export interface PairId {
  readonly id: string;
  readonly pair: number;
}

/** The secret of an endpoint, and the how-manieth it is. */
export interface Token {
  readonly token: string;
  readonly tokenVersion: number;
}

/** What holds the token of an endpoint. */
export interface Connection {
  readonly arn: string;
  readonly state: 'authorized' | 'waiting' | 'refused' | 'leaving';
  /** Which token it holds; absent when that is not known. */
  readonly tokenVersion?: number;
}

/** Where an endpoint is, and what signs in there. */
export interface Address {
  readonly url: string;
  readonly connectionArn: string;
}

/** What sends to an endpoint. */
export interface Destination extends Address {
  readonly arn: string;
}

/** Which events an endpoint is sent: a pattern as JSON, and whether at all. */
export interface Rule {
  readonly pattern: string;
  readonly enabled: boolean;
}

/** A call that EventBridge did not carry out. It holds nothing of the call and of the answer but their names, because both may quote the token. */
export class ControlPlaneError extends Error {
  readonly action: string;
  readonly code: string;
  /** Whether it was a throttle, a fault of the service or no answer at all. */
  readonly outage: boolean;

  constructor(action: string, code: string, outage: boolean) {
    super(`${action}: ${code}`);
    this.name = 'ControlPlaneError';
    this.action = action;
    this.code = code;
    this.outage = outage;
  }
}
