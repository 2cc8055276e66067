// The page's address lives behind the `#`: the server has one document, an alert can link to a row,
// and nothing of it reaches a log. Form: #/positions/<instrument>?account=kalshi%2Fmain&q=fed

export const PAGES = ['overview', 'positions', 'books', 'journal', 'alerts'] as const;
export type Page = (typeof PAGES)[number];

export interface Route {
  page: Page;
  instrument: string | null; // whose side panel is open
  filters: Record<string, string>; // only those that are set
}

// Without a hash the path may name the page: /positions is known from older programs.
export function routeOf({ hash, pathname }: { hash: string; pathname: string }): Route {
  return parseRoute(hash.length > 1 ? hash : pathname);
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = split(hash.replace(/^#?\/?/, ''));
  const [first = '', ...rest] = path.split('/');
  const known = PAGES.find((name) => name === first);
  const page = known ?? 'overview';
  const instrument = known ? decoded(rest.join('/')) : '';
  const filters: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(query)) if (value !== '') filters[key] = value;
  return { page, instrument: instrument || null, filters };
}

export function hrefOf(route: { page: Page; instrument?: string | null; filters?: Record<string, string> }): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(route.filters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value !== '') query.set(key, value);
  }
  const tail = query.toString();
  const instrument = route.instrument ? '/' + encodeURIComponent(route.instrument) : '';
  return `#/${route.page}${instrument}${tail ? '?' + tail : ''}`;
}

function split(text: string): [string, string] {
  const at = text.indexOf('?');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a hand-made address with a stray percent sign
  }
}
