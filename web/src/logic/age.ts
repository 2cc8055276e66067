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

// Local wall-clock time, 24 hours, as people compare it with their own logs.
export function timeText(moment: string | null | undefined): string {
  const at = moment ? new Date(moment) : null;
  if (!at || Number.isNaN(at.getTime())) return 'unknown';
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

export function dayText(moment: string | null | undefined): string {
  const at = moment ? new Date(moment) : null;
  if (!at || Number.isNaN(at.getTime())) return 'unknown';
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}`;
}

// With its day when that is not today.
export function momentText(moment: string | null | undefined, now: number): string {
  const day = dayText(moment);
  if (day === 'unknown') return day;
  return day === dayText(new Date(now).toISOString()) ? timeText(moment) : `${day} ${timeText(moment)}`;
}
