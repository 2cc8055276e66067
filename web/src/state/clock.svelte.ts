import { ServerClock } from '../logic/age';

// The server's time, once a second, for every age on the page.
export const serverClock = new ServerClock();

let now = $state(Date.now());

export const clock = {
  get now(): number {
    return serverClock.now(now);
  },
  // As this browser counts, for ages of what happened in it.
  get here(): number {
    return now;
  },
};

export function tick(): void {
  now = Date.now();
}

export function startClock(): () => void {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
}
