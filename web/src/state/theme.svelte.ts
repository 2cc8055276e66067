import { remember, remembered } from './remembered';

export type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

let chosen = $state<Theme>(THEMES.find((theme) => theme === remembered('theme')) ?? 'system');

export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  get next(): Theme {
    return THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length] ?? 'system';
  },
};

export function applyTheme(): void {
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}

export function turnTheme(): void {
  chosen = theme.next;
  remember('theme', chosen === 'system' ? null : chosen);
  applyTheme();
}
