/** The caller of a request: a session of a role, or an AWS service in its own name. */
export type Principal = RoleSession | { readonly service: string };

/** A session of a role; Lambda names it after the function, EventBridge by a fixed name. */
export interface RoleSession {
  readonly roleArn: string;
  readonly sessionName: string;
  /** The function, when its own code calls and not Lambda for it. */
  readonly functionArn?: string;
}

/** The `Principal` element of a resource-based policy. */
export type PrincipalElement = '*' | Readonly<Record<string, string | readonly string[]>>;

export type PrincipalTest = (principal: Principal) => boolean;

const kinds: Readonly<Record<string, (name: string) => PrincipalTest>> = {
  Service: (name) => (principal) => 'service' in principal && principal.service === name,
  AWS: (name) => {
    if (name === '*') return () => true;
    if (!/^arn:[^:]+:iam::\d+:role\/[^*?]+$/.test(name)) throw new Error(`the principal ${name} is not evaluated locally`);
    return (principal) => 'roleArn' in principal && principal.roleArn === name;
  },
};

/**
 * Compiles a `Principal` element; without one, everybody is meant. Throws for a kind of principal
 * that is not evaluated here.
 */
export const principalTest = (element: PrincipalElement | undefined): PrincipalTest => {
  if (element === undefined || element === '*') return () => true;
  const tests = Object.entries(element).flatMap(([kind, names]) => {
    const compile = kinds[kind];
    if (compile === undefined) throw new Error(`principals of the kind ${kind} are not evaluated locally`);
    return [names].flat().map(compile);
  });
  return (principal) => tests.some((test) => test(principal));
};

/** Returns AWS's name of a principal: the ARN of the session, or the service. */
export const nameOfPrincipal = (principal: Principal): string => {
  if ('service' in principal) return principal.service;
  const [, partition = 'aws', , , account = '', role = ''] = principal.roleArn.split(':');
  return `arn:${partition}:sts::${account}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/${principal.sessionName}`;
};
