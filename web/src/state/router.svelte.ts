import { hrefOf, routeOf, type Page, type Route } from '../logic/route';

let current = $state.raw<Route>(routeOf(location));

export const route = {
  get page(): Page {
    return current.page;
  },
  get instrument(): string | null {
    return current.instrument;
  },
  get filters(): Record<string, string> {
    return current.filters;
  },
};

export function startRouter(): () => void {
  const follow = (): void => {
    current = routeOf(location);
  };
  addEventListener('hashchange', follow);
  return () => removeEventListener('hashchange', follow);
}

export function go(to: { page: Page; instrument?: string | null; filters?: Record<string, string> }): void {
  location.hash = hrefOf(to);
}

// A filter being typed changes the address without a step in the history for each letter.
export function setFilter(name: string, value: string): void {
  const filters = { ...current.filters };
  if (value === '') delete filters[name];
  else filters[name] = value;
  replace({ ...current, filters });
}

export function clearFilters(): void {
  replace({ ...current, filters: {} });
}

function replace(to: Route): void {
  history.replaceState(history.state, '', hrefOf(to));
  current = to;
}
