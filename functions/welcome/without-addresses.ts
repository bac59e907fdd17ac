/**
 * Rethrows an error of SES without the addresses in its message, which is logged and kept in a dead
 * letter.
 */
export const rethrowWithoutAddresses = (error: unknown): never => {
  if (!(error instanceof Error)) throw error;
  const { name, $fault } = error as Error & { readonly $fault?: string };
  throw Object.assign(new Error(error.message.replace(/[^\s<>"',;]+@[^\s<>"',;]+/g, '…@…')), {
    name,
    ...($fault !== undefined && { $fault }),
  });
};
