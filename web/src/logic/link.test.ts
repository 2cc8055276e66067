import { describe, expect, it } from 'vitest';
import { linkWord } from './link';

describe('the word on the connection', () => {
  it('is live only with a stream and an answer that is not old', () => {
    expect(linkWord('live', false, 1_000)).toMatchObject({ word: 'live', tone: 'agrees' });
    expect(linkWord('live', false, 46_000)).toMatchObject({ word: '46 s old', tone: 'unknown' });
    expect(linkWord('live', true, 1_000)).toMatchObject({ word: 'no answer', tone: 'stopped' });
    expect(linkWord('polling', false, 1_000)).toMatchObject({ word: 'every 5 s', tone: 'unknown' });
    expect(linkWord('connecting', false, null)).toMatchObject({ word: 'connecting', tone: 'unknown' });
  });
});
