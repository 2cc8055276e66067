import { describe, expect, it } from 'vitest';
import { Resource, type Answer, type Trouble } from './resource.svelte';

const trouble: Trouble = { kind: 'silent', title: 'gone', detail: '', fix: '' };

// Answers are handed out by the test, in the order of the questions.
function questions<T>() {
  const open: ((answer: Answer<T>) => void)[] = [];
  const tags: (string | null)[] = [];
  const ask = (etag: string | null) => {
    tags.push(etag);
    return new Promise<Answer<T>>((answer) => open.push(answer));
  };
  const reply = async (answer: Answer<T>) => {
    open.shift()?.(answer);
    await new Promise((done) => setTimeout(done));
  };
  return { ask, reply, tags };
}

describe('a view of the server’s data', () => {
  it('keeps what was known when a question fails', async () => {
    const { ask, reply } = questions<string>();
    const view = new Resource(ask);
    void view.load();
    await reply({ body: 'rows', etag: null });
    void view.load();
    await reply({ trouble });
    expect([view.data, view.trouble]).toEqual(['rows', trouble]);
    void view.load();
    await reply({ unchanged: true });
    expect([view.data, view.trouble]).toEqual(['rows', null]);
  });

  it('asks once at a time, and once more for all that came meanwhile', async () => {
    const { ask, reply, tags } = questions<number>();
    const view = new Resource(ask);
    void view.load();
    void view.load();
    void view.load();
    expect(tags.length).toBe(1);
    await reply({ body: 1, etag: '"1"' });
    expect(tags).toEqual([null, '"1"']);
    await reply({ body: 2, etag: '"2"' });
    expect([view.data, view.loading, tags.length]).toEqual([2, false, 2]);
  });

  it('takes no answer to a question that is no longer asked', async () => {
    const { ask, reply, tags } = questions<string>();
    const view = new Resource(ask);
    void view.load();
    view.forget();
    await reply({ body: 'of the old instrument', etag: '"old"' });
    expect(view.data).toBeNull();
    expect(tags).toEqual([null, null]);
    await reply({ body: 'of the new one', etag: null });
    expect(view.data).toBe('of the new one');
  });
});
