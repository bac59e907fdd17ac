interface Page<Item> {
  readonly items: readonly Item[];
  /** The token of the page after it; absent on the last one. */
  readonly next: string | undefined;
}

/**
 * Reads a list to its end. `read` gets where each page begins. It is for calls that the SDK has no
 * paginator for, as those of EventBridge.
 */
export const everyPage = async <Item>(read: (start: { readonly NextToken?: string }) => Promise<Page<Item>>): Promise<readonly Item[]> => {
  const { items, next } = await read({});
  const all = [...items];
  for (let NextToken = next; NextToken !== undefined; ) {
    const page = await read({ NextToken });
    all.push(...page.items);
    NextToken = page.next;
  }
  return all;
};
