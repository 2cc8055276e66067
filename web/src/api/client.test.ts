import { beforeAll, describe, expect, it, vi } from 'vitest';

vi.stubGlobal('location', { origin: 'http://127.0.0.1', hash: '', pathname: '/' });

describe('answers', () => {
  let client: typeof import('./client');
  beforeAll(async () => {
    client = await import('./client');
  });

  const reply = (status: number, more: { data?: unknown; error?: unknown } = {}) =>
    client.answerOf(Promise.resolve({ ...more, response: new Response(status === 200 ? 'x' : null, { status, headers: { etag: '"7"' } }) }));

  it('carry their tag, and an unchanged one says so', async () => {
    expect(await reply(200, { data: { a: 1 } })).toEqual({ body: { a: 1 }, etag: '"7"' });
    expect(await reply(304)).toEqual({ unchanged: true });
  });

  it('tell a refusal in the server’s own words', async () => {
    const error = { title: 'Not known yet', detail: 'No snapshot.', fix: 'Wait.', status: 503 };
    expect(await reply(503, { error })).toEqual({ trouble: { kind: 'not_ready', title: 'Not known yet', detail: 'No snapshot.', fix: 'Wait.' } });
  });

  it('survive a refusal that is no problem document', async () => {
    for (const error of ['<html>', null, undefined, [], { title: 7 }]) {
      const answer = await reply(502, { error });
      expect('trouble' in answer && [answer.trouble.kind, answer.trouble.title]).toEqual(['refused', 'Holdfast answered 502']);
    }
    const answer = await reply(401);
    expect('trouble' in answer && answer.trouble.kind).toBe('sign_in');
  });

  it('tell silence from an answer that cannot be read', async () => {
    const silent = await client.answerOf(Promise.reject(new TypeError('failed')));
    const garbled = await client.answerOf(Promise.reject(new SyntaxError('bad')));
    expect('trouble' in silent && silent.trouble.kind).toBe('silent');
    expect('trouble' in garbled && garbled.trouble.kind).toBe('refused');
  });
});
