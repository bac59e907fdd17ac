/** The name of an endpoint's connection, destination and rule: at most 64 characters, of which EventBridge takes no more. */
export const resourceName = (prefix: string, id: string): string => prefix + id.replaceAll('-', '');

/** The id of the endpoint that a name stands for; absent when it is none of this installation's, whose prefix another's may begin with. */
export const endpointIdOf = (prefix: string, name: string): string | undefined => {
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
  return parts.every((part) => /^[0-9a-f]+$/.test(part)) && parts.length > 0 ? parts.join('-') : undefined;
};
