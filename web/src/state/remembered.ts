// Choices of this browser. A browser that forbids storage forgets them, nothing else.

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`holdfast.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`holdfast.${name}`);
    else localStorage.setItem(`holdfast.${name}`, value);
  } catch {
    // nothing to keep it in
  }
}
