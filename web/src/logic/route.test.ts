import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute, routeOf } from './route';

describe('the address', () => {
  it('comes back as it was written', () => {
    const route = {
      page: 'positions' as const,
      instrument: 'kalshi/main:KX FED%26?#é',
      filters: { account: 'kalshi/main', q: 'a&b=c #1' },
    };
    expect(parseRoute(hrefOf(route))).toEqual(route);
  });

  it('falls back to the overview for what it does not know', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#overview?', '#/../etc']) {
      expect(parseRoute(hash), hash).toEqual({ page: 'overview', instrument: null, filters: {} });
    }
  });

  it('takes the page from the path where there is no hash', () => {
    expect(routeOf({ hash: '', pathname: '/positions' }).page).toBe('positions');
    expect(routeOf({ hash: '#/books', pathname: '/positions' }).page).toBe('books');
    expect(routeOf({ hash: '#', pathname: '/' }).page).toBe('overview');
  });

  it('survives a stray percent sign', () => {
    expect(parseRoute('#/positions/100%').instrument).toBe('100%');
  });

  it('leaves empty filters out', () => {
    expect(hrefOf({ page: 'books', filters: { status: '', q: 'x' } })).toBe('#/books?q=x');
  });
});
