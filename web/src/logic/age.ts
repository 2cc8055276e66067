// Ages are counted from the server's word on what time it is, so that a browser with a wrong clock
// still shows right ages.

export class ServerClock {
  private offset = 0; // server minus browser, ms

  // `date` is the HTTP Date header of an answer just received.
  learn(date: string | null, browserNow: number): void {
    const server = date ? Date.parse(date) : NaN;
    // The header has whole seconds: differences below two are within what it can say.
    if (!Number.isFinite(server)) return;
    const offset = server - browserNow;
    this.offset = Math.abs(offset) < 2000 ? 0 : offset;
  }

  now(browserNow: number): number {
    return browserNow + this.offset;
  }
}

// Null when the moment is missing or unreadable: the page then says "unknown".
export function ageSeconds(moment: string | null | undefined, now: number): number | null {
  if (!moment) return null;
  const at = Date.parse(moment);
  if (!Number.isFinite(at)) return null;
  return Math.max(0, Math.floor((now - at) / 1000));
}

export function ageText(seconds: number): string {
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.floor(hours / 24)} d`;
}

// All moments are told in UTC and say so, as the command line, the API and the log tell them: one
// that is compared with another machine's must not depend on whose browser shows it.
function isoOf(moment: string | null | undefined): string | null {
  const at = moment ? new Date(moment) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

export function timeText(moment: string | null | undefined): string {
  const iso = isoOf(moment);
  return iso ? `${iso.slice(11, 19)} UTC` : 'unknown';
}

// With its day when that is not today.
export function momentText(moment: string | null | undefined, now: number): string {
  const iso = isoOf(moment);
  if (!iso) return 'unknown';
  const day = iso.slice(0, 10);
  return day === new Date(now).toISOString().slice(0, 10) ? timeText(iso) : `${day} ${timeText(iso)}`;
}
