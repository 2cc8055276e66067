import { answerOf, api, sinceTag, type Schemas } from '../api/client';
import type { Overview } from '../logic/book_rows';
import { newestRows } from '../logic/journal_tail';
import { parseKeepingNumbers } from '../logic/plain_json';
import type { Page } from '../logic/route';
import { isWhole } from '../logic/sayings';
import { Resource, type Answer } from './resource.svelte';
import { route } from './router.svelte';

export type JournalRow = Schemas['JournalRow'];
export const JOURNAL_KEEPS = 300; // rows an account

export const status = new Resource((etag) => answerOf(api.GET('/api/v1/status', { headers: sinceTag(etag) })));
export const cases = new Resource((etag) => answerOf(api.GET('/api/v1/cases', { headers: sinceTag(etag) })));
export const positions = new Resource((etag) => answerOf(api.GET('/api/v1/ledger/positions', { headers: sinceTag(etag) })));
export const holdings = new Resource((etag) => answerOf(api.GET('/api/v1/holdings', { headers: sinceTag(etag) })));
export const alerts = new Resource((etag) => answerOf(api.GET('/api/v1/alerts', { params: { query: { scope: 'all' } }, headers: sinceTag(etag) })));
export const books = new Resource((etag) => answerOf(api.GET('/api/v1/books', { headers: sinceTag(etag) })));
export const overview = new Resource(askOverview);
export const journal = new Resource(askJournal);
export const explanation = new Resource(askExplanation);

async function askOverview(etag: string | null): Promise<Answer<Overview>> {
  const book = route.filters['book'];
  const answer = await answerOf(
    api.GET('/api/positions/overview', {
      params: { query: book ? { book } : {} },
      headers: sinceTag(etag),
      parseAs: 'text',
    }),
  );
  if (!('body' in answer)) return answer;
  try {
    return { body: parseKeepingNumbers(answer.body) as Overview, etag: answer.etag };
  } catch {
    return answerOf(Promise.reject(new SyntaxError()));
  }
}

async function askExplanation(etag: string | null): Promise<Answer<Schemas['Explanation']>> {
  const account = route.filters['of'];
  return answerOf(
    api.GET('/api/v1/instruments/{id}/explanation', {
      params: { path: { id: route.instrument ?? '' }, query: account ? { account } : {} },
      headers: sinceTag(etag),
    }),
  );
}

// An answer calls itself complete when every account has answered once since the start; the page
// does while every account goes on answering. Undefined: nobody can say.
export function wholeNow(answer: { complete: boolean } | null): boolean | undefined {
  if (!answer || !status.data || status.trouble) return undefined;
  return answer.complete && isWhole(status.data);
}

// By key, as far as known.
export function titles(): Map<string, string> {
  const rows = [...(holdings.data?.holdings ?? []), ...(positions.data?.positions ?? [])];
  return new Map(rows.filter((row) => row.title).map((row) => [row.key, row.title]));
}

class Refused extends Error {
  constructor(readonly answer: Answer<never>) {
    super();
  }
}

const known = new Map<string, JournalRow[]>();

// All accounts' newest rows in one list, newest first.
async function askJournal(): Promise<Answer<JournalRow[]>> {
  const accounts = await answerOf(api.GET('/api/v1/accounts'));
  if (!('body' in accounts)) return 'trouble' in accounts ? accounts : { unchanged: true };
  try {
    await Promise.all(accounts.body.accounts.map(({ id }) => readAccount(id)));
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.answer;
    throw thrown;
  }
  const rows = [...known.values()].flat();
  rows.sort((a, b) => (a.booked_at === b.booked_at ? b.sequence - a.sequence : a.booked_at < b.booked_at ? 1 : -1));
  return { body: rows, etag: null };
}

async function readAccount(account: string): Promise<void> {
  const read = async (after: number, limit: number): Promise<Schemas['Journal']> => {
    const answer = await answerOf(api.GET('/api/v1/journal', { params: { query: { account, after, limit } } }));
    if ('body' in answer) return answer.body;
    throw new Refused('trouble' in answer ? answer : { unchanged: true });
  };
  known.set(account, await newestRows(read, JOURNAL_KEEPS, known.get(account)));
}

const VIEWS: Record<Page, readonly { load: () => Promise<void> }[]> = {
  overview: [cases, positions, holdings], // the latter two for titles, as with journal and alerts
  positions: [positions, holdings, cases],
  books: [overview, books],
  journal: [journal, positions, holdings],
  alerts: [alerts, positions, holdings],
};

// Everything that the page on screen shows.
export async function loadPage(): Promise<void> {
  const views = [status, ...VIEWS[route.page]];
  if (route.instrument) views.push(explanation);
  await Promise.all(views.map((view) => view.load()));
}
