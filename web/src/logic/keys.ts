// Keyboard: a press becomes a command, with `g` waiting for its second letter.

export type Command =
  | { do: 'go'; page: 'overview' | 'positions' | 'books' | 'journal' | 'alerts' }
  | { do: 'filter' | 'next' | 'previous' | 'refresh' | 'help' | 'back' };

export const KEYS: readonly { keys: string; what: string }[] = [
  { keys: 'g o', what: 'Overview' },
  { keys: 'g p', what: 'Positions' },
  { keys: 'g b', what: 'Books' },
  { keys: 'g j', what: 'Journal' },
  { keys: 'g a', what: 'Alerts' },
  { keys: '/', what: 'Go to the filter' },
  { keys: 'j', what: 'Next row' },
  { keys: 'k', what: 'Previous row' },
  { keys: 'Enter', what: 'Open the row’s explanation' },
  { keys: 'Esc', what: 'Close the side panel, leave the filter' },
  { keys: 'r', what: 'Refresh: ask the venues now' },
  { keys: '?', what: 'These keys' },
];

const PLACES = { o: 'overview', p: 'positions', b: 'books', j: 'journal', a: 'alerts' } as const;
const SINGLE: Record<string, Command> = {
  '/': { do: 'filter' },
  j: { do: 'next' },
  k: { do: 'previous' },
  r: { do: 'refresh' },
  '?': { do: 'help' },
};
const WAIT_MS = 1500;

export interface Press {
  key: string;
  modified: boolean; // Ctrl, Alt or Meta held: the browser's business
  typing: boolean; // letters are text: the focus is in a field, or the reader wants no such keys
  at: number; // ms
}

export class KeyReader {
  private waitingSince: number | null = null;

  read(press: Press): Command | null {
    if (press.modified) return null;
    if (press.key === 'Escape') return this.done({ do: 'back' });
    if (press.typing) return null;
    if (this.waitingSince !== null && press.at - this.waitingSince <= WAIT_MS) {
      const page = PLACES[press.key as keyof typeof PLACES];
      if (page) return this.done({ do: 'go', page });
    }
    if (press.key === 'g') {
      this.waitingSince = press.at;
      return null;
    }
    return this.done(SINGLE[press.key] ?? null);
  }

  private done(command: Command | null): Command | null {
    this.waitingSince = null;
    return command;
  }
}
