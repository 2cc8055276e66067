// Every word of the query must occur somewhere in the row's texts.
export function matches(query: string, texts: readonly (string | null | undefined)[]): boolean {
  const all = texts.filter(Boolean).join('\n').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
