// Routes kept from older programs write amounts as JSON number tokens. JSON.parse would read them as
// doubles, so every number token is put in quotes first: what comes out has text for numbers.

// Throws what JSON.parse throws.
export function parseKeepingNumbers(json: string): unknown {
  return JSON.parse(quoteNumbers(json));
}

export function quoteNumbers(json: string): string {
  let out = '';
  let from = 0;
  let at = 0;
  while (at < json.length) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(json, at);
    } else if (code === MINUS || isDigit(code)) {
      const start = at;
      while (at < json.length && isNumberPart(json.charCodeAt(at))) at += 1;
      out += json.slice(from, start) + '"' + json.slice(start, at) + '"';
      from = at;
    } else {
      at += 1;
    }
  }
  return out + json.slice(from);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at += 2;
    else if (code === QUOTE) return at + 1;
    else at += 1;
  }
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isNumberPart(code: number): boolean {
  // digits + - . e E
  return isDigit(code) || code === 0x2b || code === MINUS || code === 0x2e || code === 0x65 || code === 0x45;
}
